import CNN
import Testing

@testable import Figures

struct GridEquationTests {
    @Test func gridsStandSideBySideWithTheirSigns() {
        let equation = GridEquation(
            [NumberGrid(Tensor([[1, 2], [3, 4]]), name: "a"), NumberGrid([[5.5, nil]], name: "b")], signs: ["→"],
            title: "T", caption: "c", alternativeText: "two grids")
        #expect(labels(equation.svg) == ["T", "a", "1", "2", "3", "4", "→", "b", "5.5", "c"])
        #expect(equation.text == "T\n a        b\n 1  2  →  5.5    .\n 3  4\nc")
        expectSound(equation)
    }

    @Test func markedSquaresAreInBracketsInTheTerminal() {
        let grid = NumberGrid(Tensor([[1, 2], [3, 4]]), marked: .init(rows: 0..<1, columns: 1..<2))
        #expect(GridEquation([grid], signs: [], alternativeText: "one").text == " 1 [2]\n 3  4")
    }

    @Test func aMarkedRegionCoversItsSquares() {
        let grid = NumberGrid(Tensor(zeros: [4, 4]), marked: .init(rows: 1..<3, columns: 2..<4))
        let region = elements(.region, of: GridEquation([grid], signs: [], alternativeText: "one")).first
        // Squares are 26 pixels; the grid is 104 wide in a picture 220 wide.
        #expect(region?.number("x") == 58.0 + 2 * 26)
        #expect(region?.number("y") == 4.0 + 26)
        #expect(region?.number("width") == 52 && region?.number("height") == 52)
    }

    @Test func namesCannotBreakOut() {
        expectSound(
            GridEquation(
                [NumberGrid([[.nan, .infinity]], name: hostile), NumberGrid([[1]])], signs: [hostile], title: hostile,
                caption: hostile, alternativeText: hostile))
    }

    @Test func aSignTooFewStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = GridEquation([NumberGrid([[1]]), NumberGrid([[1]])], signs: [], alternativeText: "two")
        }
        #expect(stop1.said("2 grids have 1 signs between them, but 0 were given."))
    }
}

import CNN
import Testing

@testable import Figures

struct HeatMapTests {
    @Test func cellsHaveTheColoursOfTheirNumbers() {
        let map = HeatMap([[0, 1], [2, 4]], showsNumbers: false, alternativeText: "four")
        let cells = elements(.cell, of: map)
        // 1/4 and 2/4 of the scale are the table's entries 64 and 128.
        #expect(cells.map { $0["fill"] } == ["#440154", "#3b528b", "#21918c", "#fde725"])
        #expect(cells.map { $0.number("x") } == [2, 50, 2, 50])
        #expect(cells.map { $0.number("y") } == [4, 4, 52, 52])
    }

    @Test func fewNumbersAreWrittenInTheirCells() {
        let map = HeatMap(Tensor([[1, 2.5], [-3, 4]]), alternativeText: "four")
        #expect(labels(map.svg) == ["1.0", "2.5", "−3.0", "4.0", "−3", "4"])
        #expect(map.text == " 1.0  2.5\n-3.0  4.0")
    }

    @Test func manyNumbersAreNot() {
        let map = HeatMap(Tensor(zeros: [20, 30]), alternativeText: "nothing")
        #expect(labels(map.svg) == ["0", "0"])
        expectSound(map)
    }

    @Test func rowsAndColumnsAreNamed() {
        let map = HeatMap(
            [[9, 1], [2, 8]], title: "Mistakes", rowLabels: ["cat", "dog"], columnLabels: ["cat", "dog"],
            rowAxis: "true", columnAxis: "predicted", alternativeText: "mistakes")
        #expect(
            labels(map.svg) == [
                "Mistakes", "cat", "dog", "9", "1", "2", "8", "cat", "dog", "true", "predicted", "1", "9",
            ])
        #expect(map.text == "Mistakes\n    cat dog\ncat   9   1\ndog   2   8\nrows: true\ncolumns: predicted")
    }

    @Test func signedColoursReachAsFarToEitherSide() {
        #expect(HeatMap([[-1, 3]], palette: .signed, alternativeText: "two").scale == -3...3)
    }

    @Test func whatIsNoFiniteNumberIsCrossedOut() {
        let rows = [[0.0, .nan, 1], [.infinity, -.infinity, 0.5]]
        let plain = HeatMap(rows, showsNumbers: false, alternativeText: "six")
        #expect(elements(.cell, of: plain).count == 3)
        #expect(labels(plain.svg).last == "× no finite number: 3")
        #expect(plain.scale == 0...1)
        let numbered = HeatMap(rows, alternativeText: "six")
        #expect(labels(numbered.svg).prefix(6) == ["0.0", "nan", "1.0", "inf", "−inf", "0.5"])
        expectSound(HeatMap([[Double.nan]], alternativeText: "nothing"))
        expectSound(HeatMap([[-1.7e308, 1.7e308]], alternativeText: "too far"))
    }

    @Test func aWideMapIsShadesInTheTerminal() {
        let map = HeatMap([(0..<30).map { Double($0) }], alternativeText: "rising")
        let shades = "············░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓████████████"
        #expect(map.text == shades + "\n0 ·░▒▓█ 29")
        let huge = HeatMap(Tensor(zeros: [300, 300]), alternativeText: "nothing")
        #expect(huge.text.hasSuffix("0 ·░▒▓█ 0; one of 4 rows and columns"))
        expectSound(huge)
    }

    @Test func labelsCannotBreakOut() {
        let map = HeatMap(
            [[1]], title: hostile, rowLabels: [hostile], columnLabels: [hostile], rowAxis: hostile, columnAxis: hostile,
            alternativeText: hostile)
        expectSound(map)
        #expect(labels(map.svg).contains("</text><script>alert(\"1\")</script> & 'x' �[31m �drow �� a b"))
    }

    @Test func nothingToShowStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = HeatMap([[Double]](), alternativeText: "none")
        }
        #expect(stop1.said("A heat map needs at least one row with at least one number."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = HeatMap(Tensor([1, 2, 3]), alternativeText: "a vector")
        }
        #expect(stop2.said("shape [rows, columns], with at least one number, but was given the shape [3]."))
        let stop3 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = HeatMap([[1, 2], [3]], alternativeText: "ragged")
        }
        #expect(stop3.said("The rows of a heat map need one length, but they have [2, 1] numbers."))
        let stop4 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = HeatMap([[1]], alternativeText: " ")
        }
        #expect(stop4.said("A figure needs an alternative text"))
    }
}

import Testing

@testable import Figures

struct TableTests {
    @Test func columnsOfNumbersAreSetToTheRight() {
        let table = Table(
            ["layer", "parameters"], [["conv1", "156"], ["conv2", "2,416"]], alternativeText: "Two layers")
        #expect(
            table.text == "Two layers\nlayer  parameters\n─────  ──────────\nconv1         156\nconv2       2,416")
        #expect(table.svg.isEmpty)
        #expect(table.data?.rows.count == 2)
    }

    @Test func longCellsAreCut() {
        let table = Table(["a", "b"], [[String(repeating: "x", count: 100), "y"]], alternativeText: hostile)
        #expect(table.text.split(separator: "\n").allSatisfy { columns(String($0)) <= 76 })
    }

    @Test func aShortRowStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Table(["a", "b"], [["1"]], alternativeText: "short")
        }
        #expect(stop1.said("The rows of a table are as long as its header, 2, but one has 1 cells."))
    }
}

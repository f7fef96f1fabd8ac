import Testing

@testable import Figures

struct DataTableTests {
    @Test func aTableIsLinesOfCellsWithTabsBetween() {
        let table = DataTable(header: ["a\tb", "c"], rows: [["1", "x\ny"]])
        #expect(table.tabSeparated == "a b\tc\n1\tx y")
    }

    @Test func aHeatMapsTableHasItsLabels() {
        let map = HeatMap(
            [[1, 2.5]], rowLabels: ["cat"], columnLabels: ["x", "y"], rowAxis: "true", columnAxis: "predicted",
            alternativeText: "two")
        #expect(map.data == DataTable(header: ["true / predicted", "x", "y"], rows: [["cat", "1", "2.5"]]))
        #expect(
            HeatMap([[Int]](repeating: [Int](repeating: 0, count: 30), count: 30), alternativeText: "many").data == nil)
    }

    @Test func linesWithTheSameXShareRows() {
        let plot = LinePlot([Series("a", [1, 2]), Series("b", [3, 4])], xAxis: "epoch", alternativeText: "two")
        #expect(plot.data == DataTable(header: ["epoch", "a", "b"], rows: [["0", "1", "3"], ["1", "2", "4"]]))
    }

    @Test func linesWithTheirOwnXHaveRowsOfTheirOwn() {
        let plot = LinePlot(
            [Series("a", [1]), Series("b", x: [5], y: [4])], yAxis: "cost", alternativeText: "two")
        #expect(plot.data == DataTable(header: ["line", "x", "cost"], rows: [["a", "0", "1"], ["b", "5", "4"]]))
    }

    @Test func ofManyPointsSomeAreListed() {
        let data = LinePlot((0..<1000).map { $0 }, alternativeText: "rising").data
        #expect(data?.header == ["x (one of 10)", "y"])
        #expect(data?.rows.count == 100)
        #expect(data?.rows[1] == ["10", "10"])
    }

    @Test(
        arguments: [(1.0 / 3, "0.333333"), (61_706, "61706"), (1e-9, "1.000e-9"), (.nan, "nan"), (0.5, "0.5")]
            as [(Double, String)])
    func numbersHaveSixDigitsAtMost(x: Double, text: String) {
        #expect(written(x) == text)
    }
}

import CNN
import Testing

@testable import Figures

struct BarChartTests {
    @Test func lengthsAreInProportion() {
        let bars = elements(.bar, of: BarChart(["a", "b", "c"], [10, 5, 0], alternativeText: "three"))
        let widths = bars.compactMap { $0.number("width") }
        #expect(abs(widths[1] - widths[0] / 2) < 0.01)
        #expect(widths[2] == 0)
        #expect(Set(bars.map { $0["x"] }).count == 1)
    }

    @Test func negativeBarsGoTheOtherWay() {
        let bars = elements(.bar, of: BarChart(["a", "b"], Tensor([-2, 2]), alternativeText: "two"))
        let ends = bars.map { ($0.number("x")!, $0.number("x")! + $0.number("width")!) }
        #expect(abs(ends[0].1 - ends[1].0) < 0.01)
        #expect(abs((ends[0].1 - ends[0].0) - (ends[1].1 - ends[1].0)) < 0.02)
    }

    @Test func labelsAndValuesAreWritten() {
        let chart = BarChart(
            ["conv1", "conv2"], [156, 2_416], title: "Sizes", axis: "parameters", alternativeText: "two")
        #expect(labels(chart.svg) == ["Sizes", "conv1", "156", "conv2", "2,416", "parameters"])
        #expect(chart.data?.rows == [["conv1", "156"], ["conv2", "2416"]])
    }

    @Test func barsAreBlocksInTheTerminal() {
        // 76 columns without label (1), value (2) and two blanks leave 71.
        let chart = BarChart(["a", "b"], [10, 5], alternativeText: "two")
        #expect(
            chart.text == "a " + String(repeating: "█", count: 71) + " 10\nb " + String(repeating: "█", count: 36)
                + " 5")
    }

    @Test func groupsAndWhatIsNotFinite() {
        let chart = BarChart(
            ["one", hostile], [Series("x", [1, Double.nan]), Series(hostile, [-Double.infinity, 0])], title: hostile,
            axis: hostile, alternativeText: hostile)
        expectSound(chart)
        #expect(labels(chart.svg).contains("nan"))
        #expect(labels(chart.svg).contains("−inf"))
        expectSound(BarChart(["a"], [0], alternativeText: "nothing"))
    }

    @Test func aValueTooManyStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BarChart(["a"], [1, 2], alternativeText: "two")
        }
        #expect(stop1.said("A bar chart of 1 labels takes as many values, but was given 2."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BarChart([], [Int](), alternativeText: "none")
        }
        #expect(stop2.said("A bar chart needs at least one bar."))
    }
}

import Testing

@testable import Figures

struct ScatterPlotTests {
    @Test func eachGroupHasAColourAndAShape() {
        let groups = (0..<7).map { Series("\($0)", x: [$0, $0 + 1], y: [0, 1]) }
        let marks = elements(.markers, of: ScatterPlot(groups, alternativeText: "seven"))
        // A sample in the legend and a path with all points, for each.
        #expect(marks.count == 14)
        #expect(Set(marks.map { ($0["fill"] ?? "") + ($0["stroke"] ?? "") }).count == 7)
    }

    @Test func pointsStandWhereTheyBelong() {
        let plot = ScatterPlot(x: [0, 10], y: [0, 10], alternativeText: "two")
        let lines = plot.text.split(separator: "\n")
        #expect(lines[0].hasSuffix("•") && lines[0].hasPrefix("10 ┤"))
        #expect(lines[15] == " 0 ┤•")
    }

    @Test func whatIsNotFiniteIsCounted() {
        let plot = ScatterPlot(
            [Series(hostile, x: [1, Double.nan, 3], y: [1, 2, Double.infinity])], title: hostile, xAxis: hostile,
            yAxis: hostile, joined: true, alternativeText: hostile)
        expectSound(plot)
        #expect(labels(plot.svg).last == "points that are not finite: 2")
    }

    @Test func noPointsStopWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ScatterPlot([], alternativeText: "none")
        }
        #expect(stop1.said("A scatter plot needs at least one group of points."))
    }
}

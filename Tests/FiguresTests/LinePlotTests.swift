import CNN
import Testing

@testable import Figures

struct LinePlotTests {
    /// Ticks 0, 2, … 10 and labels of three characters give a plot from x = 12 + …; the places follow from the axes
    /// alone.
    @Test func pointsStandWhereTheAxesPutThem() throws {
        let plot = LinePlot([0, 10, 5], alternativeText: "up and down")
        let line = try #require(elements(.line, of: plot).first)
        let ticks = try #require(elements(.axis, of: plot).first?["d"])
        // The axis runs along the bottom: "M left bottom H right …".
        let numbers = ticks.dropFirst().prefix { $0 != "M" }.split { " H".contains($0) }.compactMap { Double($0) }
        let (left, bottom, right) = (numbers[0], numbers[1], numbers[2])
        // 0, 10 and 5 on an axis from 0 to 10, 240 high; x at the start, the middle and the end.
        let places = [(left, bottom), ((left + right) / 2, bottom - 240), (right, bottom - 120)]
        let expected = places.map { "\(decimal($0.0, 1)) \(decimal($0.1, 1))" }.joined(separator: "L")
        #expect(line["d"] == "M" + expected)
    }

    @Test func axesAndSeriesAreNamed() {
        let plot = LinePlot(
            [Series("plain", [1, 2]), Series("residual", [1, 4])], title: "Two nets", xAxis: "epoch", yAxis: "error",
            alternativeText: "two lines")
        #expect(
            labels(plot.svg) == [
                "Two nets", "plain", "residual", "1", "2", "3", "4", "0", "1", "epoch", "error",
            ])
        expectSound(plot)
    }

    /// Three crosses, as the second of a scatter plot's groups has them, at the places where the line would bend.
    @Test func pointsMayStandWithoutALine() throws {
        let line = Series("mean", [0, 4, 2])
        let joined = LinePlot([line, Series("measured", [1, 4, 0])], alternativeText: "two lines")
        let single = LinePlot([line, Series("measured", [1, 4, 0]).points], alternativeText: "a line and points")
        let places = try #require(elements(.line, of: joined).last?["d"])
        #expect(elements(.line, of: single).count == 1)
        let crosses = try #require(elements(.markers, of: single).last?["d"])
        let corners = crosses.split(separator: "M").map {
            $0.split { " l".contains($0) }.prefix(2).compactMap { Double($0) }
        }
        let bends = places.dropFirst().split(separator: "L").map { $0.split(separator: " ").compactMap { Double($0) } }
        #expect(corners.count == 3)
        for (corner, bend) in zip(corners, bends) {
            #expect(zip(corner, bend).allSatisfy { abs($1 - $0 - 3.4) < 0.11 })
        }
        expectSound(single)
        #expect(LinePlot(line, alternativeText: "one").svg == LinePlot([line], alternativeText: "one").svg)
    }

    @Test func linesDifferInColourAndDashes() {
        let series = (1...4).map { Series("\($0)", [0, $0]) }
        let lines = elements(.line, of: LinePlot(series, alternativeText: "four"))
        #expect(
            lines.map { $0["stroke"] } == [
                "var(--figure-1, #0072B2)", "var(--figure-2, #D55E00)", "var(--figure-3, #009E73)",
                "var(--figure-4, #CC79A7)",
            ])
        #expect(Set(lines.map { $0["stroke-dasharray"] }).count == 4)
    }

    @Test func whatIsNoFiniteNumberLeavesAGapAndAMark() {
        let plot = LinePlot([1, 2, Double.nan, .nan, 3, .infinity, 4, -.infinity], alternativeText: "gaps")
        let lines = elements(.line, of: plot)
        #expect(lines.count == 1)
        // 1 to 2 is a line, 3 and 4 are points by themselves.
        #expect(lines[0]["d"]?.filter { $0 == "M" }.count == 3)
        #expect(lines[0]["d"]?.filter { $0 == "L" }.count == 1)
        let marks = elements(.gap, of: plot).compactMap { $0["d"] }
        #expect(marks.map { $0.contains("l8 8") } == [true, false, false])
        expectSound(plot)
        expectSound(LinePlot([Double.nan, .infinity], logarithmicY: true, alternativeText: "nothing to see"))
        expectSound(LinePlot([1.7e308, -1.7e308, 1e299], alternativeText: "too far"))
        expectSound(
            LinePlot([Series("", x: [Double.nan, .infinity, 1], y: [1, 2, 3])], alternativeText: "x is missing"))
    }

    @Test func zeroHasNoPlaceOnALogarithmicAxis() {
        let plot = LinePlot([1, 0, 100], logarithmicY: true, alternativeText: "gap")
        #expect(plot.axes.y.range == 1...100)
        #expect(elements(.gap, of: plot).contains { $0["d"]?.hasSuffix("v10l-4 -5m4 5l4 -5") == true })
    }

    @Test func aLineIsCutAtTheRangeAskedFor() throws {
        // From 0 up to 4 within 0…2: the line ends half way.
        let plot = LinePlot(Tensor([0, 4]), yRange: 0...2, alternativeText: "cut")
        let line = try #require(elements(.line, of: plot).first?["d"])
        let places = line.dropFirst().split { " L".contains($0) }.compactMap { Double($0) }
        let right = PlotArea.width - 8
        #expect(places[3] == places[1] - 240)
        #expect(abs(places[2] - (places[0] + right) / 2) <= 0.1)
    }

    @Test func ofVeryManyPointsTheExtremesAreKept() throws {
        var values = (0..<50_000).map { $0 % 2 == 0 ? 1.0 : 2.0 }
        values[30_001] = 10
        values[40_000] = .nan
        let plot = LinePlot(values, alternativeText: "noise with a spike")
        let line = try #require(elements(.line, of: plot).first?["d"])
        #expect(line.utf8.count < 30_000)
        // The spike reaches the top of the plot, which begins at 10 under no title; the gap is there.
        #expect(line.contains(" 10.0L"))
        #expect(line.filter { $0 == "M" }.count == 2)
    }

    @Test func aSeriesIsValuesOrPointsOrAFunction() {
        #expect(Series("s", [Float(0.5), 1], startingAt: 1).x == [1, 2])
        #expect(Series("s", Tensor([3, 4])).y == [3, 4])
        #expect(Series("s", over: 0...2) { $0 * $0 }.y.last == 4)
        #expect(Series("s", of: relu, over: -1...1).y.first == 0)
        #expect(Series("s", of: relu, over: -1...1).x.count == 201)
    }

    @Test func oneLineIsBrailleInTheTerminal() {
        let lines = LinePlot([0, 1], title: "Up", xAxis: "step", alternativeText: "up").text.split(separator: "\n")
        #expect(lines[0] == "Up")
        #expect(lines[1].hasPrefix("1.0 ┤"))
        #expect(lines[1].hasSuffix("⡠⠔⠊⠉") || lines[1].hasSuffix("⠤⠒⠉") || lines[1].hasSuffix("⠉"))
        #expect(lines[16].hasPrefix("0.0 ┤⣀"))
        #expect(lines[17].hasPrefix("    └┬───"))
        #expect(lines.last?.split(separator: " ") == ["step"])
    }

    @Test func severalLinesHaveMarksInTheTerminal() {
        let plot = LinePlot([Series("low", [0, 0]), Series("high", [2, 2])], alternativeText: "two")
        let lines = plot.text.split(separator: "\n")
        #expect(lines[0] == "• low   + high")
        #expect(lines[1] == "2.0 ┤" + String(repeating: "+", count: 71))
        #expect(lines[16] == "0.0 ┤" + String(repeating: "•", count: 71))
    }

    @Test func labelsCannotBreakOut() {
        expectSound(
            LinePlot(
                [Series(hostile, [1, 2]), Series(hostile, [2, 1])], title: hostile, xAxis: hostile, yAxis: hostile,
                alternativeText: hostile))
    }

    @Test func nothingToShowStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LinePlot([Series](), alternativeText: "none")
        }
        #expect(stop1.said("A line plot needs at least one series."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LinePlot([Series("a", [Double]())], alternativeText: "none")
        }
        #expect(stop2.said("at least one point a series, but \"a\" has none."))
        let stop3 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Series("a", x: [1], y: [1, 2])
        }
        #expect(stop3.said("A series needs as many x as y, but \"a\" has 1 and 2."))
        let stop4 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LinePlot([1], logarithmicY: true, yRange: 0...1, alternativeText: "none")
        }
        #expect(stop4.said("A logarithmic axis needs a range above 0"))
    }
}

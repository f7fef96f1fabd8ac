import Testing

@testable import Figures

struct ContourPlotTests {
    @Test func linesLieAtTheirHeight() {
        // On a plane the height is linear, so the crossings are exact: x + 2y = 1.
        let contours = Contours(x: 0...2, y: 0...1, steps: 10) { x, y in x + 2 * y }
        let segments = contours.segments(at: 1)
        #expect(!segments.isEmpty)
        for segment in segments {
            #expect(abs(segment.start.x + 2 * segment.start.y - 1) < 1e-12)
            #expect(abs(segment.end.x + 2 * segment.end.y - 1) < 1e-12)
        }
    }

    @Test func aSaddleIsCrossedByTwoLines() {
        let contours = Contours(x: -1...1, y: -1...1, steps: 1) { x, y in x * y }
        #expect(contours.segments(at: 0).count == 2)
    }

    @Test func levelsPartTheAreaEvenly() {
        // Heights 0…10 eleven times each: the quarters lie at 2, 5 and 8 of the sorted list.
        let contours = Contours(x: 0...10, y: 0...10, steps: 10) { x, _ in x }
        #expect(contours.levels(3) == [2, 5, 8])
        #expect(Contours(x: 0...1, y: 0...1) { _, _ in 3 }.levels(5).isEmpty)
    }

    @Test func pathsAreMarkedAndNamed() {
        let plot = ContourPlot(
            x: -1...1, y: -1...1, levels: [0.5],
            paths: [Series("a", x: [0, 0.5], y: [0, 0.5]), Series(hostile, x: [5], y: [5])],
            title: hostile, xAxis: hostile, yAxis: hostile, alternativeText: hostile
        ) { x, y in x * x + y * y }
        expectSound(plot)
        #expect(labels(plot.svg).contains("0.5"))
        // No line goes through the letters.
        let marks = plot.drawing.marks
        let line = marks.lastIndex { $0.role == .contour }, height = marks.lastIndex { $0.markup.contains(">0.5<") }
        #expect(line != nil && height.map { $0 > line! } == true)
        #expect(plot.data?.rows.count == 3)
    }

    @Test func holesAndFlatLandAreDrawn() {
        expectSound(ContourPlot(x: -1...1, y: -1...1, alternativeText: "flat") { _, _ in 1 })
        expectSound(ContourPlot(x: -1...1, y: -1...1, alternativeText: "a pole") { x, y in 1 / (x * x + y * y) })
        expectSound(ContourPlot(x: -1...1, y: -1...1, alternativeText: "nothing") { _, _ in .nan })
    }

    @Test func aRangeWithoutLengthStopsWithASentence() async {
        let stop = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ContourPlot(x: 1...1, y: 0...1, alternativeText: "a line") { _, _ in 0 }
        }
        #expect(stop.said("An axis needs a range of finite numbers that has a length"))
    }
}

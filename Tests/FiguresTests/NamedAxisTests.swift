import Testing

@testable import Figures

struct NamedAxisTests {
    /// One mark a little to the left of the middle of "moved", one in the middle of "mirrored".
    let plot = LinePlot(
        [Series("digits", x: [0.9, 2], y: [0.25, 0.5]).points, Series("clothes", x: [0, 1], y: [0, 1]).points],
        xAxis: "training", xLabels: ["as they are", "moved", "mirrored"], yAxis: "share", alternativeText: "four marks")

    /// Three columns of one width have their middles at one, three and five sixths of the axis.
    @Test func eachNameIsInTheMiddleOfItsColumn() {
        let axis = plot.axes.x
        #expect(axis.ticks.map(\.label) == ["as they are", "moved", "mirrored"])
        let places = axis.ticks.compactMap { axis.position(of: $0.value) }
        #expect(zip(places, [1.0 / 6, 3.0 / 6, 5.0 / 6]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func aPictureHasTheNamesInPlaceOfNumbers() {
        #expect(
            labels(plot.svg) == [
                "digits", "clothes", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "as they are", "moved", "mirrored",
                "training", "share",
            ])
        expectSound(plot)
    }

    @Test func theTerminalAndTheTableHaveThemToo() {
        let words = plot.text.split(separator: "\n").suffix(2).map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words == ["as they are moved mirrored", "training"])
        #expect(
            plot.data?.rows == [
                ["digits", "moved", "0.25"], ["digits", "mirrored", "0.5"], ["clothes", "as they are", "0"],
                ["clothes", "moved", "1"],
            ])
    }

    @Test func aPointOutsideTheColumnsStops() async {
        let below = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LinePlot([Series("lost", x: [-0.5], y: [1])], xLabels: ["one", "two"], alternativeText: "one")
        }
        #expect(below.said("The columns with names are x = 0 to 1, but a point of \"lost\" is outside them."))
        let above = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LinePlot([Series("lost", x: [1.5], y: [1])], xLabels: ["one", "two"], alternativeText: "one")
        }
        #expect(above.said("outside them"))
    }
}

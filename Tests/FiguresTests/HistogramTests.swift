import CNN
import Testing

@testable import Figures

struct HistogramTests {
    @Test func numbersAreCountedWhereTheyFall() {
        // Intervals [0, 1), [1, 2), [2, 3), [3, 4].
        let histogram = Histogram(
            [0, 0.5, 1, 1.9, 1.5, 4, 3, -1, 5, .nan, .infinity], bins: 4, range: 0...4, alternativeText: "counts")
        #expect(histogram.counts == [2, 3, 0, 2])
        #expect(histogram.outside == 4)
        #expect(histogram.data?.rows[1] == ["1", "2", "3"])
        #expect(labels(histogram.svg).last == "outside or no finite number: 4")
    }

    @Test func barsAreAsHighAsTheirCounts() {
        let bars = elements(.bar, of: Histogram([1, 2, 2, 2], bins: 2, alternativeText: "one and three"))
        #expect(bars.count == 2)
        #expect(abs(bars[1].number("height")! - 3 * bars[0].number("height")!) < 0.05)
    }

    @Test func allNumbersMayBeTheSame() {
        let histogram = Histogram(Tensor(repeating: 3, shape: [2, 2]), bins: 3, alternativeText: "all threes")
        #expect(histogram.counts == [0, 4, 0])
        expectSound(histogram)
        expectSound(Histogram([Double.nan], title: hostile, xAxis: hostile, alternativeText: hostile))
    }

    @Test func noNumbersStopWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Histogram([Float](), alternativeText: "none")
        }
        #expect(stop1.said("A histogram needs at least one number."))
    }
}

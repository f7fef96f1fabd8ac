import Testing

@testable import Figures

struct AxisTests {
    @Test(
        arguments: [
            (0.0, 10.0, ["0", "2", "4", "6", "8", "10"]),
            (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            (0.12, 0.37, ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35", "0.40"]),
            (-3, 7, ["-4", "-2", "0", "2", "4", "6", "8"]),
            (0, 61_706, ["0", "20,000", "40,000", "60,000", "80,000"]),
            (0, 0.00002, ["0", "0.5·10⁻⁵", "1.0·10⁻⁵", "1.5·10⁻⁵", "2.0·10⁻⁵"]),
            (0, 138_357_544, ["0", "0.5·10⁸", "1.0·10⁸", "1.5·10⁸"]),
            (5, 5, ["2", "3", "4", "5", "6", "7", "8"]),
            (0, 0, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        ] as [(Double, Double, [String])])
    func ticksAreOneTwoOrFiveTimesAPowerOfTen(low: Double, high: Double, labels: [String]) {
        #expect(Axis(linear: low...high).ticks.map(\.label) == labels)
    }

    @Test func anAxisThatEndsAtItsDataHasItsTicksInside() {
        let axis = Axis(linear: 0.3...4.1, end: .atData)
        #expect(axis.ticks.map(\.value) == [1, 2, 3, 4])
        #expect(axis.range == 0.3...4.1)
        #expect(axis.position(of: 0.3) == 0)
        #expect(axis.position(of: 4.1) == 1)
    }

    @Test func wholeNumbersHaveNoTicksBetweenThem() {
        #expect(Axis(linear: 0...2, count: 7, end: .atData, wholeNumbers: true).ticks.map(\.label) == ["0", "1", "2"])
    }

    @Test func aLogarithmicAxisHasPowersOfTenInEqualSteps() {
        let axis = Axis(logarithmic: 0.002...70)
        #expect(axis.ticks.map(\.label) == ["0.001", "0.01", "0.1", "1", "10", "100"])
        #expect(abs(axis.position(of: 0.1)! - 0.4) < 1e-12)
        #expect(axis.position(of: 0) == nil)
        #expect(axis.position(of: -1) == nil)
    }

    @Test func aShortLogarithmicAxisHasTwosAndFives() {
        #expect(Axis(logarithmic: 0.3...4).ticks.map(\.label) == ["0.2", "0.5", "1", "2", "5"])
    }

    @Test func aLongLogarithmicAxisSkipsPowers() {
        let labels = Axis(logarithmic: 1e-30...1).ticks.map(\.label)
        #expect(labels.first == "10⁻³⁰")
        #expect(labels.count <= 8)
    }

    @Test(arguments: AxisTests.extremeRanges)
    func extremeRangesEndWell(range: ClosedRange<Double>) {
        let axis = Axis(linear: range)
        #expect(axis.ticks.count <= 50)
        #expect(axis.range.lowerBound <= range.lowerBound && axis.range.upperBound >= range.upperBound)
        #expect(axis.range.lowerBound < axis.range.upperBound)
    }

    static let extremeRanges: [ClosedRange<Double>] = [
        -1e299...1e299, 1e-300...2e-300, 1e15...1e15 + 1, 1...1.0000000000000002,
        -Double.leastNonzeroMagnitude...Double.leastNonzeroMagnitude,
    ]
}

import CNN
import Testing

@testable import Figures

struct NumberTextTests {
    @Test(
        arguments: [
            (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1.005, 1, "1.0"), (-2.5, 0, "-3"), (0.05, 3, "0.050"),
            (999.999, 2, "1000.00"),
            (.nan, 2, "nan"), (-.infinity, 2, "-inf"), (1e300, 2, "1e+300"),
        ] as [(Double, Int, String)])
    func aNumberHasTheDigitsAskedFor(x: Double, digits: Int, text: String) {
        #expect(decimal(x, digits) == text)
    }

    @Test(
        arguments: [
            (0.00015, 1, "1.5e-4"), (9.96, 1, "1.0e1"), (-120_000, 2, "-1.20e5"), (0, 1, "0.0"),
            (.leastNonzeroMagnitude, 0, "5e-324"),
        ] as [(Double, Int, String)])
    func aVerySmallNumberHasAnExponent(x: Double, digits: Int, text: String) {
        #expect(scientific(x, digits) == text)
    }

    @Test(
        arguments: [
            ([1.0, 20, 300], "300"), ([0.5, 1], "1.0"), ([1.0 / 3], "0.333"), ([12.345], "12.3"), ([123.456], "123"),
            ([Double(Float(0.1))], "0.1"), ([0.00001], "1e-5"), ([4_000_000], "4000000"),
        ] as [([Double], String)])
    func theNumbersOfAFigureHaveAsFewDigitsAsSayEnough(numbers: [Double], last: String) {
        #expect(NumberStyle(for: numbers).text(numbers.last!) == last)
    }

    @Test(
        arguments: [(1.0, 0), (1000, 3), (999.9, 2), (0.05, -2), (1e-7, -7), (2.5e20, 20), (0, 0)] as [(Double, Int)])
    func theFirstDigitsExponentIsExact(x: Double, exponent: Int) {
        #expect(decimalExponent(x) == exponent)
    }

    @Test(arguments: [
        ("1234", "1,234"), ("999", "999"), ("12345", "12,345"), ("-1234567.25", "-1,234,567.25"), ("nan", "nan"),
    ])
    func thousandsHaveCommas(number: String, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(arguments: [(1.0, "1"), (0.126, "0.13"), (-0.5, "-0.5"), (100, "100")] as [(Double, String)])
    func placesHaveNoIdleDigits(x: Double, text: String) {
        #expect(coordinate(x) == text)
    }
}

import Testing

@testable import LessonKit

/// The digits of a number under a tolerance: as few as lie within it.
@Suite struct ToleranceTests {
    private func numeral(_ text: String) throws -> Numeral {
        let numeral = try #require(Numeral(startOf: Array(text.utf8)[...], after: nil))
        try #require(numeral.text == text)
        return numeral
    }

    @Test(arguments: [
        // 0.62 is off by 4.7e-3 of itself.
        ("0.6229016948897019", 1e-3, 0.0, "0.623"), ("123456789", 1e-3, 0, "1.235e8"), ("1000", 1e-3, 0, "1e3"),
        ("-0.0001234567", 1e-2, 0, "-0.000123"), ("1.23456e-07", 1e-3, 0, "1.235e-07"), ("0.00001", 0, 1e-3, "0"),
        ("64", 0.05, 0, "64"), ("+0.99999", 1e-3, 0, "+1"), ("−0.70012", 1e-3, 0, "−0.7"), ("12.0", 1e-3, 0, "12"),
        // Only 0.625, in the middle, is within 0.0044 of itself alone: 0.624 is as near to 0.62.
        ("0.6245", 0, 0.0044, "0.625"), ("0.30000000000000004", 0, 0, "0.3"), ("0", 0, 1e-3, "0"), ("7", 0, 0, "7"),
    ]) func theFewestDigitsAreWritten(_ text: String, _ relative: Double, _ absolute: Double, _ form: String) throws {
        let numbers = Comparison.Numbers.tolerance(relative: relative, absolute: absolute)
        #expect(try numeral(text).shortened(to: numbers) == form)
    }

    @Test(arguments: [
        ("0.623", 1e-3, 0.0, false, true), ("0.6230", 1e-3, 0, true, true), ("0.62", 1e-3, 0, false, false),
        ("0.00000", 0, 1e-6, false, false), ("0.000000", 0, 1e-6, true, true), ("0", 0, 1, false, true),
        ("64", 0.05, 0, false, true), ("60", 0.05, 0, true, true), ("6e1", 0.05, 0, false, false),
        ("1.235e8", 1e-3, 0, false, true), ("1.2350e8", 1e-3, 0, true, true),
    ]) func aNumberIsJudgedByItself(
        _ text: String, _ relative: Double, _ absolute: Double, _ isTooPrecise: Bool, _ mayChange: Bool
    ) throws {
        let numbers = Comparison.Numbers.tolerance(relative: relative, absolute: absolute)
        #expect(try numeral(text).isTooPrecise(for: numbers) == isTooPrecise)
        #expect(try numeral(text).mayChangeUnnoticed(numbers) == mayChange)
    }

    @Test func everyNumberHasAForm() throws {
        var random = SeededGenerator(seed: 14)
        func power(_ range: ClosedRange<Int>) -> Double {
            let exponent = Int.random(in: range, using: &random)
            return (Double("1e\(exponent)") ?? 0) * Double.random(in: 1...9.99, using: &random)
        }
        var longerForms = 0
        for index in 0..<10_000 {
            let value = power(-12...12) * (Bool.random(using: &random) ? 1 : -1)
            let text = index % 5 == 0 ? "\(Int(value))" : "\(value)"
            let numbers = Comparison.Numbers.tolerance(
                relative: index % 3 == 0 ? 0 : power(-10 ... -1) * 0.99, absolute: index % 3 == 1 ? 0 : power(-10...0))
            let actual = try numeral(text)
            let form = try numeral(actual.shortened(to: numbers))
            #expect(form.agrees(with: actual, numbers) && !form.isTooPrecise(for: numbers), "\(text) \(numbers)")
            // One more digit within the tolerance is one too many.
            guard !form.text.contains("e") else { continue }
            let longer = try numeral(form.text + (form.text.contains(".") ? "1" : ".1"))
            guard form.agrees(with: longer, numbers), longer.agrees(with: form, numbers) else { continue }
            longerForms += 1
            #expect(longer.isTooPrecise(for: numbers), "\(longer.text) \(numbers)")
        }
        #expect(longerForms > 3000)
    }

    @Test(arguments: [
        ("准确率0.93", "准确率0.9312"), ("−0.5", "−0.5012"), ("x≈0.3333", "x≈0.33333"), ("≤0.5", "≤0.5012"),
        ("(0.5)", "(0.5012)"),
        ("0.5%", "0.5012%"), ("µ0.5", "µ0.5012"), ("平均 0.5，", "平均 0.5012，"), ("“0.5”", "“0.5012”"),
        ("x-0.5", "x-0.5012"),
        ("0.0", "−0.04"),
    ]) func aNumberBesideAnyScriptIsANumber(_ expected: String, _ actual: String) {
        #expect(LinePattern(expected, numbers: .digits).matches(actual))
        #expect(
            !LinePattern(expected, numbers: .digits).matches(
                actual.replacing("5", with: "6").replacing("3", with: "4").replacing("04", with: "06")))
    }
}

import Testing

@testable import LessonKit

/// What a line of an expected output matches; by the contract in the README.
@Suite struct PatternTests {
    private func matches(_ expected: String, _ actual: String, _ comparison: Comparison = .exact) -> Bool {
        LinePattern(expected, numbers: comparison.numbers).matches(actual)
    }

    @Test func exactTextIsExact() {
        #expect(matches("[1, 2]", "[1, 2]"))
        #expect(!matches("[1, 2]", "[1, 3]"))
        #expect(!matches("1.0", "1.00"))
        // One character for Swift, two spellings: not the same text.
        #expect(!matches("\u{E9}", "e\u{301}"))
    }

    @Test func dotsStandForAnyText() {
        #expect(matches("took ... ms", "took 12 ms"))
        #expect(matches("... and ...", "this and that"))
        #expect(matches("a...", "a"))
        #expect(!matches("a...c", "abd"))
        #expect(matches("wait\\...", "wait..."))
        #expect(!matches("wait\\...", "wait for it"))
    }

    @Test(arguments: [
        // At most half a unit of the last digit written.
        ("0.33", "0.3333333", true), ("0.33", "0.335", true), ("0.33", "0.3351", false), ("0.33", "0.325", true),
        ("0.33", "0.3249", false), ("2.50e-3", "0.0025", true), ("2.50e-3", "2.506e-3", false),
        ("1.5e10", "15400000000", true),
        ("1.5e10", "15600000000", false), ("0.0", "-0.0", true), ("0.00", "-0.004", true), ("-1.5", "1.5", false),
        ("1.0", "nan", false), ("nan", "nan", true), ("inf", "-inf", false),
        // Whole numbers are counts and names.
        ("7", "7.0", false), ("7", "8", false), ("conv1 0.5", "conv1 0.52", true), ("conv1 0.5", "conv2 0.5", false),
        ("v1.5 is", "v1.6 is", false),
        // Blanks before a number only line it up.
        ("[ 9.99, 1.0]", "[10.01,  1.0]", false), ("[9.99]", "[ 9.991]", true), ("a b", "a  b", false),
    ]) func approximateNumbersAgreeToTheDigitsWritten(_ expected: String, _ actual: String, _ agree: Bool) {
        #expect(matches(expected, actual, Comparison(numbers: .digits)) == agree)
    }

    @Test func aNumberAndDotsGoTogether() {
        #expect(matches("loss ... after 0.25 s", "loss 3 of 4 after 0.2503 s", Comparison(numbers: .digits)))
        #expect(!matches("... 2.5", "x 12.5", Comparison(numbers: .digits)))
    }

    @Test func manyDotsEnd() {
        // A matcher that tries every way would need longer than anyone waits.
        let pattern = String(repeating: "a...", count: 30) + "b"
        #expect(!matches(pattern, String(repeating: "a", count: 5000)))
    }
}

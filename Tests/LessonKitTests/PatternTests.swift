import Testing

@testable import LessonKit

/// What a line of an expected output matches, according to the lesson format.
@Suite struct PatternTests {
    private func matches(_ expected: String, _ actual: String, _ comparison: Comparison = .exact) -> Bool {
        LinePattern(expected, numbers: comparison.numbers).matches(actual)
    }

    @Test func exactTextIsExact() {
        #expect(matches("[1, 2]", "[1, 2]"))
        #expect(!matches("[1, 2]", "[1, 3]"))
        #expect(!matches("1.0", "1.00"))
        // This is one character for Swift but spelled in two ways, so the texts differ.
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
        // Blanks before a number only align it.
        ("[ 9.99, 1.0]", "[10.01,  1.0]", false), ("[9.99]", "[ 9.991]", true), ("a b", "a  b", false),
    ]) func approximateNumbersAgreeToTheDigitsWritten(_ expected: String, _ actual: String, _ agree: Bool) {
        #expect(matches(expected, actual, Comparison(numbers: .digits)) == agree)
    }

    @Test func aNumberAndDotsGoTogether() {
        #expect(matches("loss ... after 0.25 s", "loss 3 of 4 after 0.2503 s", Comparison(numbers: .digits)))
        #expect(!matches("... 2.5", "x 12.5", Comparison(numbers: .digits)))
    }

    /// Compared with a matcher that tries every way.
    @Test func dotsMatchWhateverTheyCan() {
        func tries(_ pattern: Substring, _ text: Substring) -> Bool {
            guard let first = pattern.first else { return text.isEmpty }
            if first == "*" {
                return text.indices.contains { tries(pattern.dropFirst(), text[$0...]) }
                    || tries(pattern.dropFirst(), "")
            }
            return first == text.first && tries(pattern.dropFirst(), text.dropFirst())
        }
        func words(_ letters: [String], upTo count: Int) -> [String] {
            (0..<count).reduce(into: [""]) { words, _ in
                words += words.flatMap { word in letters.map { word + $0 } }
            }
        }
        let texts = Set(words(["a", "b"], upTo: 5))
        var count = 0
        for pattern in Set(words(["a", "b", "*"], upTo: 5)) {
            // Two adjacent stars would give four or more dots, which mean something else.
            guard !pattern.contains("**") else { continue }
            for text in texts {
                let isMatch = tries(pattern[...], text[...])
                #expect(matches(pattern.replacing("*", with: "..."), text) == isMatch, "\(pattern) \(text)")
                let lines = (
                    pattern.replacing("*", with: "…").map { $0 == "…" ? "..." : "\($0)" }, text.map { "\($0)" }
                )
                let difference = Difference.between(
                    lines.0.map { $0 + "\n" }.joined(), lines.1.map { $0 + "\n" }.joined(), .exact)
                #expect((difference == nil) == isMatch, "\(pattern) \(text)")
                count += 1
            }
        }
        #expect(count > 5000)
    }

    @Test(arguments: [
        (String(repeating: "a...", count: 30) + "b", "a", 5000),
        ("..." + String(repeating: "a", count: 1000), "a", 100_000),
        ("..." + String(repeating: "a", count: 50_000) + "b...", "a", 1_000_000),
    ]) func manyDotsEnd(_ pattern: String, _ letter: String, _ count: Int) {
        // A matcher that tries every way would come to no end, and one that tries each place would look at each letter as
        // often as the pattern is long. Ours looks at none more than a few times.
        var comparisons = 0
        let parts = pattern.replacing("...", with: "…").map { $0 == "…" ? nil : Letter($0) { comparisons += 1 } }
        _ = wildcardMatch(
            parts, Array(repeating: Character(letter), count: count), isWildcard: { $0 == nil }, key: { $0 }
        ) {
            comparisons += 1
            return $0?.letter == $1
        }
        #expect(comparisons < 6 * (parts.count + count), "\(comparisons)")
        // Lines are matched as letters are.
        _ = matches(pattern, String(repeating: letter, count: count))
        let lines = pattern.replacing("...", with: "…").map { $0 == "…" ? "...\n" : "\($0)\n" }.joined()
        _ = Difference.between(lines, String(repeating: "\(letter)\n", count: count), .exact)
    }

    /// A letter of a pattern, which tells of each comparison with another.
    private struct Letter: Equatable {
        let letter: Character
        let compares: () -> Void
        init(_ letter: Character, compares: @escaping () -> Void) { (self.letter, self.compares) = (letter, compares) }
        static func == (left: Letter, right: Letter) -> Bool {
            left.compares()
            return left.letter == right.letter
        }
    }
}

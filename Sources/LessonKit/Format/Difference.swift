import TerminalText
/// How an actual output differs from the expected one, line by line.
public struct Difference: Equatable, Sendable {
    /// How a line of one output relates to the other.
    enum Line: Equatable {
        /// An expected line and the actual one that matches it.
        case same(expected: Int, actual: Int)
        /// A `...` and the lines for which it stands.
        case skipped(expected: Int, actual: Range<Int>)
        case changed(expected: Int, actual: Int)
        case missing(expected: Int)
        case unexpected(actual: Int, before: Int)

        var isSame: Bool { if case .same = self { true } else { false } }
    }

    let expected: [String]
    let actual: [String]
    let lines: [Line]
    private let numbers: Comparison.Numbers
    /// How far the numbers are off; nil if more than numbers differs.
    let numericDifference: NumericDifference?

    /// Compares an output with the expected text; nil if it matches.
    static func between(_ expected: String, _ actual: String, _ comparison: Comparison) -> Difference? {
        let patterns = expected.outputLines.map { LinePattern($0.withoutSignsOfNaN, numbers: comparison.numbers) }
        let isTokenized = !patterns.allSatisfy { $0.isLiteral || $0.isEllipsis }
        let actual = actual.outputLines.map {
            ActualLine($0.withoutSignsOfNaN, numbers: comparison.numbers, isTokenized: isTokenized)
        }
        let lines: [Line]
        if comparison.isUnordered {
            lines = UnorderedMatching(patterns: patterns, actual: actual).lines
            guard !lines.allSatisfy(\.isSame) else { return nil }
        } else {
            let isMatch = wildcardMatch(
                patterns, actual, isWildcard: \.isEllipsis, key: { $0.isLiteral ? ExactText($0.text) : nil },
                matches: { $0.matches($1) })
            guard !isMatch else { return nil }
            lines = Alignment(patterns: patterns, actual: actual).lines
        }
        let texts = actual.map(\.text)
        return Difference(
            expected: patterns.map(\.text), actual: texts, lines: lines, numbers: comparison.numbers,
            numericDifference: NumericDifference(lines, patterns, texts, comparison.numbers))
    }

    /// The index of the first expected line that does not match, and the byte in it at which the actual line differs.
    var firstMismatch: (line: Int, byte: Int) {
        for line in lines {
            switch line {
            case .same, .skipped: continue
            case .changed(let expected, let actual):
                return (expected, self.expected[expected].exactPrefix(commonWith: self.actual[actual]).utf8.count)
            case .missing(let expected), .unexpected(_, let expected): return (expected, 0)
            }
        }
        return (0, 0)
    }

    /// The text that the output block should hold: lines that match stay as the author wrote them.
    var updatedText: String {
        lines.compactMap { line -> String? in
            switch line {
            case .same(let expected, _), .skipped(let expected, _): self.expected[expected]
            case .changed(let expected, let actual): written(self.actual[actual], over: self.expected[expected])
            case .unexpected(let actual, _): written(self.actual[actual], over: "")
            case .missing: nil
            }
        }.map { $0 + "\n" }.joined()
    }

    /// An actual line as the block should hold it, in which each number that agrees stays as the author wrote it.
    private func written(_ actual: String, over expected: String) -> String {
        var pairs = (LinePattern(expected, numbers: numbers).numeralPairs(in: actual) ?? [])[...]
        return actual.replacingBytes("...", with: "\\...").replacingNumerals { numeral in
            guard let pair = pairs.popFirst(), pair.expected.agrees(with: numeral, numbers) else {
                return numeral.shortened(to: numbers)
            }
            return pair.expected.text
        }
    }
}

/// The alignment of expected with actual lines that has the fewest edits.
private struct Alignment {
    let patterns: [LinePattern]
    let actual: [ActualLine]
    private(set) var lines: [Difference.Line] = []

    /// With more pairs of lines than this, only the lines before the first difference are aligned.
    private static let limit = 1_000_000

    /// The costs of edits. A changed line costs less than a missing and an unexpected line, and less than a missing
    /// line in whose place a `...` matches.
    private static let missing = 4, unexpected = 2, changed = 3

    init(patterns: [LinePattern], actual: [ActualLine]) {
        self.patterns = patterns
        self.actual = actual
        var start = 0
        while start < patterns.count, start < actual.count, !patterns[start].isEllipsis,
            patterns[start].matches(actual[start])
        {
            lines.append(.same(expected: start, actual: start))
            start += 1
        }
        if (patterns.count - start) * (actual.count - start) <= Self.limit {
            align(from: start)
        } else {
            lines += (start..<patterns.count).map { .missing(expected: $0) }
            lines += (start..<actual.count).map { .unexpected(actual: $0, before: patterns.count) }
        }
    }

    private mutating func align(from start: Int) {
        let rows = patterns.count - start, columns = actual.count - start
        // costs[i][j] is the least cost of making the expected lines from i on match the actual ones from j on.
        var costs = Array(repeating: Array(repeating: 0, count: columns + 1), count: rows + 1)
        var matches = Array(repeating: Array(repeating: false, count: columns), count: rows)
        for i in (0...rows).reversed() {
            for j in (0...columns).reversed() where i < rows || j < columns {
                guard i < rows else {
                    costs[i][j] = costs[i][j + 1] + Self.unexpected
                    continue
                }
                let isEllipsis = patterns[start + i].isEllipsis
                var best = costs[i + 1][j] + (isEllipsis ? 0 : Self.missing)
                if j < columns {
                    best = min(best, costs[i][j + 1] + (isEllipsis ? 0 : Self.unexpected))
                    matches[i][j] = !isEllipsis && patterns[start + i].matches(actual[start + j])
                    if !isEllipsis { best = min(best, costs[i + 1][j + 1] + (matches[i][j] ? 0 : Self.changed)) }
                }
                costs[i][j] = best
            }
        }
        var (i, j) = (0, 0)
        while i < rows || j < columns {
            if i < rows, patterns[start + i].isEllipsis {
                let first = j
                while j < columns, costs[i][j] < costs[i + 1][j] { j += 1 }
                lines.append(.skipped(expected: start + i, actual: start + first..<start + j))
                i += 1
            } else if i < rows, j < columns, costs[i][j] == costs[i + 1][j + 1] + (matches[i][j] ? 0 : Self.changed) {
                lines.append(
                    matches[i][j]
                        ? .same(expected: start + i, actual: start + j)
                        : .changed(expected: start + i, actual: start + j))
                i += 1
                j += 1
            } else if i < rows, costs[i][j] == costs[i + 1][j] + Self.missing {
                lines.append(.missing(expected: start + i))
                i += 1
            } else {
                lines.append(.unexpected(actual: start + j, before: start + i))
                j += 1
            }
        }
    }
}

extension Substring {
    /// The text with `nan` for each `-nan`: processors differ in which of the two an operation gives.
    fileprivate var withoutSignsOfNaN: String {
        guard contains("-nan") else { return String(self) }
        return String(replacing(/(^|[^\w.])-nan\b/) { "\($0.1)nan" })
    }
}

extension String {
    /// The lines of an output, without blanks at their ends; the last line may lack its line end.
    var outputLines: [Substring] {
        guard !isEmpty else { return [] }
        var lines = split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last == "" { lines.removeLast() }
        return lines.map { line in
            var line = line
            while let last = line.utf8.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
                line = Substring(line.utf8.dropLast())
            }
            return line
        }
    }
}

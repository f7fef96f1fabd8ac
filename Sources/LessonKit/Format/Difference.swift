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
    private let order: Comparison.Order
    /// The expected lines as they are written, with blanks at their ends and signs of `nan`.
    private let written: [Substring]
    /// How far the numbers are off; nil if more than numbers differs.
    let numericDifference: NumericDifference?

    /// Compares an output with the expected text; nil if it matches.
    static func between(_ expected: String, _ actual: String, _ comparison: Comparison) -> Difference? {
        let patterns = expected.outputLines.map { LinePattern($0.withoutSignsOfNaN, numbers: comparison.numbers) }
        let isTokenized = !patterns.allSatisfy { $0.isLiteral || $0.isEllipsis }
        let actual = actual.outputLines.map {
            ActualLine($0.withoutSignsOfNaN, numbers: comparison.numbers, isTokenized: isTokenized)
        }
        guard let lines = comparison.order.rules.lines(patterns, actual) else { return nil }
        let texts = actual.map(\.text)
        return Difference(
            expected: patterns.map(\.text), actual: texts, lines: lines, numbers: comparison.numbers,
            order: comparison.order, written: expected.linesOfOutput,
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

    /// The text that the output block should hold: lines that match stay as the author wrote them, and so do the dots
    /// and the numbers that still match in a line that does not.
    var updatedText: String {
        let paired =
            order.rules.leavesLinesUnpaired
            ? Self.pairingLeftovers(lines, expected.map { LineWords($0) }, actual) : lines
        return paired.compactMap { line -> String? in
            switch line {
            case .same(let expected, _), .skipped(let expected, _): String(written[expected])
            case .changed(let expected, let actual):
                LinePattern(self.expected[expected], numbers: numbers).rewritten(as: self.actual[actual])
            case .unexpected(let actual, _):
                LinePattern("", numbers: numbers).rewritten(as: self.actual[actual])
            case .missing: nil
            }
        }.map { $0 + "\n" }.joined()
    }

    /// More leftover lines than this are not paired.
    private static let leftoverLimit = 500

    /// The lines of an unordered comparison in which each missing line is paired with the unexpected one most like it;
    /// other comparisons have paired them already.
    private static func pairingLeftovers(_ lines: [Line], _ expected: [LineWords], _ actual: [String]) -> [Line] {
        var places: [Int: Int] = [:]
        for (place, line) in lines.enumerated() {
            if case .unexpected(let actual, before: expected.count) = line { places[actual] = place }
        }
        var lines = lines
        guard places.count <= leftoverLimit else { return lines }
        var taken: Set<Int> = []
        for index in lines.indices {
            guard case .missing(let missing) = lines[index] else { continue }
            let likeness = places.keys.filter { !taken.contains($0) }.sorted().map {
                (actual: $0, words: expected[missing].likeness(to: LineWords(actual[$0])))
            }
            guard let best = likeness.max(by: { $0.words < $1.words }), best.words > 0 else { continue }
            taken.insert(best.actual)
            lines[index] = .changed(expected: missing, actual: best.actual)
        }
        return lines.filter { if case .unexpected(let actual, _) = $0 { !taken.contains(actual) } else { true } }
    }
}

extension Substring {
    /// The text with `nan` for each `-nan`: processors differ in which of the two an operation gives.
    var withoutSignsOfNaN: String {
        guard contains("-nan") else { return String(self) }
        return String(replacing(/(^|[^\w.])-nan\b/) { "\($0.1)nan" })
    }
}

extension String {
    /// The lines of an output, without blanks at their ends; the last line may lack its line end.
    var outputLines: [Substring] {
        linesOfOutput.map { line in
            var line = line
            while let last = line.utf8.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
                line = Substring(line.utf8.dropLast())
            }
            return line
        }
    }

    /// The lines of an output as they are; the last line may lack its line end.
    var linesOfOutput: [Substring] {
        guard !isEmpty else { return [] }
        var lines = split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

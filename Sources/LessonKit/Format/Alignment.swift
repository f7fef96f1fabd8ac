/// The alignment of expected with actual lines that has the fewest edits.
struct Alignment {
    private let patterns: [LinePattern]
    private let actual: [ActualLine]
    private let words: [LineWords], actualWords: [LineWords]
    private(set) var lines: [Difference.Line] = []

    /// With more pairs of lines than this, the lines are first divided where one occurs once in both outputs.
    static let limit = 16_000_000

    /// The costs of edits. A changed line costs less than a missing and an unexpected line, and less than a missing
    /// line in whose place a `...` matches. A line changed into one with the same words costs less still.
    private static let missing: Int32 = 16, unexpected: Int32 = 8, changed: Int32 = 12

    /// How expected lines relate to actual ones in the same order; nil if all match.
    static func lines(of patterns: [LinePattern], and actual: [ActualLine]) -> [Difference.Line]? {
        let isMatch = wildcardMatch(
            patterns, actual, isWildcard: \.isEllipsis, key: { $0.isLiteral ? ExactText($0.text) : nil },
            matches: { $0.matches($1) })
        return isMatch ? nil : Alignment(patterns: patterns, actual: actual).lines
    }

    init(patterns: [LinePattern], actual: [ActualLine]) {
        self.patterns = patterns
        self.actual = actual
        words = patterns.map { LineWords($0.text) }
        actualWords = actual.map { LineWords($0.text) }
        align(patterns.indices, actual.indices)
    }

    /// Aligns some lines: those at the beginning and the end that match first, then the others between them.
    private mutating func align(_ expected: Range<Int>, _ others: Range<Int>) {
        var (expected, others) = (expected, others)
        while let first = expected.first, let other = others.first, !patterns[first].isEllipsis,
            patterns[first].matches(actual[other])
        {
            lines.append(.same(expected: first, actual: other))
            (expected, others) = (expected.dropFirst(), others.dropFirst())
        }
        var end: [Difference.Line] = []
        while let last = expected.last, let other = others.last, !patterns[last].isEllipsis,
            patterns[last].matches(actual[other])
        {
            end.append(.same(expected: last, actual: other))
            (expected, others) = (expected.dropLast(), others.dropLast())
        }
        if expected.isEmpty {
            lines += others.map { .unexpected(actual: $0, before: expected.lowerBound) }
        } else if expected.count * others.count <= Self.limit {
            alignCheaply(expected, others)
        } else {
            divide(expected, others)
        }
        lines += end.reversed()
    }

    private mutating func alignCheaply(_ expected: Range<Int>, _ others: Range<Int>) {
        let rows = expected.count, columns = others.count, width = columns + 1
        // costs[i * width + j] is the least cost of making the expected lines from i on match the others from j on.
        var costs = Array(repeating: Int32(0), count: (rows + 1) * width)
        var changes = Array(repeating: UInt8(0), count: rows * columns)
        for j in (0..<columns).reversed() { costs[rows * width + j] = costs[rows * width + j + 1] + Self.unexpected }
        for i in (0..<rows).reversed() {
            let pattern = patterns[expected.lowerBound + i]
            let isEllipsis = pattern.isEllipsis
            costs[i * width + columns] = costs[(i + 1) * width + columns] + (isEllipsis ? 0 : Self.missing)
            for j in (0..<columns).reversed() {
                var best = costs[(i + 1) * width + j] + (isEllipsis ? 0 : Self.missing)
                best = min(best, costs[i * width + j + 1] + (isEllipsis ? 0 : Self.unexpected))
                if !isEllipsis {
                    let change = change(pattern, expected.lowerBound + i, others.lowerBound + j)
                    changes[i * columns + j] = UInt8(change)
                    best = min(best, costs[(i + 1) * width + j + 1] + change)
                }
                costs[i * width + j] = best
            }
        }
        var (i, j) = (0, 0)
        while i < rows || j < columns {
            let (line, other) = (expected.lowerBound + i, others.lowerBound + j)
            let cost = costs[i * width + j]
            if i < rows, patterns[line].isEllipsis {
                let first = j
                while j < columns, costs[i * width + j] < costs[(i + 1) * width + j] { j += 1 }
                lines.append(.skipped(expected: line, actual: others.lowerBound + first..<others.lowerBound + j))
                i += 1
            } else if i < rows, j < columns,
                cost == costs[(i + 1) * width + j + 1] + Int32(changes[i * columns + j])
            {
                lines.append(
                    changes[i * columns + j] == 0
                        ? .same(expected: line, actual: other) : .changed(expected: line, actual: other))
                i += 1
                j += 1
            } else if i < rows, cost == costs[(i + 1) * width + j] + Self.missing {
                lines.append(.missing(expected: line))
                i += 1
            } else {
                lines.append(.unexpected(actual: other, before: line))
                j += 1
            }
        }
    }

    /// The cost of pairing two lines.
    private func change(_ pattern: LinePattern, _ line: Int, _ other: Int) -> Int32 {
        pattern.matches(actual[other]) ? 0 : Self.changed - Int32(words[line].likeness(to: actualWords[other]))
    }

    /// Aligns more lines than can be compared each with each: between lines that occur once in both outputs, and
    /// otherwise in parts of the same length.
    private mutating func divide(_ expected: Range<Int>, _ others: Range<Int>) {
        let anchors = commonLines(expected, others)
        guard !anchors.isEmpty else { return pairInOrder(expected, others) }
        var (start, otherStart) = (expected.lowerBound, others.lowerBound)
        for anchor in anchors {
            align(start..<anchor.expected, otherStart..<anchor.actual)
            lines.append(.same(expected: anchor.expected, actual: anchor.actual))
            (start, otherStart) = (anchor.expected + 1, anchor.actual + 1)
        }
        align(start..<expected.upperBound, otherStart..<others.upperBound)
    }

    /// Pairs of lines that match, each the only one with its beginning up to the first dots, in the same order in both
    /// outputs and as many as possible. The digits after a decimal point may differ.
    private func commonLines(_ expected: Range<Int>, _ others: Range<Int>) -> [(expected: Int, actual: Int)] {
        let texts = others.map { (text: Array(actual[$0].text.withoutFractions.utf8), index: $0) }
            .sorted { $0.text.lexicographicallyPrecedes($1.text) }
        /// The only line with this beginning.
        func line(beginningWith start: [UInt8], isWhole: Bool) -> Int? {
            var (low, high) = (0, texts.count)
            while low < high {
                let middle = (low + high) / 2
                if texts[middle].text.lexicographicallyPrecedes(start) { low = middle + 1 } else { high = middle }
            }
            func fits(_ place: Int) -> Bool {
                guard texts.indices.contains(place) else { return false }
                return isWhole ? texts[place].text == start : texts[place].text.starts(with: start)
            }
            return fits(low) && !fits(low + 1) ? texts[low].index : nil
        }
        let beginnings = expected.filter { !patterns[$0].isEllipsis }.map { index in
            let text = patterns[index].text
            let start = text.firstRange(of: "...")?.lowerBound ?? text.endIndex
            return (
                index: index, start: Array(String(text[..<start]).withoutFractions.utf8),
                isWhole: start == text.endIndex
            )
        }
        let known = Dictionary(grouping: beginnings, by: \.start)
        let pairs = beginnings.compactMap { beginning -> (expected: Int, actual: Int)? in
            guard !beginning.start.isEmpty, known[beginning.start]?.count == 1,
                let other = line(beginningWith: beginning.start, isWhole: beginning.isWhole),
                patterns[beginning.index].matches(actual[other])
            else { return nil }
            return (beginning.index, other)
        }
        return pairs.longestIncreasing(by: \.actual)
    }

    /// Pairs lines of equal distance from the beginning; if there are dots, those after the last ones from the end. Dots
    /// stand for what is left, and each line that matches stays.
    private mutating func pairInOrder(_ expected: Range<Int>, _ others: Range<Int>) {
        let first = expected.first { patterns[$0].isEllipsis } ?? expected.upperBound
        let last = expected.last { patterns[$0].isEllipsis } ?? expected.upperBound - 1
        var (line, other) = (expected.lowerBound, others.lowerBound)
        func pair(upTo end: Int, _ otherEnd: Int) {
            while line < end, other < otherEnd {
                let isSame = patterns[line].matches(actual[other])
                lines.append(
                    isSame ? .same(expected: line, actual: other) : .changed(expected: line, actual: other))
                (line, other) = (line + 1, other + 1)
            }
            lines += (line..<end).map { .missing(expected: $0) }
            line = end
        }
        let tail = expected.upperBound - last - 1
        let otherTail =
            first == expected.upperBound ? others.upperBound : max(others.upperBound - tail, others.lowerBound)
        pair(upTo: first, otherTail)
        if first < expected.upperBound {
            // Between two dots, each line has the first place where it matches, as far as all searches together may go.
            var steps = Self.limit
            while line <= last {
                let start = other
                let next = line + 1
                if patterns[line].isEllipsis {
                    if line == last {
                        other = otherTail
                    } else if !patterns[next].isEllipsis {
                        let found = (other..<min(otherTail, other + steps)).first { patterns[next].matches(actual[$0]) }
                        steps -= (found ?? otherTail) - other
                        steps = max(steps, 0)
                        other = found ?? other
                    }
                    lines.append(.skipped(expected: line, actual: start..<other))
                } else if other < otherTail, patterns[line].matches(actual[other]) {
                    lines.append(.same(expected: line, actual: other))
                    other += 1
                } else {
                    lines.append(.missing(expected: line))
                }
                line = next
            }
            pair(upTo: expected.upperBound, others.upperBound)
        }
        lines += (other..<others.upperBound).map { .unexpected(actual: $0, before: expected.upperBound) }
    }
}

extension String {
    /// The text with the digits after each decimal point left out.
    fileprivate var withoutFractions: String {
        var bytes: [UInt8] = []
        var isFraction = false
        for byte in utf8 {
            let isDigit = byte &- 48 < 10
            if isFraction && isDigit { continue }
            isFraction = byte == UInt8(ascii: ".") && (bytes.last.map { $0 &- 48 < 10 } ?? false)
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Array {
    /// The longest part of the elements, in their order, whose keys increase.
    fileprivate func longestIncreasing(by key: (Element) -> Int) -> [Element] {
        // For each length, the index of the element with the least key that ends such a part.
        var ends: [Int] = []
        var previous = [Int?](repeating: nil, count: count)
        for index in indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if key(self[ends[middle]]) < key(self[index]) { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var longest: [Element] = []
        var next = ends.last
        while let index = next {
            longest.append(self[index])
            next = previous[index]
        }
        return longest.reversed()
    }
}

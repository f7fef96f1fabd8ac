/// A piece of what a cell printed.
public struct OutputPiece: Equatable, Sendable {
    /// The text.
    public var text: String
    /// Whether the output block promises it; false for digits beyond those that the block writes, and for what `...`
    /// matched.
    public var isPromised: Bool

    init(_ text: some StringProtocol, isPromised: Bool = true) {
        (self.text, self.isPromised) = (String(text), isPromised)
    }
}

extension ExpectedOutput {
    /// An output that the block allows, in pieces, each line with its end; nil for any other output.
    public func pieces(of output: String) -> [OutputPiece]? {
        let patterns = block.text.outputLines.map { LinePattern($0.withoutSignsOfNaN, numbers: comparison.numbers) }
        let lines = output.outputLines.map(\.withoutSignsOfNaN)
        guard let partners = partners(of: lines.map { ActualLine($0, numbers: comparison.numbers) }, among: patterns)
        else {
            return nil
        }
        var pieces: [OutputPiece] = []
        for (line, partner) in zip(lines, partners) {
            pieces += partner.map { patterns[$0].pieces(of: line) } ?? [OutputPiece(line, isPromised: false)]
            pieces.append(OutputPiece("\n", isPromised: partner != nil))
        }
        return pieces.joined
    }

    /// For each line the pattern that it matches, nil where a line `...` matches it.
    private func partners(of lines: [ActualLine], among patterns: [LinePattern]) -> [Int?]? {
        guard comparison.order.rules.lines(patterns, lines) == nil else { return nil }
        var partners: [Int?] = lines.map { _ in nil }
        if comparison.order == .any {
            for case .same(let expected, let actual) in UnorderedMatching(patterns: patterns, actual: lines).lines {
                partners[actual] = expected
            }
            return partners
        }
        let runs = patterns.indices.split(omittingEmptySubsequences: false) { patterns[$0].isEllipsis }
        var start = 0
        for (number, run) in runs.enumerated() {
            let isLast = number == runs.count - 1
            func fits(_ start: Int) -> Bool {
                start + run.count <= lines.count && zip(run, lines[start...]).allSatisfy { patterns[$0].matches($1) }
            }
            // As early as possible, except the last run, which ends the output.
            guard
                let place = number == 0
                    ? 0 : isLast ? lines.count - run.count : (start...lines.count).first(where: fits)
            else { return nil }
            for (offset, pattern) in run.enumerated() { partners[place + offset] = pattern }
            start = place + run.count
        }
        return partners
    }
}

extension LinePattern {
    /// A line that matches, in pieces.
    fileprivate func pieces(of actual: String) -> [OutputPiece] {
        if isLiteral { return [OutputPiece(actual)] }
        let line = TokenizedLine(of: actual, numbers: numbers, isPattern: false, keepsStarts: true)
        let pairs = TokenAlignment(pattern: self, actual: line)
        let bytes = Array(actual.utf8)
        var isOpen = Array(repeating: false, count: bytes.count)
        for range in pairs.spans.values where !range.isEmpty {
            for byte in line.starts[range.lowerBound]..<line.starts[range.upperBound] { isOpen[byte] = true }
        }
        for (token, partner) in zip(tokens, pairs.partners) {
            guard case .number(let expected) = token, let partner, case .number(let index) = line.tokens[partner] else {
                continue
            }
            for byte in line.numerals[Int(index)].bytes(beyond: numerals[Int(expected)], numbers) {
                isOpen[line.starts[partner] + byte] = true
            }
        }
        var pieces: [OutputPiece] = []
        var start = 0
        while start < bytes.count {
            let end = isOpen[start...].firstIndex { $0 != isOpen[start] } ?? bytes.count
            pieces.append(OutputPiece(String(decoding: bytes[start..<end], as: UTF8.self), isPromised: !isOpen[start]))
            start = end
        }
        return pieces
    }
}

extension Numeral {
    /// The bytes of the number that stand for digits which come after the last one of the number that was expected.
    fileprivate func bytes(beyond expected: Numeral, _ numbers: Comparison.Numbers) -> Range<Int> {
        let count = expected.digits.exponent - digits.exponent
        guard count > 0, expected.tolerance(numbers) != nil else { return 0..<0 }
        let bytes = Array(text.utf8)
        let end = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.count
        var start = end, left = count
        while start > 0, left > 0, bytes[start - 1] &- 48 < 10 || bytes[start - 1] == UInt8(ascii: ".") {
            start -= 1
            if bytes[start] != UInt8(ascii: ".") { left -= 1 }
        }
        // A point with nothing promised after it belongs to what comes after it.
        if start > 0, bytes[start - 1] == UInt8(ascii: ".") { start -= 1 }
        return start..<end
    }
}

extension [OutputPiece] {
    /// The pieces, with those joined that follow each other and are both promised, or both not.
    fileprivate var joined: [OutputPiece] {
        reduce(into: []) { pieces, piece in
            if let last = pieces.last, last.isPromised == piece.isPromised {
                pieces[pieces.count - 1].text += piece.text
            } else {
                pieces.append(piece)
            }
        }
    }
}

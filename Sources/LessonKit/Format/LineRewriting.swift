extension LinePattern {
    /// An actual line as the block should hold it: dots and numbers of this line that still match stay.
    func rewritten(as actual: String) -> String {
        let line = TokenizedLine(of: actual, numbers: numbers, isPattern: false, keepsStarts: true)
        let pairs = TokenAlignment(pattern: self, actual: line)
        let dots = pairs.ranges(ofDotsIn: self).filter { pairs.areBoundaries($0, of: line, in: actual) }
        let kept = pairs.numerals(of: self, in: line)
        let new = line.numerals.enumerated().map { kept[$0] ?? $1.shortened(to: numbers) }
        if !dots.isEmpty, pairs.keepsAWord(of: self) {
            let text = text(of: actual, line, dots: dots, new)
            let pattern = LinePattern(text, numbers: numbers)
            let isComplete = pattern.tokens.count { $0 == .wildcard } == dots.count
            if isComplete, !pattern.isEllipsis, !pattern.hasNumberTouchingEllipsis, pattern.matches(actual) {
                return text
            }
        }
        let text = text(of: actual, line, dots: [], new)
        return LinePattern(text, numbers: numbers).matches(actual) ? text : cautiouslyRewritten(actual, line, new)
    }

    /// More numbers of a line than this are not tried one by one.
    private static let triedNumbers = 200

    /// The actual line with only those new numbers with which it still matches: a number may become part of a version or
    /// another text, as `1` in `1.n4` does when it is written as `1.0`.
    private func cautiouslyRewritten(_ actual: String, _ line: TokenizedLine, _ new: [String]) -> String {
        var texts = line.numerals.map(\.text)
        for index in texts.indices.prefix(Self.triedNumbers) where !texts[index].isExactly(new[index]) {
            let old = texts[index]
            texts[index] = new[index]
            let text = text(of: actual, line, dots: [], texts)
            if !LinePattern(text, numbers: numbers).matches(actual) { texts[index] = old }
        }
        return text(of: actual, line, dots: [], texts)
    }

    /// The actual line with dots for some ranges of its tokens, and with other texts for its numbers.
    private func text(of actual: String, _ line: TokenizedLine, dots: [Range<Int>], _ new: [String]) -> String {
        let bytes = Array(actual.utf8)
        var text = ""
        var next = 0
        func append(upTo end: Int) {
            var numerals = line.tokens[next..<end].compactMap { token -> Int? in
                if case .number(let index) = token { Int(index) } else { nil }
            }[...]
            let start = line.starts[next]
            let piece = String(decoding: bytes[start..<line.starts[end]], as: UTF8.self)
            text += piece.replacingBytes("...", with: "\\...").replacingNumerals(
                after: start > 0 ? bytes[start - 1] : nil
            ) {
                numerals.popFirst().map { new[$0] } ?? $0.text
            }
        }
        for range in dots {
            append(upTo: range.lowerBound)
            text += "..."
            next = range.upperBound
        }
        append(upTo: line.tokens.count)
        return text
    }
}

/// The alignment of a pattern's tokens with the tokens of a line, which it need not match as a whole.
struct TokenAlignment {
    /// For each token of the pattern, the actual token that it matches.
    private(set) var partners: [Int?]
    /// For each dots of the pattern, the range of actual tokens for which they stand.
    private(set) var spans: [Int: Range<Int>] = [:]
    private let actualCount: Int

    /// With more pairs of tokens than this, only the beginning and the end of the line are aligned.
    private static let limit = 16_000_000
    private static let missing: Int32 = 4, unexpected: Int32 = 2, changed: Int32 = 3

    private enum Step: UInt8 {
        case same, changed, missing, unexpected, dotsEnd, dotsGoOn
    }

    init(pattern: LinePattern, actual: TokenizedLine) {
        let (tokens, others) = (pattern.tokens, actual.tokens)
        partners = Array(repeating: nil, count: tokens.count)
        actualCount = others.count
        var start = 0
        while start < min(tokens.count, others.count), tokens[start] != .wildcard,
            pattern.matches(tokens[start], others[start], of: actual)
        {
            partners[start] = start
            start += 1
        }
        var end = tokens.count, otherEnd = others.count
        while end > start, otherEnd > start, tokens[end - 1] != .wildcard,
            pattern.matches(tokens[end - 1], others[otherEnd - 1], of: actual)
        {
            end -= 1
            otherEnd -= 1
            partners[end] = otherEnd
        }
        let rows = end - start, columns = otherEnd - start
        guard rows > 0, rows * columns <= Self.limit else { return }
        var steps = Array(repeating: Step.unexpected.rawValue, count: (rows + 1) * (columns + 1))
        // costs[j] is the least cost of making the tokens before row i match the first j others.
        var costs = (0...columns).map { Int32($0) * Self.unexpected }
        for i in 1...rows {
            let token = tokens[start + i - 1]
            var diagonal = costs[0]
            let row = i * (columns + 1)
            costs[0] += token == .wildcard ? 0 : Self.missing
            steps[row] = (token == .wildcard ? Step.dotsEnd : .missing).rawValue
            for j in stride(from: 1, through: columns, by: 1) {
                let above = costs[j]
                var best: (cost: Int32, step: Step)
                if token == .wildcard {
                    best = above <= costs[j - 1] ? (above, .dotsEnd) : (costs[j - 1], .dotsGoOn)
                } else {
                    let other = others[start + j - 1]
                    best =
                        pattern.matches(token, other, of: actual)
                        ? (diagonal, .same)
                        : (diagonal + (token.isLike(other) ? Self.changed : Self.missing + Self.unexpected), .changed)
                    if above + Self.missing < best.cost { best = (above + Self.missing, .missing) }
                    if costs[j - 1] + Self.unexpected < best.cost {
                        best = (costs[j - 1] + Self.unexpected, .unexpected)
                    }
                }
                diagonal = above
                costs[j] = best.cost
                steps[row + j] = best.step.rawValue
            }
        }
        var (i, j) = (rows, columns)
        var dotsEnd = columns
        var areDots = false
        while i > 0 || j > 0 {
            guard let step = Step(rawValue: steps[i * (columns + 1) + j]) else { return }
            if i > 0, tokens[start + i - 1] == .wildcard, !areDots { (dotsEnd, areDots) = (j, true) }
            switch step {
            case .same:
                partners[start + i - 1] = start + j - 1
                (i, j) = (i - 1, j - 1)
            case .changed: (i, j) = (i - 1, j - 1)
            case .missing: i -= 1
            case .unexpected, .dotsGoOn: j -= 1
            case .dotsEnd:
                spans[start + i - 1] = start + j..<start + dotsEnd
                areDots = false
                i -= 1
            }
        }
    }

    /// The actual tokens for which the dots still stand, because the tokens beside them match.
    func ranges(ofDotsIn pattern: LinePattern) -> [Range<Int>] {
        spans.sorted { $0.key < $1.key }.compactMap { index, range in
            let fitsBefore = index == 0 ? range.lowerBound == 0 : partners[index - 1] == range.lowerBound - 1
            let fitsAfter =
                index + 1 == partners.count
                ? range.upperBound == actualCount : partners[index + 1] == range.upperBound
            return fitsBefore && fitsAfter && (index == 0 || partners[index - 1] != nil) ? range : nil
        }
    }

    /// Whether a range of tokens begins and ends between two characters.
    func areBoundaries(_ range: Range<Int>, of line: TokenizedLine, in text: String) -> Bool {
        [range.lowerBound, range.upperBound].allSatisfy { token in
            let index = text.utf8.index(text.startIndex, offsetBy: line.starts[token])
            return index.samePosition(in: text.unicodeScalars) != nil
        }
    }

    /// The pattern's texts of the numbers that agree, by the indices of the actual ones.
    func numerals(of pattern: LinePattern, in line: TokenizedLine) -> [Int: String] {
        var kept: [Int: String] = [:]
        for (index, partner) in partners.enumerated() {
            guard let partner, case .number(let expected) = pattern.tokens[index],
                case .number(let actual) = line.tokens[partner]
            else { continue }
            kept[Int(actual)] = pattern.numerals[Int(expected)].text
        }
        return kept
    }

    /// Whether a whole word of the pattern is in the actual line too. A line without any is another line, and dots that
    /// stood for part of the old one say nothing about it. A pattern without words needs no more than another sign.
    func keepsAWord(of pattern: LinePattern) -> Bool {
        let words = pattern.tokens.indices.split { !pattern.tokens[$0].isPartOfWord }
        let signs = pattern.tokens.indices.filter { pattern.tokens[$0] != .wildcard && !pattern.tokens[$0].isBlank }
        if signs.isEmpty { return true }
        if words.isEmpty { return signs.contains { partners[$0] != nil } }
        return words.contains { word in
            zip(word, word.dropFirst()).allSatisfy { first, second in
                partners[first].map { partners[second] == $0 + 1 } ?? false
            } && word.first.map { partners[$0] != nil } == true
        }
    }
}

extension Token {
    fileprivate var isBlank: Bool { self == .gap || self == .byte(UInt8(ascii: " ")) || self == .byte(9) }

    fileprivate var isPartOfWord: Bool {
        switch self {
        case .byte(let byte): byte >= 128 || byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_")
        case .number: true
        case .gap, .wildcard: false
        }
    }

    /// Whether one token may have become the other: both part of words, both blank, or both signs.
    fileprivate func isLike(_ other: Token) -> Bool {
        isNumber == other.isNumber && isBlank == other.isBlank && isPartOfWord == other.isPartOfWord
    }
}

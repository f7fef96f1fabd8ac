/// One line of an expected output, ready to be compared: `...` stands for any text, `\...` for three dots.
struct LinePattern {
    /// The line as it is written.
    let text: String
    private let tokenized: TokenizedLine
    let numbers: Comparison.Numbers
    /// Whether it matches only its own text.
    let isLiteral: Bool

    init(_ text: some StringProtocol, numbers: Comparison.Numbers) {
        self.text = String(text)
        self.numbers = numbers
        tokenized = TokenizedLine(of: text, numbers: numbers, isPattern: true)
        isLiteral =
            numbers == .exact && tokenized.tokens.count == text.utf8.count && !tokenized.tokens.contains(.wildcard)
    }

    /// Whether the line stands for any number of whole lines.
    var isEllipsis: Bool { text.utf8.drop { $0 == UInt8(ascii: " ") }.elementsEqual("...".utf8) }

    /// The line in tokens.
    var tokens: [Token] { tokenized.tokens }

    /// Whether a token of this line matches one of an actual line.
    func matches(_ expected: Token, _ token: Token, of actual: TokenizedLine) -> Bool {
        switch (expected, token) {
        case (.number(let i), .number(let j)):
            tokenized.numerals[Int(i)].agrees(with: actual.numerals[Int(j)], numbers)
        case (.byte(UInt8(ascii: " ")), .gap): true
        default: expected == token
        }
    }

    func matches(_ actual: ActualLine) -> Bool {
        if isLiteral { return text.utf8.elementsEqual(actual.text.utf8) }
        let actual = actual.tokenized ?? TokenizedLine(of: actual.text, numbers: numbers, isPattern: false)
        return wildcardMatch(tokenized.tokens, actual.tokens, isWildcard: { $0 == .wildcard }, key: \.byte) {
            matches($0, $1, of: actual)
        }
    }

    func matches(_ actual: some StringProtocol) -> Bool { matches(ActualLine(actual, numbers: numbers)) }

    /// Whether a number that is compared by value touches a `...`, so that its end is ambiguous.
    var hasNumberTouchingEllipsis: Bool {
        let endsAtDots = zip(tokenized.tokens, tokenized.tokens.dropFirst()).contains { $0.isNumber && $1 == .wildcard }
        guard numbers != .exact, text.containsBytes("...") else { return false }
        return endsAtDots || text.replacingBytes("\\...", with: "").beginsNumberAfterEllipsis
    }

    /// The numbers that are compared by value.
    var numerals: [Numeral] { tokenized.numerals }

    /// The numbers of this line paired with those of an actual line; nil if the lines differ in more than their
    /// numbers.
    func numeralPairs(in actual: some StringProtocol) -> [(expected: Numeral, actual: Numeral)]? {
        let actual = TokenizedLine(of: actual, numbers: numbers, isPattern: false)
        guard !tokenized.tokens.contains(.wildcard), tokenized.tokens.count == actual.tokens.count,
            zip(tokenized.tokens, actual.tokens).allSatisfy({ $0.isNumber && $1.isNumber || $0 == $1 })
        else {
            return nil
        }
        return Array(zip(tokenized.numerals, actual.numerals))
    }
}

/// A line that a program printed, ready to be compared with many patterns.
struct ActualLine {
    let text: String
    /// Nil if the text is enough, or if it is compared only once.
    fileprivate let tokenized: TokenizedLine?

    init(_ text: some StringProtocol, numbers: Comparison.Numbers, isTokenized: Bool = false) {
        self.text = String(text)
        tokenized = isTokenized ? TokenizedLine(of: text, numbers: numbers, isPattern: false) : nil
    }
}

/// Whether a pattern matches a whole sequence, where a wildcard matches any run of elements. Elements of the pattern
/// with the same key match the same elements; those with different keys match no element in common.
func wildcardMatch<Pattern, Element, Key: Equatable>(
    _ pattern: [Pattern], _ elements: [Element], isWildcard: (Pattern) -> Bool, key: (Pattern) -> Key?,
    matches: (Pattern, Element) -> Bool
) -> Bool {
    func matchesRun(_ run: ArraySlice<Pattern>, _ start: Int) -> Bool {
        zip(run, elements[start...]).allSatisfy(matches)
    }
    guard pattern.contains(where: isWildcard) else {
        return pattern.count == elements.count && matchesRun(pattern[...], 0)
    }
    let runs = pattern.split(omittingEmptySubsequences: false, whereSeparator: isWildcard)
    var start = runs[0].count
    let end = elements.count - runs[runs.count - 1].count
    guard start <= end, matchesRun(runs[0], 0), matchesRun(runs[runs.count - 1], end) else { return false }
    // Each of the other runs is matched as early as possible, which leaves most room for the runs after it.
    for run in runs.dropFirst().dropLast() {
        guard let match = firstMatch(of: Array(run), in: elements[start..<end], key: key, matches: matches) else {
            return false
        }
        start = match + run.count
    }
    return true
}

/// The first place where a run of elements of a pattern matches (Knuth, Morris and Pratt 1977). If some elements have
/// no key, every place is tried, beginning with the element that failed at the last one.
private func firstMatch<Pattern, Element, Key: Equatable>(
    of run: [Pattern], in elements: ArraySlice<Element>, key: (Pattern) -> Key?, matches: (Pattern, Element) -> Bool
) -> Int? {
    let keys = run.compactMap(key)
    guard keys.count == run.count else {
        var last = 0
        return elements.indices.dropLast(run.count - 1).first { start in
            guard matches(run[last], elements[start + last]) else { return false }
            last = run.indices.first { !matches(run[$0], elements[start + $0]) } ?? run.count
            return last == run.count
        }
    }
    guard !run.isEmpty else { return elements.startIndex }
    // For each prefix of the run, the length of its longest proper suffix that is also a prefix.
    var borders = [0]
    for index in run.indices.dropFirst() {
        var border = borders[index - 1]
        while border > 0, keys[border] != keys[index] { border = borders[border - 1] }
        borders.append(keys[border] == keys[index] ? border + 1 : 0)
    }
    var count = 0
    for (index, element) in zip(elements.indices, elements) {
        while count > 0, !matches(run[count], element) { count = borders[count - 1] }
        if matches(run[count], element) { count += 1 }
        if count == run.count { return index + 1 - count }
    }
    return nil
}

/// A token of a line: a byte, a number that is compared by value, the blanks before it, or any text.
enum Token: Equatable {
    case byte(UInt8)
    /// Any number of blanks: before a number they only align it with others, whose digits and signs may differ.
    case gap
    /// The number with this index.
    case number(UInt32)
    case wildcard

    var isNumber: Bool { if case .number = self { true } else { false } }
    var byte: UInt8? { if case .byte(let byte) = self { byte } else { nil } }
}

/// A line in tokens, with its numbers stored apart: a long line has many tokens, so they must be small.
struct TokenizedLine {
    private(set) var tokens: [Token] = []
    private(set) var numerals: [Numeral] = []
    /// Where each token begins in the line's bytes, then the number of these; empty unless it is asked for.
    private(set) var starts: [Int] = []

    init(of line: some StringProtocol, numbers: Comparison.Numbers, isPattern: Bool, keepsStarts: Bool = false) {
        let bytes = Array(line.utf8)
        var texts = (numbers == .exact ? [] : LongTokens(in: bytes).ranges)[...]
        tokens.reserveCapacity(bytes.count)
        var index = 0
        func append(_ token: Token, at start: Int) {
            tokens.append(token)
            if keepsStarts { starts.append(start) }
        }
        while index < bytes.count {
            let rest = bytes[index...]
            while let text = texts.first, text.upperBound <= index { texts = texts.dropFirst() }
            if isPattern && rest.starts(with: "\\...".utf8) {
                for _ in 0..<3 { append(.byte(UInt8(ascii: ".")), at: index) }
                index += 4
            } else if isPattern && rest.starts(with: "...".utf8) {
                append(.wildcard, at: index)
                index += 3
            } else if numbers != .exact, texts.first?.contains(index) != true,
                let numeral = Numeral(startOf: rest, after: index == 0 ? nil : bytes[index - 1])
            {
                var gap = index
                while tokens.last == .byte(UInt8(ascii: " ")) {
                    tokens.removeLast()
                    gap -= 1
                }
                if keepsStarts { starts.removeLast(index - gap) }
                append(.gap, at: gap)
                append(.number(UInt32(numerals.count)), at: index)
                numerals.append(numeral)
                index += numeral.length
            } else {
                append(.byte(bytes[index]), at: index)
                index += 1
            }
        }
        if keepsStarts { starts.append(bytes.count) }
    }
}

extension String {
    /// Whether a number, perhaps with its sign, begins directly after three dots.
    fileprivate var beginsNumberAfterEllipsis: Bool {
        let bytes = Array(utf8)
        return bytes.indices.contains { index in
            guard bytes[index...].starts(with: "...".utf8) else { return false }
            let rest = bytes[(index + 3)...]
            let digits =
                rest.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true ? rest.dropFirst() : rest
            return digits.first.map { $0 &- 48 < 10 } ?? false
        }
    }

    /// The line with its numbers replaced, except where a replacement would run together with the text beside it: in
    /// `50.97.0`, `51.0` would give another number, and so would `+1` in `++0.999`.
    func replacingNumerals(after previous: UInt8? = nil, _ replacement: (Numeral) -> String) -> String {
        let bytes = Array(utf8)
        var texts = LongTokens(in: bytes).ranges[...]
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            while let text = texts.first, text.upperBound <= index { texts = texts.dropFirst() }
            if texts.first?.contains(index) != true,
                let numeral = Numeral(startOf: bytes[index...], after: index == 0 ? previous : bytes[index - 1])
            {
                index += numeral.length
                let new = Array(replacement(numeral).utf8)
                // At most this much of the text around it can join it: a sign before; after it a point or an `e`, a
                // sign and a digit.
                let sign =
                    text.last == UInt8(ascii: "+") || text.last == UInt8(ascii: "-")
                    ? text.suffix(1) : text.suffix(3).elementsEqual("\u{2212}".utf8) ? text.suffix(3) : []
                let before = text.dropLast(sign.count).last ?? previous
                let isPart = !sign.isEmpty && Numeral(startOf: (sign + new)[...], after: before) != nil
                let whole = Numeral(startOf: (new + bytes[index...].prefix(3))[...], after: nil)
                text += !isPart && whole?.length == new.count ? new : Array(numeral.text.utf8)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

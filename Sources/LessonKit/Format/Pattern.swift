/// One line of an expected output, ready to be compared: `...` stands for any text, `\...` for three dots.
struct LinePattern {
    /// The line as it is written.
    let text: String
    private let pieces: Pieces
    private let numbers: Comparison.Numbers
    /// Whether it matches nothing but its own text.
    let isLiteral: Bool

    init(_ text: some StringProtocol, numbers: Comparison.Numbers) {
        self.text = String(text)
        self.numbers = numbers
        pieces = Pieces(of: text, numbers: numbers, isPattern: true)
        isLiteral = numbers == .exact && pieces.tokens.count == text.utf8.count && !pieces.tokens.contains(.any)
    }

    /// Whether the line stands for any number of whole lines.
    var isEllipsis: Bool { text.utf8.elementsEqual("...".utf8) || text.drop(while: { $0 == " " }) == "..." }

    func matches(_ actual: ActualLine) -> Bool {
        if isLiteral { return text.utf8.elementsEqual(actual.text.utf8) }
        let actual = actual.pieces ?? Pieces(of: actual.text, numbers: numbers, isPattern: false)
        return wildcardMatch(pieces.tokens, actual.tokens, isWildcard: { $0 == .any }, key: \.byte) { expected, token in
            switch (expected, token) {
            case (.number(let i), .number(let j)):
                pieces.numerals[Int(i)].agrees(with: actual.numerals[Int(j)], numbers)
            case (.byte(UInt8(ascii: " ")), .gap): true
            default: expected == token
            }
        }
    }

    func matches(_ actual: some StringProtocol) -> Bool { matches(ActualLine(actual, numbers: numbers)) }

    /// Whether a number that is compared as such touches a `...`, so that nothing tells where it ends.
    var hasNumberAtDots: Bool {
        let endsAtDots = zip(pieces.tokens, pieces.tokens.dropFirst()).contains { $0.isNumber && $1 == .any }
        // To make ready to look for a pattern takes longer than most lines do.
        guard text.contains("...") else { return false }
        let text = text.replacing("\\...", with: "")
        return numbers != .exact && (endsAtDots || text.contains(/\.\.\.[-+]?[0-9]/))
    }

    /// The numbers that are compared as such.
    var numerals: [Numeral] { pieces.numerals }

    /// The numbers of this line beside those of an actual one that is the same in all but its numbers; nil if it is other.
    func counterparts(in actual: some StringProtocol) -> [(expected: Numeral, actual: Numeral)]? {
        let actual = Pieces(of: actual, numbers: numbers, isPattern: false)
        guard !pieces.tokens.contains(.any), pieces.tokens.count == actual.tokens.count,
            zip(pieces.tokens, actual.tokens).allSatisfy({ $0.isNumber && $1.isNumber || $0 == $1 })
        else {
            return nil
        }
        return Array(zip(pieces.numerals, actual.numerals))
    }
}

/// A line that a program printed, ready to be compared with many patterns.
struct ActualLine {
    let text: String
    /// Nil where its text is enough, or where it is compared only once.
    fileprivate let pieces: Pieces?

    init(_ text: some StringProtocol, numbers: Comparison.Numbers, isCut: Bool = false) {
        self.text = String(text)
        pieces = isCut ? Pieces(of: text, numbers: numbers, isPattern: false) : nil
    }
}

/// Whether a pattern matches all of a sequence, when some elements of the pattern stand for any run of elements. Elements of
/// the pattern with a key match all that others with the same key do, and nothing that those with another key do.
func wildcardMatch<Pattern, Element, Key: Equatable>(
    _ pattern: [Pattern], _ elements: [Element], isWildcard: (Pattern) -> Bool, key: (Pattern) -> Key?,
    matches: (Pattern, Element) -> Bool
) -> Bool {
    func isThere(_ run: ArraySlice<Pattern>, _ start: Int) -> Bool { zip(run, elements[start...]).allSatisfy(matches) }
    guard pattern.contains(where: isWildcard) else {
        return pattern.count == elements.count && isThere(pattern[...], 0)
    }
    let runs = pattern.split(omittingEmptySubsequences: false, whereSeparator: isWildcard)
    var start = runs[0].count
    let end = elements.count - runs[runs.count - 1].count
    guard start <= end, isThere(runs[0], 0), isThere(runs[runs.count - 1], end) else { return false }
    // Each of the others as early as can be, which leaves most room for those behind it.
    for run in runs.dropFirst().dropLast() {
        guard let place = firstPlace(of: Array(run), in: elements[start..<end], key: key, matches: matches) else {
            return false
        }
        start = place + run.count
    }
    return true
}

/// Where a run of elements of a pattern is matched first (Knuth, Morris and Pratt 1977); where some have no key, by trying
/// each place, first with what did not match at the last one.
private func firstPlace<Pattern, Element, Key: Equatable>(
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
    // For each beginning of the run the longest end of it that the run begins with.
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

/// A piece of a line: a byte, a number that is compared as one and the blanks before it, or any text.
private enum Token: Equatable {
    case byte(UInt8)
    /// Any blanks, or none: before a number they only line it up with others, whose digits and signs may differ.
    case gap
    /// The number with this index.
    case number(UInt32)
    case any

    var isNumber: Bool { if case .number = self { true } else { false } }
    var byte: UInt8? { if case .byte(let byte) = self { byte } else { nil } }
}

/// A line in pieces, its numbers apart: a long line has a great many pieces, which must be small.
private struct Pieces {
    private(set) var tokens: [Token] = []
    private(set) var numerals: [Numeral] = []

    init(of line: some StringProtocol, numbers: Comparison.Numbers, isPattern: Bool) {
        let bytes = Array(line.utf8)
        tokens.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if isPattern && rest.starts(with: "\\...".utf8) {
                tokens += [.byte(UInt8(ascii: ".")), .byte(UInt8(ascii: ".")), .byte(UInt8(ascii: "."))]
                index += 4
            } else if isPattern && rest.starts(with: "...".utf8) {
                tokens.append(.any)
                index += 3
            } else if numbers != .exact,
                let numeral = Numeral(startOf: rest, after: index == 0 ? nil : bytes[index - 1])
            {
                while tokens.last == .byte(UInt8(ascii: " ")) { tokens.removeLast() }
                tokens += [.gap, .number(UInt32(numerals.count))]
                numerals.append(numeral)
                index += numeral.length
            } else {
                tokens.append(.byte(bytes[index]))
                index += 1
            }
        }
    }
}

extension String {
    /// The line with other texts in the places of its numbers, but for one that would run together with what stands beside it:
    /// for `50.97.0` there is no `51.0`, which is another number, and for `++0.999` no `+1`.
    func replacingNumerals(_ replacement: (Numeral) -> String) -> String {
        let bytes = Array(utf8)
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let numeral = Numeral(startOf: bytes[index...], after: index == 0 ? nil : bytes[index - 1]) {
                index += numeral.length
                let new = Array(replacement(numeral).utf8)
                // The most that makes another number of it: a sign before; a point or an `e`, a sign, and a digit behind.
                let isPart = text.last.map { Numeral(startOf: ([$0] + new)[...], after: nil) != nil } ?? false
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

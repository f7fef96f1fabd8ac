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
        return wildcardMatch(pieces.tokens, actual.tokens, isWildcard: { $0 == .any }) { expected, token in
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

/// Whether a pattern matches all of a sequence, when some elements of the pattern stand for any run of elements, the
/// shortest first. Linear but for the last wildcard, which alone is ever tried again.
func wildcardMatch<Pattern, Element>(
    _ pattern: [Pattern], _ elements: [Element], isWildcard: (Pattern) -> Bool, matches: (Pattern, Element) -> Bool
) -> Bool {
    var (p, e) = (0, 0)
    var retry: (pattern: Int, element: Int)?
    while e < elements.count {
        if p < pattern.count, isWildcard(pattern[p]) {
            p += 1
            retry = (p, e)
        } else if p < pattern.count, matches(pattern[p], elements[e]) {
            p += 1
            e += 1
        } else if let last = retry {
            retry = (last.pattern, last.element + 1)
            (p, e) = (last.pattern, last.element + 1)
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy(isWildcard)
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
    /// The line with other texts in the places of its numbers.
    func replacingNumerals(_ replacement: (Numeral) -> String) -> String {
        let bytes = Array(utf8)
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let numeral = Numeral(startOf: bytes[index...], after: index == 0 ? nil : bytes[index - 1]) {
                text += replacement(numeral).utf8
                index += numeral.length
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// One line of an expected output, ready to be compared: `...` stands for any text, `\...` for three dots.
struct LinePattern {
    /// The line as it is written.
    let text: String
    private let tokens: [Token]
    private let numbers: Comparison.Numbers

    init(_ text: some StringProtocol, numbers: Comparison.Numbers) {
        self.text = String(text)
        self.numbers = numbers
        tokens = Token.tokens(of: text, numbers: numbers, isPattern: true)
    }

    /// Whether the line stands for any number of whole lines.
    var isEllipsis: Bool { text.utf8.elementsEqual("...".utf8) || text.drop(while: { $0 == " " }) == "..." }

    func matches(_ actual: some StringProtocol) -> Bool {
        if numbers == .exact && tokens.count == text.utf8.count && !tokens.contains(.any) {
            return text.utf8.elementsEqual(actual.utf8)
        }
        let actual = Token.tokens(of: actual, numbers: numbers, isPattern: false)
        return wildcardMatch(tokens, actual, isWildcard: { $0 == .any }) { $0.matches($1, numbers) }
    }

    /// Whether a number that is compared as such touches a `...`, so that nothing tells where it ends.
    var hasNumberAtDots: Bool {
        let endsAtDots = zip(tokens, tokens.dropFirst()).contains { $0.numeral != nil && $1 == .any }
        let text = text.replacing("\\...", with: "")
        return numbers != .exact && (endsAtDots || text.contains(/\.\.\.[-+]?[0-9]/))
    }

    /// The numbers that are compared as such, if the line has no `...`.
    var numerals: [Numeral] { tokens.compactMap(\.numeral) }

    /// The numbers of this line beside those of an actual one that is the same in all but its numbers; nil if it is other.
    func counterparts(in actual: some StringProtocol) -> [(expected: Numeral, actual: Numeral)]? {
        let actual = Token.tokens(of: actual, numbers: numbers, isPattern: false)
        guard !tokens.contains(.any), tokens.count == actual.count,
            zip(tokens, actual).allSatisfy({ $0.hasForm(of: $1) })
        else {
            return nil
        }
        return zip(tokens, actual).compactMap { expected, actual in
            guard let expected = expected.numeral, let actual = actual.numeral else { return nil }
            return (expected, actual)
        }
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
    case number(Numeral)
    case any

    var numeral: Numeral? { if case .number(let numeral) = self { numeral } else { nil } }

    /// Whether both are numbers, or the same text.
    func hasForm(of other: Token) -> Bool { numeral != nil && other.numeral != nil || self == other }

    func matches(_ actual: Token, _ numbers: Comparison.Numbers) -> Bool {
        switch (self, actual) {
        case (.number(let expected), .number(let actual)): expected.agrees(with: actual, numbers)
        case (.byte(UInt8(ascii: " ")), .gap): true
        default: self == actual
        }
    }

    static func tokens(of line: some StringProtocol, numbers: Comparison.Numbers, isPattern: Bool) -> [Token] {
        let bytes = Array(line.utf8)
        var tokens: [Token] = []
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
                tokens += [.gap, .number(numeral)]
                index += numeral.length
            } else {
                tokens.append(.byte(bytes[index]))
                index += 1
            }
        }
        return tokens
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

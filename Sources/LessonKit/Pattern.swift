/// One line of an expected output, ready to be compared: `...` stands for any text, `\...` for three dots.
struct LinePattern {
    /// The line as it is written.
    let text: String
    private let tokens: [Token]
    private let comparison: Comparison

    init(_ text: some StringProtocol, comparison: Comparison) {
        self.text = String(text)
        self.comparison = comparison
        tokens = Token.tokens(of: text, comparison: comparison, isPattern: true)
    }

    /// Whether the line stands for any number of whole lines.
    var isEllipsis: Bool { text.utf8.elementsEqual("...".utf8) || text.drop(while: { $0 == " " }) == "..." }

    func matches(_ actual: some StringProtocol) -> Bool {
        if comparison == .exact && tokens.count == text.utf8.count && !tokens.contains(.any) {
            return text.utf8.elementsEqual(actual.utf8)
        }
        let actual = Token.tokens(of: actual, comparison: comparison, isPattern: false)
        return wildcardMatch(tokens, actual, isWildcard: { $0 == .any }) { $0.matches($1) }
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

    func matches(_ actual: Token) -> Bool {
        switch (self, actual) {
        case (.number(let expected), .number(let actual)): expected.agrees(with: actual)
        case (.byte(UInt8(ascii: " ")), .gap): true
        default: self == actual
        }
    }

    static func tokens(of line: some StringProtocol, comparison: Comparison, isPattern: Bool) -> [Token] {
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
            } else if comparison != .exact,
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

/// A number as it is written in a line.
struct Numeral: Equatable {
    let text: String
    var length: Int { text.utf8.count }
    /// How many digits stand behind the decimal point; nil where there is no point.
    private let decimals: Int?
    private let exponent: Int

    /// Reads the number at the start of some bytes: `-12.5e-3`, but not the digits inside a name such as `conv1`.
    init?(startOf bytes: ArraySlice<UInt8>, after previous: UInt8?) {
        func isDigit(_ index: Int) -> Bool { index < bytes.endIndex && bytes[index] &- 48 < 10 }
        func isSign(_ index: Int) -> Bool {
            index < bytes.endIndex && (bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+"))
        }
        if let previous, Self.belongsToName(previous) { return nil }
        var end = bytes.startIndex
        if isSign(end) { end += 1 }
        guard isDigit(end) else { return nil }
        while isDigit(end) { end += 1 }
        var decimals: Int?
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "."), isDigit(end + 1) {
            let point = end
            end += 1
            while isDigit(end) { end += 1 }
            decimals = end - point - 1
        }
        var exponent = 0
        if end < bytes.endIndex, bytes[end] | 0x20 == UInt8(ascii: "e") {
            var digits = end + 1
            if isSign(digits) { digits += 1 }
            if isDigit(digits) {
                let start = end + 1
                while isDigit(digits) { digits += 1 }
                guard let value = Int(String(decoding: bytes[start..<digits], as: UTF8.self)), abs(value) < 1000 else {
                    return nil
                }
                exponent = value
                end = digits
            }
        }
        self.decimals = decimals
        self.exponent = exponent
        text = String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte >= 128
    }

    /// Whether another number is this one to the digits written here, at most half a unit of the last; a number without
    /// a decimal point is a whole number, a name or a year, and must be the same text.
    func agrees(with actual: Numeral) -> Bool {
        guard let decimals, let expected = Double(text), let value = Double(actual.text) else {
            return text == actual.text
        }
        if expected == value { return true }
        // The slack is for the binary forms of the numbers, which are off by less than that.
        let half = (Double("1e\(exponent - decimals)") ?? 0) / 2
        return abs(expected - value) <= half + 4 * max(abs(expected), abs(value)).ulp
    }

}

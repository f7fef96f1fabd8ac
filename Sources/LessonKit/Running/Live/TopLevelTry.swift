/// Embedded Swift has no errors of whatever type, so that nothing may be thrown outside of functions there. What would stop
/// the program with an error's description stops it without.
struct TopLevelTry {
    private let bytes: [UInt8]
    private var result: [UInt8] = []
    private var index = 0
    /// For each open brace whether the code in it belongs to no function.
    private var braces: [Bool] = []
    private var parentheses = 0
    /// The first word of the current statement.
    private var firstWord = ""

    /// The code with `try!` for each `try` outside of functions and `do`.
    static func trapping(_ code: String) -> String {
        var reader = TopLevelTry(bytes: Array(code.utf8))
        reader.read()
        return String(decoding: reader.result, as: UTF8.self)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private static let control: Set = ["if", "for", "while", "repeat", "switch", "guard", "else"]

    private mutating func read() {
        while index < bytes.count {
            let byte = bytes[index]
            if isAt("//") {
                copy { $0 == UInt8(ascii: "\n") }
            } else if byte == UInt8(ascii: "\"") {
                copyText()
            } else if Self.isLetter(byte) {
                readWord()
            } else {
                read(byte)
            }
        }
    }

    private mutating func read(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"):
            let isOutside = parentheses == 0 && Self.control.contains(firstWord)
            braces.append(isOutside && !braces.contains(false))
            firstWord = ""
        case UInt8(ascii: "}"):
            _ = braces.popLast()
            firstWord = ""
        case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): if parentheses == 0 { firstWord = "" }
        default: break
        }
        result.append(byte)
        index += 1
    }

    private mutating func readWord() {
        let start = index
        copy { !Self.isLetter($0) }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        if firstWord.isEmpty && parentheses == 0 { firstWord = word }
        let next = index < bytes.count ? bytes[index] : UInt8(ascii: " ")
        if word == "try", next != UInt8(ascii: "!"), next != UInt8(ascii: "?"), !braces.contains(false) {
            result.append(UInt8(ascii: "!"))
        }
    }

    /// Copies a text in quotes; of one that holds code no more than the quotes are looked at.
    private mutating func copyText() {
        let quote = isAt("\"\"\"") ? "\"\"\"" : "\""
        repeat {
            if isAt("\\") { step(2) } else { step(1) }
        } while index < bytes.count && !isAt(quote)
        step(quote.utf8.count)
    }

    private mutating func step(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            result.append(bytes[index])
            index += 1
        }
    }

    private mutating func copy(until isEnd: (UInt8) -> Bool) {
        while index < bytes.count, !isEnd(bytes[index]) { step(1) }
    }

    private func isAt(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (byte | 0x20) &- 97 < 26 || byte &- 48 < 10
    }
}

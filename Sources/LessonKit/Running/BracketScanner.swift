/// Reads Swift code only as far as to see whether every bracket, string and comment that it opens is closed.
///
/// The compiler does not say it: in a program of several cells, what one leaves open another may close.
struct BracketScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var isDoubtful = false
    /// How many braces are open, and the code outside them without strings and comments.
    private var depth = 0, outermost: [UInt8] = []

    init(_ code: String) { bytes = Array(code.utf8) }

    /// Whether everything is surely closed. False also where only the compiler can tell, as with regular expressions.
    static func surelyCloses(_ code: String) -> Bool {
        var scanner = BracketScanner(code)
        return scanner.readCode(until: nil) && !scanner.isDoubtful && scanner.conditionsAreClosed
    }

    /// The code outside all braces, without strings and comments; nil if it is not certain.
    static func outermostCode(of code: String) -> String? {
        var scanner = BracketScanner(code)
        let isClosed = scanner.readCode(until: nil) && !scanner.isDoubtful && scanner.conditionsAreClosed
        return isClosed ? String(decoding: scanner.outermost, as: UTF8.self) : nil
    }

    private func isAt(_ text: StaticString) -> Bool {
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return bytes[index...].starts(with: text)
    }

    /// Reads code up to the closing bracket, or to its end; whether it ends as it should.
    private mutating func readCode(until closing: UInt8?) -> Bool {
        while index < bytes.count {
            let byte = bytes[index]
            if isAt("//") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                continue
            }
            if isAt("/*") {
                guard skipComment() else { return false }
                outermost.append(UInt8(ascii: " "))
                continue
            }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"), let quote = quote() {
                depth += 1
                guard readString(hashes: quote.hashes, isMultiline: quote.isMultiline) else { return false }
                depth -= 1
                outermost.append(UInt8(ascii: "\""))
                continue
            }
            if depth == 0 { outermost.append(byte) }
            index += 1
            switch byte {
            case UInt8(ascii: "{"):
                depth += 1
                guard readCode(until: UInt8(ascii: "}")) else { return false }
                depth -= 1
            case UInt8(ascii: "("): guard readCode(until: UInt8(ascii: ")")) else { return false }
            case UInt8(ascii: "["): guard readCode(until: UInt8(ascii: "]")) else { return false }
            case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): return byte == closing
            case UInt8(ascii: "/"): noteRegularExpression()
            default: break
            }
        }
        return closing == nil
    }

    /// A slash after a blank or an opening bracket and before anything else may begin a regular expression.
    private mutating func noteRegularExpression() {
        let before = index >= 2 ? bytes[index - 2] : UInt8(ascii: "\n")
        let after = index < bytes.count ? bytes[index] : UInt8(ascii: "\n")
        if " \n\t(,[{=:#".utf8.contains(before), !" \n\t=".utf8.contains(after) { isDoubtful = true }
    }

    /// The quote at which the code is; nil if it is at another sign.
    private func quote() -> (hashes: Int, isMultiline: Bool)? {
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = bytes[(index + hashes)...].prefix { $0 == UInt8(ascii: "\"") }.count
        return quotes == 0 ? nil : (hashes, quotes >= 3)
    }

    private mutating func readString(hashes: Int, isMultiline: Bool) -> Bool {
        let quotes = isMultiline ? 3 : 1
        index += hashes + quotes
        let end =
            Array(repeating: UInt8(ascii: "\""), count: quotes) + Array(repeating: UInt8(ascii: "#"), count: hashes)
        let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: hashes)
        while index < bytes.count {
            if bytes[index...].starts(with: end) {
                index += end.count
                return true
            }
            if bytes[index...].starts(with: escape) {
                index += escape.count
                guard index < bytes.count else { return false }
                index += 1
                if bytes[index - 1] == UInt8(ascii: "("), !readCode(until: UInt8(ascii: ")")) { return false }
                continue
            }
            if bytes[index] == UInt8(ascii: "\n"), !isMultiline { return false }
            index += 1
        }
        return false
    }

    /// Skips a comment, in which there may be others.
    private mutating func skipComment() -> Bool {
        var depth = 0
        while index < bytes.count {
            if isAt("/*") {
                depth += 1
                index += 2
            } else if isAt("*/") {
                depth -= 1
                index += 2
                if depth == 0 { return true }
            } else {
                index += 1
            }
        }
        return false
    }

    /// Whether there is nothing like `#if`, which the compiler knows better.
    private var conditionsAreClosed: Bool {
        !bytes.split(separator: UInt8(ascii: "\n")).contains { line in
            let start = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            return start.starts(with: "#if".utf8) || start.starts(with: "#e".utf8)
        }
    }
}

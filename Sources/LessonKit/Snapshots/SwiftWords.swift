/// Looks at Swift code as a sequence of words and signs, which says enough to tell whether cells may have to do with each other.
enum SwiftWords {
    /// All words and all signs but blanks, in their order.
    static func all(in code: String) -> [String] {
        var words: [String] = [], word: [UInt8] = []
        for byte in code.utf8 {
            let isInWord = byte >= 0x80 || byte == UInt8(ascii: "_") || (byte | 0x20) &- 97 < 26 || byte &- 48 < 10
            if isInWord {
                word.append(byte)
                continue
            }
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
            if byte > UInt8(ascii: " ") && byte != UInt8(ascii: "`") { words.append(String(UnicodeScalar(byte))) }
        }
        return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
    }

    /// The names that code declares for the whole program, and perhaps others; nil if it declares something that has effects
    /// where its name is not written: an operator, or a type for all literals.
    static func declaredNames(in outermostCode: String) -> Set<String>? {
        let words = all(in: outermostCode)
        var names: Set<String> = []
        for (index, word) in words.enumerated() {
            let rest = words[(index + 1)...]
            switch word {
            case "operator", "precedencegroup", "macro": return nil
            case "func":
                guard let name = rest.first, isName(name) else { return nil }
                names.insert(name)
            case "class", "struct", "enum", "actor", "protocol", "typealias":
                if let name = rest.first { names.insert(name) }
            case "let", "var": names.formUnion(variables(in: rest))
            default: break
            }
        }
        return names.contains { $0.hasSuffix("LiteralType") } ? nil : names
    }

    private static func isName(_ word: String) -> Bool {
        word.utf8.first.map { $0 >= 0x80 || $0 == UInt8(ascii: "_") || ($0 | 0x20) &- 97 < 26 } ?? false
    }

    /// The names after `let` or `var`, as in `let (a, b) = c, d = 1`: where it ends is not told, so there may be too many.
    private static func variables(in words: ArraySlice<String>) -> [String] {
        var names: [String] = []
        var depth = 0, isPattern = true
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if ["let", "var", "func", "class", "struct", "enum", "actor", "protocol"].contains(word) { break }
            if "([".contains(word) { depth += 1 }
            if ")]".contains(word) { depth -= 1 }
            if depth < 0 { break }
            if isPattern && isName(word) { names.append(word) }
            if isPattern && depth == 0 { isPattern = false }
            if depth == 0 && word == "," && (next == "(" || isName(next)) { isPattern = true }
        }
        return names
    }
}

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

@_silgen_name("swift_demangle")
private func demangle(
    _ name: UnsafePointer<CChar>?, _ count: Int, _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// What the compiler's names for variables say: a variable's has its type in it.
enum Demangling {
    /// The type of a variable, as one writes it; empty if its name does not say it.
    static func type(ofVariable usr: String) -> String {
        let mangled = "$s" + usr.dropFirst("s:".count)
        guard let bytes = demangle(mangled, mangled.utf8.count, nil, nil, 0) else { return "" }
        defer { free(bytes) }
        return type(inDescription: String(cString: bytes))
    }

    /// The type in a description such as `x #1 : Swift.Array<Swift.Float> in Lesson.mean(Swift.Array<Swift.Float>) -> Swift.Float`.
    static func type(inDescription text: String) -> String {
        guard let colon = text.firstRange(of: " : ") else { return "" }
        var type = text[colon.upperBound...]
        // What it is a variable of comes after.
        if let context = type.firstRange(of: " in ") { type = type[..<context.lowerBound] }
        var parser = TypeParser(rest: type)
        let result = parser.type()
        // What the parser does not know is better left out than shown wrong.
        return parser.rest.isEmpty ? result : ""
    }
}

/// Reads the type in a description, and writes it as Swift's short forms: `[Float]`, `[String: Int]`, `Tensor?`.
private struct TypeParser {
    var rest: Substring

    private mutating func skip(_ word: String) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest.removeFirst(word.count)
        return true
    }

    mutating func type() -> String {
        var words = ""
        for word in ["inout ", "__owned ", "__shared ", "some ", "any ", "@Sendable ", "@escaping ", "@MainActor "]
        where skip(word) {
            if !word.hasPrefix("__") { words += word }
        }
        if skip("@Swift.MainActor ") { words += "@MainActor " }
        var type = skip("(") ? "(" + list(until: ")") + ")" : name()
        while skip(" & ") { type += " & " + name() }
        for effect in [" async", " throws"] where skip(effect) { type += effect }
        if skip("(") { type += "(" + list(until: ")") + ")" }
        if skip(" -> ") { type += " -> " + self.type() }
        return words + type
    }

    /// The types of a list, which may have labels.
    private mutating func list(until end: String) -> String {
        var types: [String] = []
        while !rest.isEmpty, !skip(end) {
            var label = ""
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !word.isEmpty, rest.dropFirst(word.count).hasPrefix(": ") {
                label = word + ": "
                rest.removeFirst(word.count + 2)
            }
            let before = rest
            types.append(label + type() + (skip("...") ? "..." : ""))
            _ = skip(", ")
            // Something unknown, on which it would stand still.
            if rest == before { break }
        }
        return types.joined(separator: ", ")
    }

    /// A type's name without its module, with its arguments.
    private mutating func name() -> String {
        var names: [String] = []
        repeat {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest.removeFirst(word.count)
            guard !word.isEmpty else { return "" }
            var name = String(word)
            if skip("<") {
                let arguments = list(until: ">")
                name += "<\(arguments)>"
                let isSwift = names.first == "Swift"
                if isSwift && word == "Array" { name = "[\(arguments)]" }
                if isSwift && word == "Optional" {
                    name = arguments.contains(" ") ? "(\(arguments))?" : arguments + "?"
                }
                if isSwift && word == "Dictionary" {
                    name = "[\(arguments.replacing(", ", with: ": ", maxReplacements: 1))]"
                }
            }
            names.append(name)
        } while rest.hasPrefix(".") && !rest.hasPrefix("...") && skip(".")
        return names.count > 1 ? names.dropFirst().joined(separator: ".") : names[0]
    }
}

/// The code of a lesson's cells as it compiles alone in Swift 6.
///
/// In a lesson everything belongs to the main actor, so functions use variables outside them. In a file compiled without
/// that setting, the variables must be marked: `nonisolated(unsafe)`. The exported program has a single thread unless the
/// lesson starts others.
struct ExportedCode {
    /// The words in the functions and types of all cells.
    private let words: Set<Substring>

    init(_ cells: [Cell]) {
        var words: Set<Substring> = []
        var isInside = false
        for line in cells.flatMap({ $0.block.text.outputLines }) {
            if Self.declares(line) { isInside = true }
            guard isInside else { continue }
            words.formUnion(line.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
            let isClosed = line.count { $0 == "{" } <= line.count { $0 == "}" }
            if line.first == "}" || Self.declares(line) && isClosed && line.contains("{") { isInside = false }
        }
        self.words = words
    }

    /// Whether a line begins a function or a type outside others.
    private static func declares(_ line: Substring) -> Bool {
        guard line.first.map({ !$0.isWhitespace }) == true else { return false }
        let keywords: Set<Substring> = ["func", "struct", "class", "enum", "extension", "actor", "protocol"]
        return line.split { !$0.isLetter && $0 != "@" }.prefix(4).contains { keywords.contains($0) }
    }

    /// A line of a cell.
    func text(of line: Substring) -> String {
        let mark = "nonisolated(unsafe) "
        let start = line.prefix { $0 == " " }
        let rest = line.dropFirst(start.count)
        if start.isEmpty, rest.hasPrefix("var ") || rest.hasPrefix("let ") {
            let names = rest.dropFirst(4).prefix { $0 != "=" && $0 != ":" && $0 != "{" }
                .split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            return names.contains { words.contains($0) } ? mark + rest : String(line)
        }
        if !start.isEmpty, rest.hasPrefix("static var "), !rest.contains("{") { return start + mark + rest }
        return String(line)
    }
}

/// Swift code in a comment of a document whose blocks are separate programs: every block after it begins with it, and GitHub does
/// not show it.
///
///     <!-- swift hidden
///     let logger = Logger(label: "example")
///     -->
struct HiddenCode {
    /// The code, which may be blank: then later blocks begin with nothing.
    let text: String
    /// The line in the file at which it begins.
    let firstLine: Int

    /// What is wrong with a comment that seems to be meant for the runner.
    struct Problem: Error {
        let sentence: String
    }

    /// Reads a comment; nil for any other text.
    init?(_ block: Markdown) throws(Problem) {
        guard case .htmlBlock(let html) = block.kind, html.hasPrefix("<!--"), let end = html.firstRange(of: "-->")
        else {
            return nil
        }
        let comment = html[..<end.lowerBound].dropFirst(4)
        guard let lineEnd = comment.firstIndex(of: "\n") else {
            // Without code in it, it ends what an earlier one began.
            guard comment.split(whereSeparator: \.isWhitespace) == ["swift", "hidden"] else { return nil }
            (text, firstLine) = ("", block.lines.lowerBound)
            return
        }
        let words = comment[..<lineEnd].split(whereSeparator: \.isWhitespace)
        guard words.first?.lowercased() == "swift" else { return nil }
        guard words == ["swift", "hidden"] else {
            throw Problem(
                sentence: "‘<!-- \(words.joined(separator: " "))’ means nothing here; did you mean ‘<!-- swift hidden’?"
            )
        }
        text = String(comment[comment.index(after: lineEnd)...])
        firstLine = block.lines.lowerBound + 1
    }
}

extension Lesson {
    /// The line at which a cell other than the given one declares a name outside everything else; nil if none does.
    func lineOfDeclaration(of name: Substring, outside cell: Int) -> Int? {
        let keywords: Set<Substring> = [
            "let", "var", "func", "struct", "class", "enum", "actor", "protocol", "typealias", "macro",
        ]
        for other in cells where other.index != cell && other.block.text.contains(name) {
            for (index, line) in other.block.text.fileLines.enumerated() {
                guard let first = line.first, !first.isWhitespace else { continue }
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "@" }
                guard let keyword = words.firstIndex(where: { keywords.contains($0) }), keyword < 4 else { continue }
                if words.dropFirst(keyword + 1).first == name { return other.block.textLines.lowerBound + index }
            }
        }
        return nil
    }
}

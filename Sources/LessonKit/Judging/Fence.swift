/// How the lines of a fenced block are written in their file.
struct Fence {
    let mark: Character
    let length: Int
    /// The indentation and quote marks before each line of the block.
    let prefix: String
    let lineEnd: String

    init(of block: CodeBlock, in source: SourceText) {
        let opening = source.line(block.fenceLine)
        let start = opening.firstIndex { $0 == "`" || $0 == "~" } ?? opening.startIndex
        mark = opening[start...].first ?? "`"
        length = opening[start...].prefix { [mark] in $0 == mark }.count
        // The closing fence is never on the line of a list's marker, so its prefix fits every line.
        let before = String(source.line(block.textLines.upperBound).prefix { [mark] in $0 != mark })
        // A space after a quote mark belongs to the mark; without it, the text's first space would be taken for it.
        prefix = before.hasSuffix(">") ? before + " " : before
        let end = source.lines(block.fenceLine...block.fenceLine).last
        lineEnd = end == "\r\n" || end == "\r" ? String(end ?? "\n") : "\n"
    }

    var prefixOfBlankLines: String { String(prefix.reversed().drop { $0 == " " || $0 == "\t" }.reversed()) }

    /// How many marks must be added to the fence so that no line of the text closes it.
    func growth(for text: String) -> Int {
        let lengths = text.outputLines.map { line in line.drop { $0 == " " }.prefix { $0 == mark }.count }
        let longest = lengths.max() ?? 0
        return max(longest + 1 - length, 0)
    }

    func grown(_ line: Substring, by count: Int) -> String {
        guard count > 0, let start = line.firstIndex(of: mark) else { return String(line) }
        return line[..<start] + String(repeating: mark, count: count) + line[start...]
    }
}

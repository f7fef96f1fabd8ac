/// A fenced block: its text, and where its lines are in the file.
public struct CodeBlock: Sendable {
    /// The text between the fences, without the prefixes of quotes and lists.
    public let text: String
    /// The line of the opening fence.
    public let fenceLine: Int
    /// The lines of the text, between the two fences.
    public let textLines: Range<Int>
    /// Whether there is a closing fence.
    public let isClosed: Bool

    init(_ block: Markdown, text: String, in source: SourceText) {
        self.text = text
        fenceLine = block.lines.lowerBound
        let count = text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        textLines = fenceLine + 1..<fenceLine + 1 + count
        let closing = source.line(block.lines.upperBound)
        let opening = Self.fence(of: source.line(fenceLine).utf8.dropFirst(block.column - 1))
        isClosed = block.lines.upperBound >= textLines.upperBound && Self.fence(of: closing.utf8) >= opening
    }

    /// A block that is not in the Markdown, with its lines counted from a given number.
    init(text: String, firstLine: Int) {
        self.text = text
        fenceLine = firstLine
        textLines = firstLine..<firstLine + text.utf8.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        isClosed = true
    }

    /// Whether the text may contain a directive such as `#sourceLocation`. Few texts do, and this is faster than a
    /// search for the directive.
    var mayContainDirective: Bool { text.utf8.contains(UInt8(ascii: "#")) }

    /// How many bytes of indentation and quote marks precede a line of the text in the file.
    func columnOffset(ofLine line: Int, in source: SourceText) -> Int {
        let index = line - textLines.lowerBound
        let lines = text.fileLines
        guard lines.indices.contains(index) else { return 0 }
        return max(source.line(line).utf8.count - lines[index].utf8.count, 0)
    }

    /// The length of the fence that a line consists of after quote marks and blanks; 0 if it is not a fence.
    private static func fence(of line: some Collection<UInt8>) -> Int {
        let fence = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">") }
        guard let mark = fence.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return 0 }
        return fence.prefix { $0 == mark }.count
    }
}

/// Reads the inlines of a document's blocks: libcmark reads what CommonMark has, and what GitHub adds is marked before and
/// put in its place after.
struct InlineReader {
    let definitions: LinkDefinitions
    let isGitHub: Bool
    /// The first line of a block in which inlines, or blocks, are nested too deeply.
    var lineOfTooDeepBlock: Int?

    /// The inlines of a text that begins in a line.
    mutating func inlines(of text: ArraySlice<UInt8>, line: Int) -> [Markdown] {
        let text = text.trimmedOfBlankLines
        guard !text.isEmpty else { return [] }
        if text.allSatisfy(\.isPlain) { return [Markdown(.text(text.text))] }
        let loose = text.contains { $0 >= 0xE3 } ? Array(text.text.withEmphasisSeparators.utf8) : Array(text)
        var needed = definitions.needed(for: loose)
        guard isGitHub, InlineMarks.mayHoldAny(loose) else {
            let (nodes, areTooDeep) = Libcmark.inlines(of: loose[...], definitions: needed)
            if areTooDeep { note(line) }
            return nodes
        }
        var marks = InlineMarks(loose, definitions: definitions)
        marks.read()
        needed += marks.aliases
        let (nodes, areTooDeep) = Libcmark.inlines(of: marks.marked[...], definitions: needed)
        if areTooDeep { note(line) }
        return marks.resolved(nodes, isInLink: false)
    }

    private mutating func note(_ line: Int) { lineOfTooDeepBlock = lineOfTooDeepBlock ?? line }
}

extension UInt8 {
    /// Whether the byte means nothing but itself, whatever is around it.
    fileprivate var isPlain: Bool { isLetter || isDigit || self == UInt8(ascii: ",") || self == UInt8(ascii: "-") }
}

extension ArraySlice<UInt8> {
    /// The text without the line end after it.
    fileprivate var trimmedOfBlankLines: ArraySlice<UInt8> {
        var text = self
        while let last = text.last, last.isSpace { text.removeLast() }
        return text
    }
}

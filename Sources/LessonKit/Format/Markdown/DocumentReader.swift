extension Markdown {
    /// Reads a document; as CommonMark alone where it is not to be read as GitHub does.
    public init(_ text: String, isGitHub: Bool = true) {
        // A NUL is no text.
        var bytes = Array(text.utf8)
        if bytes.contains(0) { bytes = Array(text.replacing("\0", with: "\u{FFFD}").utf8) }
        let parser = BlockParser(bytes, isGitHub: isGitHub)
        var reader = InlineReader(definitions: parser.definitions, isGitHub: isGitHub)
        reader.lineOfTooDeepBlock = parser.lineOfTooDeepBlock
        self = reader.node(parser.root)
        lineOfTooDeepBlock = reader.lineOfTooDeepBlock
    }
}

extension InlineReader {
    /// A block that has been read, with its inlines.
    fileprivate mutating func node(_ block: Block) -> Markdown {
        let lines = block.line...max(block.lastLine, block.line)
        func node(_ kind: Markdown.Kind, _ children: [Markdown] = []) -> Markdown {
            Markdown(kind, lines: lines, column: block.column, children: children)
        }
        switch block.kind {
        case .document: return node(.document, nodes(block.children))
        case .paragraph: return node(.paragraph, inlines(of: block.text[...], line: block.line))
        case .quote: return node(.quote, nodes(block.children))
        case .rule: return node(.rule)
        case .heading(let level, _): return node(.heading(level: level), inlines(of: block.text[...], line: block.line))
        case .list(let marker): return node(.list(start: marker.number, tight: block.isTight), nodes(block.children))
        case .item(_, _, let isChecked): return node(.item(isChecked: isChecked), nodes(block.children))
        case .indentedCode: return node(.code(info: "", text: block.text.indentedCode))
        case .fencedCode:
            let end = block.text.firstIndex(of: UInt8(ascii: "\n")) ?? block.text.endIndex
            let text = block.text[end...].dropFirst().text
            return node(.code(info: Libcmark.infoString(block.text[..<end]), text: text))
        case .html: return node(.htmlBlock(block.text[...].text))
        case .footnote(let label): return node(.footnote(label: label[...].text), nodes(block.children))
        case .table(let alignments):
            let count = alignments.count * block.children.count
            guard count <= Markdown.cellLimit else {
                return node(
                    .table(alignments), block.children.map { Markdown(.row, lines: $0.line...$0.line, column: 1) })
            }
            return node(.table(alignments), nodes(block.children))
        case .row(let columns):
            // What is written beyond the last column is not shown.
            let cells = TableRow.cells(block.text[...]).prefix(columns).map { cell in
                Markdown(.cell, lines: lines, column: block.column, children: inlines(of: cell[...], line: block.line))
            }
            return node(.row, cells)
        }
    }

    private mutating func nodes(_ blocks: [Block]) -> [Markdown] { blocks.map { node($0) } }
}

extension [UInt8] {
    /// The text of indented code: without the blank lines at its end.
    fileprivate var indentedCode: String {
        var end = endIndex
        var index = endIndex
        while index > startIndex, self[index - 1].isBlank || self[index - 1] == UInt8(ascii: "\n") {
            index -= 1
            if self[index] == UInt8(ascii: "\n") { end = index }
        }
        return self[..<end].text + "\n"
    }
}

/// A block of a document that is being read.
final class Block {
    /// What a block is, with what is needed to see whether a line continues it.
    enum Kind {
        case document, paragraph, quote, rule, indentedCode
        case heading(level: Int, isSetext: Bool)
        case list(ListMarker)
        /// An item, with the columns by which its text is indented; `isChecked` where it is a task.
        case item(ListMarker, indent: Int, isChecked: Bool?)
        case fencedCode(mark: UInt8, length: Int, indent: Int)
        case html(HTMLBlockKind)
        case footnote(label: [UInt8])
        case table([Markdown.Alignment])
        case row(columns: Int)
    }

    var kind: Kind
    /// The first line and column, counted from 1.
    var line: Int
    let column: Int
    /// The last line, known when the block is closed.
    var lastLine: Int
    private(set) unowned(unsafe) var parent: Block?
    /// How many blocks it is in.
    let depth: Int
    var children: [Block] = []
    var isOpen = true
    /// Whether the last line in it was blank.
    var endsBlank = false
    /// Whether no blank line parts the items of a list or the blocks in them, as it was when the list was closed.
    var isTight = true
    private var isAsked = false
    /// The text of a block that holds text: of a table's row its line, of fenced code first its info string.
    var text: [UInt8] = []

    init(_ kind: Kind, line: Int, column: Int, in parent: Block?) {
        self.kind = kind
        self.line = line
        self.column = column
        self.parent = parent
        lastLine = line
        depth = (parent?.depth ?? -1) + 1
    }

    /// Whether a block of another kind may be in it.
    func mayHold(_ child: Kind) -> Bool {
        switch (kind, child) {
        case (.list, .item), (.table, .row): true
        case (.list, _), (_, .item), (_, .row): false
        case (.document, _), (.quote, _), (.item, _), (.footnote, _): true
        default: false
        }
    }

    var isParagraph: Bool { if case .paragraph = kind { true } else { false } }

    /// Whether lines of text are put into it as they are.
    var takesLines: Bool {
        switch kind {
        case .paragraph, .heading, .indentedCode, .fencedCode: true
        default: false
        }
    }

    /// Whether no block can begin in it.
    var isVerbatim: Bool {
        switch kind {
        case .indentedCode, .fencedCode, .html: true
        default: false
        }
    }

    /// Whether the last line of its last block was blank. Of a block that has been asked before only its own last line
    /// counts, as libcmark has it, so that all blocks of a document are asked in linear time.
    private func endsInBlankLine() -> Bool {
        var block = self
        while !block.isAsked {
            block.isAsked = true
            switch block.kind {
            case .list, .item: block = block.children.last ?? block
            default: break
            }
        }
        return block.endsBlank
    }

    /// Whether no blank line parts the items of a list or the blocks in them, as things are.
    var isTightNow: Bool {
        for (index, item) in children.enumerated() {
            let isLast = index + 1 == children.count
            if item.endsBlank && !isLast { return false }
            let inner = isLast ? item.children.dropLast() : item.children[...]
            if inner.contains(where: { $0.endsInBlankLine() }) { return false }
        }
        return true
    }
}

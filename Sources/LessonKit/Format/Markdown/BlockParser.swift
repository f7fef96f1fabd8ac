/// Reads the blocks of a document, line by line, as CommonMark's appendix on parsing describes it: each line is matched with
/// the blocks that are open, may open others, and adds what is left of it to the innermost. GitHub's tables, footnotes and
/// tasks are blocks among the others, as its own parser has them.
struct BlockParser {
    /// Whether tables, footnotes and tasks are read too.
    let isGitHub: Bool
    let root = Block(.document, line: 1, column: 1, in: nil)
    var definitions = LinkDefinitions()
    /// The first line in which a block is nested too deeply; such a block is not opened.
    private(set) var lineOfTooDeepBlock: Int?

    /// The innermost open block.
    private(set) var current: Block
    private(set) var line = 0
    var cursor = LineCursor([], from: 0, to: 0)

    init(_ text: [UInt8], isGitHub: Bool) {
        self.isGitHub = isGitHub
        current = root
        // A byte order mark belongs to no line.
        var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n"), text[end] != UInt8(ascii: "\r") { end += 1 }
            line += 1
            cursor = LineCursor(text, from: start, to: end)
            readLine()
            let isPair = end + 1 < text.count && text[end] == UInt8(ascii: "\r") && text[end + 1] == UInt8(ascii: "\n")
            start = end + (isPair ? 2 : 1)
        }
        line += 1
        while current !== root { current = close(current) }
        root.lastLine = max(line - 1, 1)
    }

    private mutating func readLine() {
        guard let matched = matchedBlock() else { return }
        var container = matched
        openBlocks(in: &container)
        cursor.isBlank ? addBlank(to: container, matched: matched) : add(to: container, matched: matched)
    }

    // MARK: - Blocks that the line continues

    /// The innermost block that the line continues; nil where the line has closed a fence.
    private mutating func matchedBlock() -> Block? {
        var block = root
        while let child = block.children.last, child.isOpen {
            if case .fencedCode(let mark, let length, _) = child.kind, isClosingFence(mark, length) {
                close(child, at: line)
                current = block
                return nil
            }
            guard continues(child) else { break }
            block = child
        }
        return block
    }

    private mutating func continues(_ block: Block) -> Bool {
        switch block.kind {
        case .document, .list, .rule: return true
        case .paragraph: return !cursor.isBlank
        case .heading, .row: return false
        case .quote:
            guard cursor.indent < 4, cursor.first == UInt8(ascii: ">") else { return false }
            passQuoteMark()
            return true
        case .item(_, let indent, _):
            if cursor.indent >= indent {
                cursor.advance(columns: indent)
            } else if cursor.isBlank && !block.children.isEmpty {
                cursor.advanceToEnd()
            } else {
                return false
            }
            return true
        case .footnote:
            guard cursor.indent >= 4 else { return cursor.isEmpty }
            cursor.advance(columns: 4)
            return true
        case .indentedCode:
            guard cursor.indent >= 4 || cursor.isBlank else { return false }
            cursor.indent >= 4 ? cursor.advance(columns: 4) : cursor.advanceToEnd()
            return true
        case .fencedCode(_, _, let indent):
            var left = indent
            while left > 0, cursor.isAtBlank {
                cursor.advance(columns: 1)
                left -= 1
            }
            return true
        case .html(let kind): return !kind.endsAtBlankLine || !cursor.isBlank
        case .table: return !cursor.isBlank && TableRow.isRow(cursor.rest)
        }
    }

    mutating func passQuoteMark() {
        cursor.advance(columns: cursor.indent + 1)
        if cursor.isAtBlank { cursor.advance(columns: 1) }
    }

    private func isClosingFence(_ mark: UInt8, _ length: Int) -> Bool {
        guard cursor.indent < 4, cursor.first == mark else { return false }
        let fence = cursor.rest.prefix { $0 == mark }
        return fence.count >= length && cursor.rest[fence.endIndex...].allSatisfy(\.isBlank)
    }

    // MARK: - Blocks that the line opens

    private mutating func openBlocks(in container: inout Block) {
        var mayBeLazy = current.isParagraph
        while !container.isVerbatim, let opened = opened(in: container, mayBeLazy: mayBeLazy) {
            container = opened
            if container.takesLines { break }
            mayBeLazy = false
        }
    }

    /// Whether so many more blocks may be nested in one.
    mutating func hasRoom(for count: Int, in container: Block) -> Bool {
        if container.depth + count <= Markdown.depthLimit - 2 { return true }
        lineOfTooDeepBlock = lineOfTooDeepBlock ?? line
        return false
    }

    /// Opens a block in another one, or in the nearest around that one that may hold it.
    mutating func open(_ kind: Block.Kind, in container: Block, column: Int) -> Block {
        var parent = container
        while !parent.mayHold(kind) { parent = close(parent) }
        let block = Block(kind, line: line, column: column, in: parent)
        parent.children.append(block)
        return block
    }

    // MARK: - Text

    private mutating func addBlank(to container: Block, matched: Block) {
        container.children.last?.endsBlank = true
        let isPart =
            switch container.kind {
            case .quote, .heading, .rule, .fencedCode: true
            case .item: container.children.isEmpty && container.line == line
            default: false
            }
        setBlank(!isPart, at: container)
        closeBlocks(below: matched)
        if container.isVerbatim { addLine(to: container) }
        current = container
        endHTML(container)
    }

    private mutating func add(to container: Block, matched: Block) {
        setBlank(false, at: container)
        if current !== matched && container === matched && current.isParagraph {
            addLine(to: current)
            return
        }
        closeBlocks(below: matched)
        current = container
        if container.isVerbatim {
            addLine(to: container)
            endHTML(container)
        } else if container.takesLines {
            cursor.advance(to: cursor.content)
            if case .heading = container.kind { cursor.dropClosingMarks() }
            addLine(to: container)
        } else {
            let paragraph = open(.paragraph, in: container, column: column(of: cursor.content))
            current = paragraph
            cursor.advance(to: cursor.content)
            addLine(to: paragraph)
        }
    }

    private func setBlank(_ isBlank: Bool, at block: Block) {
        block.endsBlank = isBlank
        var parent = block.parent
        while let block = parent {
            block.endsBlank = false
            parent = block.parent
        }
    }

    private func addLine(to block: Block) {
        block.text += cursor.remainder
        block.text.append(UInt8(ascii: "\n"))
    }

    private mutating func endHTML(_ block: Block) {
        guard case .html(let kind) = block.kind, kind.ends(with: cursor.rest) else { return }
        current = close(block, at: line)
    }

    // MARK: - Ends of blocks

    private mutating func closeBlocks(below matched: Block) {
        while current !== matched { current = close(current) }
    }

    /// Closes a block at the end of the line before, or of the given one; returns the one around it.
    @discardableResult mutating func close(_ block: Block, at lastLine: Int? = nil) -> Block {
        let parent = block.parent ?? root
        guard block.isOpen else { return parent }
        block.isOpen = false
        block.lastLine = max(lastLine ?? line - 1, block.line)
        if case .list = block.kind { block.isTight = block.isTightNow }
        if block.isParagraph {
            definitions.take(from: &block.text)
            if block.text.allSatisfy(\.isSpace) { parent.children.removeLast() }
        }
        return parent
    }
}

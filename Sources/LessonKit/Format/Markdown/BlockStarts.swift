extension BlockParser {
    /// Opens the block that begins where the cursor is; nil where none does.
    mutating func opened(in container: Block, mayBeLazy: Bool) -> Block? {
        let isIndented = cursor.indent >= 4
        if !isIndented, let block = openedLeafOrQuote(in: container) { return block }
        if let block = openedItem(in: container) { return block }
        if isIndented && !mayBeLazy && !cursor.isBlank {
            cursor.advance(columns: 4)
            return open(.indentedCode, in: container, column: column(of: cursor.offset))
        }
        if isGitHub && !isIndented && container.isParagraph { return openedTable(in: container) }
        if isGitHub && !isIndented && !cursor.isBlank, case .table(let alignments) = container.kind {
            return openedRow(in: container, columns: alignments.count)
        }
        if isGitHub, case .item(let marker, let indent, nil) = container.kind, container.line == line {
            readTask(container, marker, indent)
        }
        return nil
    }

    /// Opens what begins with a mark of its own.
    private mutating func openedLeafOrQuote(in container: Block) -> Block? {
        let column = column(of: cursor.content)
        switch cursor.first {
        case UInt8(ascii: ">"):
            guard hasRoom(for: 1, in: container) else { return nil }
            let quote = open(.quote, in: container, column: column)
            passQuoteMark()
            return quote
        case UInt8(ascii: "#"): return openedHeading(in: container, column: column)
        case UInt8(ascii: "`"), UInt8(ascii: "~"): return openedFence(in: container, column: column)
        case UInt8(ascii: "<"):
            guard let kind = HTMLBlockKind(cursor.rest, interruptsParagraph: container.isParagraph) else { return nil }
            return open(.html(kind), in: container, column: column)
        case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_"):
            return underlined(container) ?? openedRule(in: container, column: column)
        case UInt8(ascii: "["): return isGitHub ? openedFootnote(in: container) : nil
        default: return nil
        }
    }

    /// The column of a byte of the document.
    func column(of index: Int) -> Int { index - cursor.start + 1 }

    private mutating func openedHeading(in container: Block, column: Int) -> Block? {
        let rest = cursor.rest
        let marks = rest.prefix { $0 == UInt8(ascii: "#") }
        let end = marks.endIndex
        guard marks.count <= 6, end == rest.endIndex || rest[end].isBlank else { return nil }
        let heading = open(.heading(level: marks.count, isSetext: false), in: container, column: column)
        cursor.advance(to: end + rest.count(from: end, while: \.isBlank))
        return heading
    }

    private mutating func openedFence(in container: Block, column: Int) -> Block? {
        let rest = cursor.rest
        let mark = cursor.first
        let fence = rest.prefix { $0 == mark }
        guard fence.count >= 3, mark == UInt8(ascii: "~") || !rest[fence.endIndex...].contains(mark) else { return nil }
        let indent = cursor.content - cursor.offset
        let block = open(
            .fencedCode(mark: mark, length: fence.count, indent: indent), in: container, column: column)
        cursor.advance(to: fence.endIndex)
        return block
    }

    /// The heading that a paragraph becomes by a line under it.
    private mutating func underlined(_ paragraph: Block) -> Block? {
        guard paragraph.isParagraph, cursor.first != UInt8(ascii: "*"), cursor.first != UInt8(ascii: "_") else {
            return nil
        }
        let mark = cursor.first
        let line = cursor.rest.prefix { $0 == mark }
        guard cursor.rest[line.endIndex...].allSatisfy(\.isBlank) else { return nil }
        definitions.take(from: &paragraph.text)
        // A paragraph of definitions alone has no text that could be a heading; the line is its text.
        guard !paragraph.text.allSatisfy(\.isSpace) else { return paragraph }
        paragraph.kind = .heading(level: mark == UInt8(ascii: "=") ? 1 : 2, isSetext: true)
        cursor.advanceToEnd()
        close(paragraph, at: self.line)
        return paragraph
    }

    private mutating func openedRule(in container: Block, column: Int) -> Block? {
        let mark = cursor.first
        guard mark != UInt8(ascii: "="), cursor.rest.allSatisfy({ $0 == mark || $0.isBlank }),
            cursor.rest.count(where: { $0 == mark }) >= 3
        else { return nil }
        let rule = open(.rule, in: container, column: column)
        cursor.advanceToEnd()
        return rule
    }

    private mutating func openedFootnote(in container: Block) -> Block? {
        let rest = cursor.rest
        guard rest.begins(with: "[^") else { return nil }
        let label = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: " ") && $0 != 9 }
        guard !label.isEmpty, rest[label.endIndex...].begins(with: "]:"), hasRoom(for: 1, in: container) else {
            return nil
        }
        let footnote = open(.footnote(label: Array(label)), in: container, column: column(of: cursor.content))
        let end = label.endIndex + 2
        cursor.advance(to: end + rest.count(from: end, while: \.isBlank))
        return footnote
    }

    private mutating func openedItem(in container: Block) -> Block? {
        guard cursor.indent < 4, let marker = ListMarker(cursor.rest, interruptsParagraph: container.isParagraph),
            hasRoom(for: 2, in: container)
        else { return nil }
        let column = column(of: cursor.content)
        let indent = cursor.indent
        cursor.advance(to: cursor.content + marker.count)
        // Blanks after the marker belong to it, unless they begin code or nothing follows them.
        let blanks = cursor.indent
        let padding = cursor.isBlank || blanks > 4 || blanks < 1 ? 1 : blanks
        if blanks > 0 { cursor.advance(columns: padding) }
        let isNext = if case .list(let first) = container.kind { marker.continues(first) } else { false }
        let list = isNext ? container : open(.list(marker), in: container, column: column)
        return open(.item(marker, indent: indent + marker.count + padding, isChecked: nil), in: list, column: column)
    }

    /// Makes an item a task where its text begins with `[ ]` or `[x]` and more follows.
    private mutating func readTask(_ item: Block, _ marker: ListMarker, _ indent: Int) {
        let rest = cursor.rest
        guard rest.count > 3, rest.first == UInt8(ascii: "["), rest.dropFirst(2).first == UInt8(ascii: "]"),
            rest.dropFirst(3).first?.isBlank == true, let state = rest.dropFirst().first
        else { return }
        guard state == UInt8(ascii: " ") || state | 0x20 == UInt8(ascii: "x") else { return }
        item.kind = .item(marker, indent: indent, isChecked: state != UInt8(ascii: " "))
        cursor.advance(to: cursor.content + 3)
    }

    /// Makes the last line of a paragraph the header of a table if the cursor is at a rule of as many columns.
    private mutating func openedTable(in paragraph: Block) -> Block? {
        guard let alignments = TableRow.alignments(cursor.rest) else { return nil }
        let text = paragraph.text.dropLast()
        let header = text[(text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...]
        guard TableRow.cells(header).count == alignments.count, let parent = paragraph.parent else { return nil }
        parent.children.removeLast()
        paragraph.isOpen = false
        let before = text[..<header.startIndex].trimmed
        if !before.isEmpty {
            parent.children.append(paragraph)
            paragraph.lastLine = line - 2
            paragraph.text = TableRow.unescaped(before)
        }
        let table = Block(.table(alignments), line: line - 1, column: paragraph.column, in: parent)
        let row = Block(.row(columns: alignments.count), line: line - 1, column: paragraph.column, in: table)
        row.text = Array(header)
        row.isOpen = false
        table.children = [row]
        parent.children.append(table)
        cursor.advanceToEnd()
        return table
    }

    private mutating func openedRow(in table: Block, columns: Int) -> Block? {
        let row = Block(.row(columns: columns), line: line, column: column(of: cursor.content), in: table)
        row.text = Array(cursor.rest)
        row.isOpen = false
        table.children.append(row)
        cursor.advanceToEnd()
        return row
    }
}

@testable import LessonKit

/// The structure of a document, to be compared with another reader's.
struct MarkdownTree: Equatable {
    /// What the node is, with its attributes and its own text.
    var name: String
    var children: [MarkdownTree] = []

    init(_ name: String, _ children: [MarkdownTree] = []) {
        // Within code and tags cmark-gfm keeps the blanks that a lazy line begins with; no page shows them.
        let keepsBlanks = !name.hasPrefix("code ") && !name.hasPrefix("html_inline ")
        self.name = keepsBlanks ? name : name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.children = []
        for child in children { add(child) }
    }

    /// Adds a child; texts that follow each other are one, and no text is none.
    private mutating func add(_ child: MarkdownTree) {
        var child = child
        if children.last?.name == "linebreak", child.name.hasPrefix(Self.text) {
            // cmark-gfm keeps the blanks after a break that a backslash makes; no page shows them.
            child.name = Self.text + child.name.dropFirst(Self.text.count).drop { $0 == " " || $0 == "\t" }
        }
        guard child.name != Self.text else { return }
        if child.name.hasPrefix(Self.text), let last = children.last, last.name.hasPrefix(Self.text) {
            children[children.count - 1].name += child.name.dropFirst(Self.text.count)
        } else {
            children.append(child)
        }
    }

    static let text = "text "

    /// Where two trees differ: the smallest parts that do, without the children that are equal; nil where they are equal.
    static func difference(_ ours: MarkdownTree, _ theirs: MarkdownTree) -> (ours: MarkdownTree, theirs: MarkdownTree)?
    {
        if ours == theirs { return nil }
        var theirs = theirs
        if ours.name.hasPrefix("task"), theirs.name == "item", let task = theirs.asTask { theirs = task }
        guard ours.name == theirs.name || isTitleOfNoUse(ours.name, theirs.name) else { return (ours, theirs) }
        var (left, right) = (ours.children[...], theirs.children[...])
        while let first = left.first, let other = right.first, difference(first, other) == nil {
            left.removeFirst()
            right.removeFirst()
        }
        while let last = left.last, let other = right.last, difference(last, other) == nil {
            left.removeLast()
            right.removeLast()
        }
        if left.isEmpty && right.isEmpty { return nil }
        if left.count == 1, right.count == 1, let part = difference(left[left.startIndex], right[right.startIndex]) {
            return part
        }
        return (MarkdownTree(ours.name, Array(left)), MarkdownTree(ours.name, Array(right)))
    }

    /// Whether a link has a title only for cmark-gfm 0.29, which keeps one that is none, since more follows it in its line.
    private static func isTitleOfNoUse(_ ours: String, _ theirs: String) -> Bool {
        ours.hasSuffix("|") && (ours.hasPrefix("link ") || ours.hasPrefix("image ")) && theirs.hasPrefix(ours)
    }

    /// An item whose text begins with a task's mark, as a task. cmark-gfm sees one only where the item's own marker is the
    /// first thing in the line; GitHub, and its specification, see it in quotes and in other items too.
    private var asTask: MarkdownTree? {
        guard let first = children.first, first.name == "paragraph", let text = first.children.first?.name else {
            return nil
        }
        if children.count == 1, first.children.count == 1, text == Self.text + "[x]" {
            return MarkdownTree("task true")
        }
        if children.count == 1, first.children.count == 1, text == Self.text + "[ ]" {
            return MarkdownTree("task false")
        }
        for (mark, name) in [("[ ] ", "task false"), ("[x] ", "task true"), ("[X] ", "task true")]
        where text.hasPrefix(Self.text + mark) {
            var task = self
            task.name = name
            task.children[0].children[0].name =
                Self.text + text.dropFirst(Self.text.count + mark.count).drop { $0 == " " }
            return task
        }
        return nil
    }

    /// The tree, indented.
    var description: String { lines(0).joined(separator: "\n") }

    private func lines(_ depth: Int) -> [String] {
        [String(repeating: "  ", count: depth) + name.debugDescription] + children.flatMap { $0.lines(depth + 1) }
    }
}

extension MarkdownTree {
    /// The structure of a document of ours, its footnotes where GitHub puts them.
    init(_ document: Markdown) {
        var notes = FootnoteOrder()
        notes.read(document)
        self.init("document", document.children.compactMap { Self.node($0, notes) })
        for label in notes.order {
            if let note = notes.definitions[label] {
                children.append(MarkdownTree("footnote", note.children.compactMap { Self.node($0, notes) }))
            }
        }
    }

    private static func node(_ node: Markdown, _ notes: FootnoteOrder) -> MarkdownTree? {
        func tree(_ name: String) -> MarkdownTree {
            MarkdownTree(name, node.children.compactMap { self.node($0, notes) })
        }
        switch node.kind {
        case .document: return tree("document")
        case .paragraph: return tree("paragraph")
        case .quote: return tree("block_quote")
        case .rule: return tree("thematic_break")
        case .heading(let level): return tree("heading \(level)")
        case .list(let start, let tight): return tree("list \(start.map(String.init) ?? "bullet") \(tight)")
        case .item(nil): return tree("item")
        case .item(let isChecked?): return tree("task \(isChecked)")
        case .code(let info, let text): return tree("code_block \(info)|\(text)")
        case .htmlBlock(let text): return tree("html_block \(text)")
        case .table(let alignments):
            let rows = node.children.enumerated().map { index, row in
                var cells = row.children.prefix(alignments.count).map { cell in
                    MarkdownTree("table_cell", cell.children.compactMap { self.node($0, notes) })
                }
                while cells.count < alignments.count { cells.append(MarkdownTree("table_cell")) }
                if index == 0 {
                    for column in cells.indices where alignments[column] != .none {
                        cells[column].name += " \(alignments[column])"
                    }
                }
                return MarkdownTree(index == 0 ? "table_header" : "table_row", cells)
            }
            return MarkdownTree("table", rows)
        case .row, .cell: return tree("row outside a table")
        case .footnote: return nil
        case .text(let text): return tree(Self.text + text)
        case .codeSpan(let text): return tree("code \(text)")
        case .html(let text): return tree("html_inline \(text)")
        case .softBreak: return tree("softbreak")
        case .lineBreak: return tree("linebreak")
        case .emphasis: return tree("emph")
        case .strong: return tree("strong")
        case .strikethrough: return tree("strikethrough")
        case .link(let url, let title): return tree("link \(url)|\(title)")
        case .image(let url, let title): return tree("image \(url)|\(title)")
        case .footnoteReference(let label):
            return notes.definitions[notes.key(label)] == nil
                ? MarkdownTree(Self.text + "[^\(label)]") : tree("footnote_reference")
        }
    }
}

/// The footnotes of a document, in the order of the first references, wherever these are.
private struct FootnoteOrder {
    var definitions: [Label: Markdown] = [:]
    private var references: [Label] = []

    func key(_ label: String) -> Label { Label(Array(label.utf8)[...]) }

    var order: [Label] {
        var seen: Set<Label> = []
        return references.filter { definitions[$0] != nil && seen.insert($0).inserted }
    }

    mutating func read(_ node: Markdown) {
        if case .footnoteReference(let label) = node.kind { references.append(key(label)) }
        for child in node.children { read(child) }
        // Of nested ones the inner is first.
        if case .footnote(let label) = node.kind, definitions[key(label)] == nil { definitions[key(label)] = node }
    }
}

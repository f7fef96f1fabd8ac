import LessonKit

extension HTML {
    /// The comment about code right after a formula, and its index; nil where there is none.
    static func codeComment(after index: Int, in nodes: [Markdown]) -> (text: String, index: Int)? {
        guard index + 2 < nodes.count, case .text(let text) = nodes[index + 1].kind,
            text.dropFirst().allSatisfy(\.isWhitespace)
        else { return nil }
        let place = nodes[index + 2].kind == .softBreak ? index + 3 : index + 2
        return place < nodes.count ? nodes[place].codeComment.map { ($0, place) } : nil
    }

    /// A formula on lines of its own, with a link to the cell that computes it if the block after it names the code.
    mutating func computed(_ formula: String, _ next: Markdown) -> String {
        guard let mark = next.codeComment.flatMap({ self.mark(of: $0, in: next) }) else { return formula }
        return "<div class=\"computed\" data-code=\"\(mark.number)\">\n\(formula)\(Self.link(to: mark))</div>\n"
    }

    /// A formula in a line of text, and what follows it on this line, with a link to the cell that computes it; nil where the
    /// comment names none.
    mutating func computed(_ formula: String, _ comment: String, end: Substring, in block: Markdown) -> String? {
        guard let mark = mark(of: comment, in: block) else { return nil }
        let whole = formula.hasPrefix("<span class=\"katex whole\">") ? " whole" : ""
        return "<span class=\"computed\(whole)\" data-code=\"\(mark.number)\">\(formula)\(Self.link(to: mark))"
            + "\(String(end).htmlEscaped)</span>"
    }

    private static func link(to mark: CodeMarks.Mark) -> String {
        "<a class=\"to-code\" href=\"#\(CellBlocks.id(of: mark.cell))\" aria-label=\"Computed in \(mark.cell.name)\">{}</a>"
    }

    /// The lines that a comment names; reports what is wrong with it. Nil in a book too, where nothing can be pointed at.
    private mutating func mark(of comment: String, in block: Markdown) -> CodeMarks.Mark? {
        switch extensions?.codeMarks?.mark(of: comment) {
        case .success(let mark): return medium == .book || omitsLinks || !explained.isOn ? nil : mark
        case .failure(let fault):
            let place = position(of: fault.line.isEmpty ? "<!--" : fault.line, in: block)
            report(fault.message, line: place.line)
        case nil: break
        }
        return nil
    }

    /// Reports a comment about code that follows no formula.
    mutating func expectNoCodeComment(_ node: Markdown, in block: Markdown) {
        guard node.codeComment != nil, extensions?.codeMarks != nil, !omitsLinks else { return }
        report(
            "There is no formula right before this comment; put it after the formula that the code computes.",
            line: position(of: "<!--", in: block).line)
    }
}

import LessonKit

/// The footnotes that a page has referred to so far.
struct Footnotes {
    /// The indices of the footnotes in the document, in the order of the first references.
    var order: [Int] = []
    /// How often each footnote is referred to.
    var counts: [Int: Int] = [:]
    private var numbers: [Int: Int] = [:]

    /// Counts a reference; returns the number of the footnote, and of the reference among those to it.
    mutating func refer(to footnote: Int) -> (number: Int, reference: Int) {
        if numbers[footnote] == nil { order.append(footnote) }
        let number = numbers[footnote] ?? order.count
        numbers[footnote] = number
        counts[footnote, default: 0] += 1
        return (number, counts[footnote] ?? 1)
    }
}

extension HTML {
    /// A reference to the footnote with a label; its text where there is no such footnote.
    mutating func footnoteReference(_ label: String, in block: Markdown) -> String {
        guard let footnote = extensions?.document.footnote(labelled: label) else {
            report(
                "There is no footnote ‘\(label)’; define it on a line of its own that begins with ‘[^\(label)]:’.",
                line: position(of: "[^\(label)]", in: block).line)
            return "[^\(label)]".htmlEscaped
        }
        if omitsLinks { return "" }
        let (number, reference) = footnotes.refer(to: footnote)
        return "<sup><a class=\"footnote\" href=\"#note.\(number)\" id=\"note.\(number).\(reference)\" "
            + "aria-label=\"Footnote \(number)\">\(number)</a></sup>"
    }

    /// The footnotes that were referred to, with links back.
    mutating func footnoteList(_ document: Document) -> String {
        var items = ""
        // A footnote may refer to others, which are then appended to the list.
        var index = 0
        while index < footnotes.order.count {
            let note = document.footnotes[footnotes.order[index]]
            let text = enclosing(note) { $0.blocks(note.children) }
            let back = (1...(footnotes.counts[footnotes.order[index]] ?? 1)).map { reference in
                " <a href=\"#note.\(index + 1).\(reference)\" aria-label=\"Back to the text\">↩</a>"
            }.joined()
            index += 1
            let end = text.hasSuffix("</p>\n") ? "</p>\n" : ""
            items += "<li id=\"note.\(index)\">\n\(text.dropLast(end.count))\(back)\(end)</li>\n"
        }
        reportUnusedFootnotes(in: document)
        return items.isEmpty
            ? "" : "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\(items)</ol>\n</section>\n"
    }

    private mutating func reportUnusedFootnotes(in document: Document) {
        for (index, note) in document.footnotes.enumerated() where footnotes.counts[index] == nil {
            guard case .footnote(let label) = note.kind else { continue }
            report(
                "Nothing refers to the footnote ‘\(label)’; write ‘[^\(label)]’ where it belongs, or remove it.",
                line: note.lines.lowerBound)
        }
        for note in document.repeatedFootnotes {
            guard case .footnote(let label) = note.kind else { continue }
            report(
                "There is a footnote ‘\(label)’ before this one; give this one another label, or remove it.",
                line: note.lines.lowerBound)
        }
    }
}

import LessonKit

/// The footnotes that a page has referred to so far.
struct Footnotes {
    /// The labels of the footnotes, in the order of the first references.
    var order: [String] = []
    /// How often each footnote is referred to.
    var counts: [String: Int] = [:]
    private var numbers: [String: Int] = [:]

    /// Counts a reference; returns the number of the footnote, and of the reference among those to it.
    mutating func refer(to label: String) -> (number: Int, reference: Int) {
        if numbers[label] == nil { order.append(label) }
        let number = numbers[label] ?? order.count
        numbers[label] = number
        counts[label, default: 0] += 1
        return (number, counts[label] ?? 1)
    }
}

extension HTML {
    /// A text whose `[^labels]` lead to their footnotes.
    mutating func withFootnotes(_ text: String, in block: Markdown) -> String {
        guard text.contains("[^"), let document = extensions?.document else { return text.htmlEscaped }
        var html = ""
        var rest = text[...]
        while let mark = rest.firstRange(of: "[^"),
            let end = rest[mark.upperBound...].firstIndex(where: { $0 == "]" || $0.isWhitespace })
        {
            let label = String(rest[mark.upperBound..<end])
            // A `[^` without its closing bracket is text, and so is everything up to the space in the bracket's place.
            guard rest[end] == "]", !label.isEmpty else {
                html += String(rest[..<end]).htmlEscaped
                rest = rest[end...]
                continue
            }
            html += String(rest[..<mark.lowerBound]).htmlEscaped
            rest = rest[end...].dropFirst()
            if document.footnotes[label] == nil {
                html += "[^\(label)]".htmlEscaped
                report(
                    "There is no footnote ‘\(label)’; define it on a line of its own that begins with ‘[^\(label)]:’.",
                    line: position(of: "[^\(label)]", in: block).line)
            } else if !omitsLinks {
                let (number, reference) = footnotes.refer(to: label)
                html += "<sup><a class=\"footnote\" href=\"#note.\(number)\" id=\"note.\(number).\(reference)\" "
                html += "aria-label=\"Footnote \(number)\">\(number)</a></sup>"
            }
        }
        return html + String(rest).htmlEscaped
    }

    /// The footnotes that were referred to, with links back.
    mutating func footnoteList(_ document: Document) -> String {
        for label in document.footnotes.keys.sorted() where footnotes.counts[label] == nil {
            let line = document.footnotes[label]?.children.first?.lines.lowerBound ?? 1
            report(
                "Nothing refers to the footnote ‘\(label)’; write ‘[^\(label)]’ where it belongs, or remove it.",
                line: line)
        }
        guard !footnotes.order.isEmpty else { return "" }
        var items = ""
        // A footnote may refer to others, which are then appended to the list.
        var index = 0
        while index < footnotes.order.count {
            let label = footnotes.order[index]
            index += 1
            let text = document.footnotes[label].map { note in enclosing(note) { $0.blocks(note.children) } } ?? ""
            let back = (1...(footnotes.counts[label] ?? 1)).map { reference in
                " <a href=\"#note.\(index).\(reference)\" aria-label=\"Back to the text\">↩</a>"
            }.joined()
            let end = text.hasSuffix("</p>\n") ? "</p>\n" : ""
            items += "<li id=\"note.\(index)\">\n\(text.dropLast(end.count))\(back)\(end)</li>\n"
        }
        return "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\(items)</ol>\n</section>\n"
    }
}

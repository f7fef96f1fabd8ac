import LessonKit

extension HTML {
    /// The HTML of a table.
    mutating func table(_ table: Markdown, _ alignments: [Markdown.Alignment]) -> String {
        let count = alignments.count * table.children.count
        guard count <= Markdown.cellLimit else {
            report(
                "The table has \(count) cells; a page shows at most \(Markdown.cellLimit); split the table.",
                line: table.lines.lowerBound)
            return ""
        }
        isInHeader = true
        let header = table.children.prefix(1).map { row($0, alignments, "th") }.joined()
        isInHeader = false
        let body = table.children.dropFirst().map { row($0, alignments, "td") }.joined()
        return "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n\(header)</thead>\n"
            + (body.isEmpty ? "" : "<tbody>\n\(body)</tbody>\n") + "</table></div>\n"
    }

    private mutating func row(_ row: Markdown, _ alignments: [Markdown.Alignment], _ name: String) -> String {
        var html = ""
        for (column, alignment) in alignments.enumerated() {
            let nodes = column < row.children.count ? row.children[column].children : []
            addSearchWords(nodes.map(\.textWithFormulas).joined())
            // An empty corner cell is not a header.
            let name = nodes.isEmpty ? "td" : name
            let scope = name == "th" ? " scope=\"col\"" : ""
            let text = enclosing(row) { $0.inlines(nodes, in: row) }
            html += "<\(name)\(scope)\(Self.attribute(alignment))>\(text)</\(name)>"
        }
        return "<tr>\(html)</tr>\n"
    }

    private static func attribute(_ alignment: Markdown.Alignment) -> String {
        switch alignment {
        case .none, .left: ""
        case .center: " class=\"centre\""
        case .right: " class=\"right\""
        }
    }
}

import LessonKit

extension HTML {
    /// The HTML of the table that GitHub would find in a paragraph, with the text before it; nil if there is none.
    mutating func table(_ node: Markdown) -> String? {
        guard let document = extensions?.document else { return nil }
        let numbers = Array(node.lines)
        let lines = numbers.map { content(ofLine: $0) }
        guard
            let rule = lines.indices.dropFirst().first(where: { index in
                Self.alignments(lines[index])?.count == Self.cells(lines[index - 1]).count
            }), let alignments = Self.alignments(lines[rule])
        else { return nil }
        let count = alignments.count * (lines.count - rule)
        guard count <= Self.cellLimit else {
            report(
                "The table has \(count) cells; a page shows at most \(Self.cellLimit); split the table.",
                line: numbers[rule - 1])
            return nil
        }
        var html = ""
        if rule > 1 {
            let text = lines[..<(rule - 1)].joined(separator: "\n")
            html += "<p>\(enclosing(node) { $0.inlines(document.inlines(of: text), in: node) })</p>\n"
        }
        func row(_ index: Int, _ name: String, _ html: inout HTML) -> String {
            var cells = Self.cells(lines[index])
            while cells.count < alignments.count { cells.append("") }
            let texts = zip(cells, alignments).map { cell, alignment in
                let nodes = document.inlines(of: cell)
                html.addSearchWords(nodes.map(\.plainText).joined())
                let attribute = alignment.isEmpty ? "" : " class=\"\(alignment)\""
                // An empty corner cell is not a header.
                let name = cell.isEmpty ? "td" : name
                let scope = name == "th" ? " scope=\"col\"" : ""
                return "<\(name)\(scope)\(attribute)>\(html.enclosing(node) { $0.inlines(nodes, in: node) })</\(name)>"
            }
            return "<tr>\(texts.joined())</tr>\n"
        }
        isInHeader = true
        html += "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n\(row(rule - 1, "th", &self))</thead>\n"
        isInHeader = false
        let body = (rule + 1..<lines.count).map { row($0, "td", &self) }.joined()
        return html + (body.isEmpty ? "" : "<tbody>\n\(body)</tbody>\n") + "</table></div>\n"
    }

    private static let cellLimit = 100_000

    /// The alignment of each column if a line is the rule under a table's header.
    private static func alignments(_ line: Substring) -> [String]? {
        guard line.contains("|"), line.allSatisfy({ "|-: \t".contains($0) }) else { return nil }
        let rule = /:?-+:?/
        var names: [String] = []
        for cell in cells(line) {
            guard cell.wholeMatch(of: rule) != nil else { return nil }
            let name = cell.hasPrefix(":") ? "centre" : "right"
            names.append(cell.hasSuffix(":") ? name : "")
        }
        return names
    }

    /// The cells of a row, which are separated by pipes that no backslash escapes.
    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isEscaped = false
        for character in line {
            if character == "|" && !isEscaped {
                cells.append("")
                continue
            }
            if character == "|" { cells[cells.count - 1].removeLast() }
            cells[cells.count - 1].append(character)
            isEscaped = character == "\\" && !isEscaped
        }
        cells = cells.map { String($0.trimmingPrefix { $0.isWhitespace }).withoutTrailingBlanks }
        if cells.first == "" { cells.removeFirst() }
        if cells.last == "" { cells.removeLast() }
        return cells
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

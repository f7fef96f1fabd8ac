import LessonKit

extension HTML {
    /// The entries of the notation that the page has marked, in a table under a line that unfolds it: for readers without script
    /// or pointer, and for the script that shows them as cards.
    mutating func entryList() -> String {
        guard let extensions, let vocabulary = extensions.vocabulary, !explained.entries.isEmpty else { return "" }
        let all = vocabulary.notation.entries
        let (signs, words) = (
            explained.entries.filter { all[$0].words.isEmpty }, explained.entries.filter { !all[$0].words.isEmpty }
        )
        let rows = (signs + words).map { row(all[$0], number: $0, extensions) }.joined()
        let header = ["sign or word", "中文", "meaning", "lesson"]
        letters.formUnion(header.joined().lettersBeyondASCII)
        return "<details class=\"entries\"><summary>Signs and words on this page</summary>\n"
            + "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n"
            + "<tr>\(header.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr>\n</thead>\n<tbody>\n\(rows)</tbody>\n"
            + "</table></div>\n</details>\n"
    }

    private mutating func row(_ entry: Notation.Entry, number: Int, _ extensions: Extensions) -> String {
        var cells = entry.cells.map { cell in plain { $0.inlines(cell.children, in: entry.row) } }
        if entry.words.isEmpty { cells.insert("", at: 1) }
        let links = entry.lessons.map { lesson in
            guard case .page(let reference) = extensions.map.target(of: lesson.url, from: Notation.path) else {
                return lesson.number.htmlEscaped
            }
            let address = extensions.map.address(of: reference, from: extensions.path)
            return "<a href=\"\(address.hrefEscaped)\">\(lesson.number.htmlEscaped)</a>"
        }
        cells.append(links.joined(separator: ", ") + (entry.isLocal ? " only" : ""))
        return "<tr data-k=\"\(number)\">\(cells.map { "<td>\($0)</td>" }.joined())</tr>\n"
    }

    /// Text of another file, without links; what is wrong with it is told where that file is shown.
    private mutating func plain(_ write: (inout HTML) -> String) -> String {
        let problemCount = problems.count
        omitsLinks = true
        defer {
            omitsLinks = false
            problems.removeSubrange(problemCount...)
        }
        return write(&self)
    }
}

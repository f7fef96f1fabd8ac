import LessonKit

/// Writes a figure: its picture, and below it the numbers it was drawn from, folded away.
struct FigureBlock {
    let figure: Figure
    var medium = SiteMap.Medium.site

    var html: String {
        "<figure>\n\(picture)\(table)</figure>\n"
    }

    /// The picture, if it is a harmless SVG element, or else its form for a terminal: a program's output is not
    /// trusted.
    private var picture: String {
        if figure.svg.isEmpty { return "" }
        if SVGReader.isHarmless(figure.svg) { return figure.svg + "\n" }
        return
            "<pre tabindex=\"0\" role=\"img\" aria-label=\"\(figure.alternativeText.htmlEscaped)\">\(figure.text.htmlEscaped)</pre>\n"
    }

    private var table: String {
        guard let rows = figure.data, let header = rows.first else { return "" }
        func cells(_ row: [String], _ open: (Int) -> String) -> String {
            // An empty corner cell is not a header.
            row.enumerated().map { index, cell in
                let tag = cell.isEmpty ? "td" : open(index)
                return "<\(tag)>\(cell.htmlEscaped)</\(tag.prefix(2))>"
            }.joined()
        }
        let head = "<tr>\(cells(header) { _ in "th scope=\"col\"" })</tr>\n"
        let body = rows.dropFirst().map { row in
            "<tr>\(cells(row) { $0 == 0 ? "th scope=\"row\"" : "td class=\"right\"" })</tr>\n"
        }
        let table =
            "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n\(head)</thead>\n<tbody>\n\(body.joined())</tbody>\n</table></div>\n"
        if figure.svg.isEmpty { return table }
        if medium == .book { return "" }
        return "<details class=\"data\"><summary>The numbers</summary>\n\(table)</details>\n"
    }
}

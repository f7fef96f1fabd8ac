import LessonKit

/// What a page folds away, such as a solution, and a book has at its end.
struct Folded {
    /// A title that can be understood there.
    let title: String
    let html: String
    /// Its id, which its title at the end of the book has.
    let id: String
    /// The id of the place that leads to it.
    var placeID: String { id + ".place" }
}

extension HTML {
    var medium: SiteMap.Medium { extensions?.map.medium ?? .site }

    /// What a book says under a live cell.
    func liveNote(_ cell: Cell) -> String {
        guard let extensions else { return "" }
        let page = extensions.path.dropLast(3) + ".html#" + CellBlocks.id(of: cell)
        let link = extensions.map.siteAddress.map {
            "<a href=\"\(("\($0)/\(page)").hrefEscaped)\">On the page of this lesson</a>"
        }
        return "<p class=\"live\">\(link ?? "On the page of this lesson") the numbers of this cell can be moved.</p>\n"
    }

    /// Some HTML under a line that unfolds it; in a book a line that leads to it.
    mutating func fold(_ kind: String, _ summary: String, title: String, _ html: String) -> String {
        guard medium == .book else {
            return "<details class=\"\(kind)\"><summary>\(summary)</summary>\n\(html)</details>\n"
        }
        let item = Folded(title: title, html: html, id: "folded.\(folded.count + 1)")
        folded.append(item)
        return "<p class=\"folded\" id=\"\(item.placeID)\"><a href=\"#\(item.id)\">\(summary)</a>"
            + "\(Book.pageNumber(of: item.id))</p>\n"
    }
}

import LessonKit

/// The navigation beside the text of a page.
enum Sidebar {
    /// The headings of a page; empty if there are none.
    static func contents(_ sections: some Sequence<PageSection>) -> String {
        list(
            "contents", title: "On this page",
            sections.filter { (2...3).contains($0.level) }.map { section in
                (" class=\"level-\(section.level)\"", "#\(section.id.hrefEscaped)", section.html, false)
            })
    }

    /// The lessons of a part, on the page of one of them.
    static func part(
        _ part: PartText, at current: Course.LessonFile
    ) -> String {
        list(
            "part", title: "Part \(part.part.number) · \(part.title.htmlEscaped)",
            part.lessons.map { report, text in
                let file = report.file
                let address = String(file.path.fileName.dropLast(3)).percentEncoded.hrefEscaped + ".html"
                return (
                    " " + PartText.progress(of: report, text), address,
                    "<span>\(file.number)</span> \((text.title ?? file.name).htmlEscaped)", file == current
                )
            })
    }

    /// The parts of the course, on the page of a part.
    static func course(_ parts: [PartText], root: String, at current: String) -> String {
        list(
            "course", title: "The course",
            parts.filter { !$0.lessons.isEmpty }.map { part in
                let path = "\(part.part.folder.percentEncoded)/index.html"
                return (
                    "", root + path.hrefEscaped, "<span>\(part.part.number)</span> \(part.title.htmlEscaped)",
                    part.part.folder == current
                )
            })
    }

    private static func list(
        _ kind: String, title: String, _ items: [(attribute: String, address: String, html: String, isCurrent: Bool)]
    ) -> String {
        if items.isEmpty { return "" }
        let lines = items.map { attribute, address, html, isCurrent in
            "<li\(attribute)><a href=\"\(address)\"\(isCurrent ? " aria-current=\"page\"" : "")>\(html)</a></li>\n"
        }
        return
            "<nav class=\"\(kind)\" aria-labelledby=\"site.\(kind)\"><details><summary id=\"site.\(kind)\">\(title)</summary>\n"
            + "<ol>\n\(lines.joined())</ol>\n</details></nav>\n"
    }
}

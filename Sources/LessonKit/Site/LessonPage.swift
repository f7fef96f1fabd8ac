#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes the page of a lesson from its text.
struct LessonPage {
    let report: Report
    let text: PageText
    let part: Course.Part
    let partTitle: String
    /// All lessons of the part, and their titles.
    let siblings: [(file: Course.LessonFile, title: String)]
    let toolchain: String

    var title: String { text.title ?? report.file.name }
    private var name: String { report.file.path.fileName }

    func page() -> Page {
        let eyebrow =
            "<p class=\"eyebrow\"><a href=\"index.html\">Part \(part.number) · \(partTitle.htmlEscaped)</a>"
            + "<span>Lesson \(report.file.number.htmlEscaped)</span></p>\n"
        var page = Page(
            path: text.path.dropLast(3) + ".html", title: "\(report.file.number) \(title)", kind: "lesson",
            main: eyebrow + failure + text.html)
        page.places["sidebar"] = sidebar
        page.places["footer"] = footer
        return page
    }

    private var failure: String {
        guard !report.hasPassed || !text.problems.isEmpty else { return "" }
        let text = report.problemText(Style(isColoured: false)) + text.problems.map { "\($0)\n" }.joined()
        return
            "<div class=\"failure\" role=\"alert\"><p>This lesson fails.</p><pre tabindex=\"0\"><samp>\(text.htmlEscaped)"
            + "</samp></pre></div>\n"
    }

    private var sidebar: String {
        let headings = text.sections.dropFirst(2).filter { (2...3).contains($0.level) }.map {
            "<li class=\"level-\($0.level)\"><a href=\"#\($0.id.hrefEscaped)\">\($0.html)</a></li>\n"
        }
        let lessons = siblings.map { file, title in
            let isThis = file == report.file
            return "<li><a href=\"\(file.path.fileName.dropLast(3).description.percentEncoded.hrefEscaped).html\""
                + "\(isThis ? " aria-current=\"page\"" : "")><span>\(file.number)</span> \(title.htmlEscaped)</a></li>\n"
        }
        let contents =
            headings.isEmpty
            ? ""
            : "<nav class=\"contents\" aria-labelledby=\"site.contents\"><details><summary id=\"site.contents\">On this page</summary>\n<ol>\n\(headings.joined())</ol>\n</details></nav>\n"
        return contents
            + "<nav class=\"part\" aria-labelledby=\"site.part\"><details><summary id=\"site.part\">Part \(part.number) · \(partTitle.htmlEscaped)</summary>\n<ol>\n\(lessons.joined())</ol>\n</details></nav>\n"
    }

    private var footer: String {
        let date = Date(timeIntervalSince1970: report.date).formatted(.iso8601.year().month().day())
        let count = report.verdicts.count
        return "<p>\(count) \(count == 1 ? "cell" : "cells"), compiled, run and checked on <time>\(date)</time> with "
            + "\(toolchain.htmlEscaped) in \(CellBlocks.time(report.seconds)). "
            + "<a href=\"\(name.percentEncoded.hrefEscaped)\" type=\"text/markdown\">This lesson’s Markdown</a> · "
            + "<a href=\"../checks.html\">All checks</a></p>"
    }
}

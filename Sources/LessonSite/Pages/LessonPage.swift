import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes the page of a lesson from its text.
struct LessonPage {
    let report: Report
    let text: PageText
    let part: PartText
    /// The lessons that this one builds on, and those that build on it.
    let path: LessonPaths.Path
    let toolchain: String
    /// The works that the course's lessons name.
    let sources: CourseSources

    var title: String { text.title ?? report.file.name }
    private var name: String { report.file.path.fileName }

    func page() -> Page {
        let eyebrow =
            "<p class=\"eyebrow\"><a href=\"index.html\">Part \(part.part.number) · \(part.title.htmlEscaped)</a>"
            + "<span>Lesson \(report.file.number.htmlEscaped)</span>\(readingTime)</p>\n"
        var page = Page(
            path: text.path.dropLast(3) + ".html", title: "\(report.file.number) \(title)", kind: "lesson",
            main: eyebrow + failure
                + sources.citing(text, root: "../").replacing(
                    "</h1>\n", with: "</h1>\n\(path.html)", maxReplacements: 1))
        page.placeholders["sidebar"] =
            Sidebar.contents(text.sections.dropFirst(2))
            + Sidebar.part(part, at: report.file)
        page.describe(text.lead)
        page.placeholders["footer"] = footer
        page.show(formulas: text.hasFormulas, questions: !text.questions.isEmpty)
        if report.live != nil { page.runLiveCells() }
        page.placeholders["names"] = CardFiles.head(
            root: "../", names: !report.names.isEmpty, entries: text.hasEntries, code: text.hasComputedFormulas,
            sources: sources.areCited(in: text))
        return page
    }

    /// How long it takes to read: 200 words of prose a minute, and 300 of code.
    private var readingTime: String {
        func count(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }
        let all = text.sections.reduce(0) { $0 + count($1.words) }
        let code = (report.lesson?.cells ?? []).reduce(0) { $0 + count(CellBlocks.searchWords(of: $1)) }
        let minutes = (Double(max(all - code, 0)) / 200 + Double(code) / 300).rounded()
        return minutes < 1 ? "" : "<span>\(Int(minutes)) \(minutes == 1 ? "minute" : "minutes")</span>"
    }

    private var failure: String {
        if report.isPending && report.malformed.isEmpty {
            return
                "<p class=\"pending\" role=\"status\">This lesson is being checked. What it prints is shown as it is promised; the "
                + "figures come with the check.</p>\n"
        }
        guard !report.hasPassed || !text.problems.isEmpty else { return "" }
        let text = report.problemText(TerminalStyle(isColoured: false)) + text.problems.map { "\($0)\n" }.joined()
        return
            "<div class=\"failure\" role=\"alert\"><p>This lesson \(report.malformed.isEmpty ? "fails" : "is malformed, so nothing in it was checked").</p><pre tabindex=\"0\"><samp>\(text.htmlEscaped)"
            + "</samp></pre></div>\n"
    }

    /// The file of a lesson in another form, beside its page.
    static func path(of report: Report, as form: Export) -> String {
        "\(report.file.part)/\(report.file.path.fileName.dropLast(3)).\(form.rawValue)"
    }

    /// Links to the lesson's text and, if it has passed, to the program and the notebook made of it.
    private var downloads: String {
        func link(_ file: String, _ words: String, _ attributes: String) -> String {
            "<a href=\"\(file.percentEncoded.hrefEscaped)\" \(attributes)>\(words)</a>"
        }
        let markdown = link(name, "its Markdown", "type=\"text/markdown\"")
        guard report.hasPassed else { return markdown + "." }
        let stem = String(name.dropLast(3))
        return link(stem + ".swift", "a Swift program", "download") + ", "
            + link(stem + ".ipynb", "a Jupyter notebook", "download") + " or \(markdown)."
    }

    private var footer: String {
        let links =
            "<a href=\"../checks.html\">All checks</a></p>\n"
            + "<p class=\"how\">In the terminal, <code>lessons run \(report.file.nameToType.htmlEscaped)</code> runs it, and <code>lessons serve "
            + "\(report.file.nameToType.htmlEscaped)</code> makes this page a notebook. To keep: \(downloads)</p>"
        // Without a Run there is no date.
        guard report.malformed.isEmpty, report.date > 0 else { return "<p>Not checked. \(links)" }
        let date = Date(timeIntervalSince1970: report.date).formatted(.iso8601.year().month().day())
        let count = report.verdicts.count
        return "<p>\(count) \(count == 1 ? "cell" : "cells"), compiled, run and checked on <time>\(date)</time> with "
            + "\(toolchain.htmlEscaped) in \(DurationText.short(report.seconds)). \(links)"
    }
}

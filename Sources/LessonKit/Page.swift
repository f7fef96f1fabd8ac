#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A page of the site: its text, set into the template.
struct Page {
    /// The path below the site's folder.
    let path: String
    let title: String
    /// The HTML of each place that the template leaves open.
    var places: [String: String] = [:]

    /// The template with every `{{place}}` filled; throws if it has one that the page knows nothing of.
    func html(template: String) throws -> String {
        var places = places
        places["title"] = title.htmlEscaped
        places["root"] = String(repeating: "../", count: path.filter { $0 == "/" }.count)
        var html = ""
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let place = places[name] else {
                throw Refusal(description: "Site/page.html has a place {{\(name)}}, for which a page has nothing.")
            }
            html += rest[..<open.lowerBound] + place
            rest = rest[close.upperBound...]
        }
        return html + rest
    }
}

/// Makes the page of a verified lesson.
struct LessonPage {
    let report: Report
    let lesson: Lesson
    let typesetter: Typesetter
    let toolchain: String

    /// The page's path below the site's folder, like the lesson's below `Lessons`.
    static func path(of file: Course.LessonFile) -> String { "\(file.part)/\(file.path.fileName.dropLast(3)).html" }

    /// The page; throws what of the lesson cannot be shown.
    func page() throws -> Page {
        var html = HTML(source: lesson.source, typesetter: typesetter)
        for verdict in report.verdicts {
            html.replacements[verdict.cell.block.fenceLine] = try cell(verdict)
            if let expected = verdict.cell.expected { html.replacements[expected.block.fenceLine] = "" }
        }
        let body = try html.blocks(lesson.document.children)
        guard html.problems.isEmpty else { throw Lesson.Malformed(diagnostics: html.problems) }
        var page = Page(path: Self.path(of: report.file), title: lesson.title)
        page.places["kind"] = "lesson"
        page.places["main"] = body
        page.places["footer"] = footer
        return page
    }

    private func cell(_ verdict: Report.Verdict) throws -> String {
        let cell = verdict.cell
        let code = try typesetter.code(cell.block.text, language: "swift")
        var html = "<pre class=\"code\" tabindex=\"0\"><code>\(code)</code></pre>\n"
        if cell.kind == .trap { html = "<p class=\"label\">This cell stops the program</p>\n" + html }
        if let expected = cell.expected, !expected.block.text.isEmpty {
            let text = expected.block.text.replacing("\\...", with: "...").htmlEscaped
            html += "<pre class=\"output\" tabindex=\"0\" aria-label=\"Output\"><samp>\(text)</samp></pre>\n"
        }
        for figure in verdict.run?.figures ?? [] { html += "<figure>\(figure.svg)</figure>\n" }
        let name = "cell\(cell.kind == .plain ? "" : " \(cell.kind.rawValue)")"
        html = "<div class=\"\(name)\" id=\"cell-\(cell.number)\">\n\(html)</div>\n"
        guard cell.isHidden else { return html }
        return "<details class=\"hidden\"><summary>Code that runs here, folded away</summary>\n\(html)</details>\n"
    }

    private var footer: String {
        let date = Date(timeIntervalSince1970: report.date).formatted(.iso8601.year().month().day())
        let count = report.verdicts.count
        let source = "../" + report.file.displayName
        return "<p>\(count) \(count == 1 ? "cell" : "cells"), compiled, run and checked on <time>\(date)</time> with "
            + "\(toolchain.htmlEscaped) in \(Int((report.seconds * 1000).rounded())) ms. "
            + "Source: <code>\(source.dropFirst(3).description.htmlEscaped)</code></p>"
    }
}

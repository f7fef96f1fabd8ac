/// A part of the course as its pages show it.
struct PartText {
    let part: Course.Part
    let title: String
    /// The part's README; nil where it has none.
    let introduction: PageText?
    let lessons: [(report: Report, text: PageText)]

    /// The lessons as a list; addresses begin with `prefix`.
    func list(prefix: String) -> String {
        let items = lessons.map { report, text in
            let path = (prefix.isEmpty ? text.path.fileName : text.path).dropLast(3) + ".html"
            let exercises = report.lesson?.exercises.count ?? 0
            return
                "<li data-lesson=\"\(text.path.dropLast(3).description.htmlEscaped)\" data-exercises=\"\(exercises)\">"
                + "<span>\(report.file.number)</span> "
                + "<a href=\"\(String(path).percentEncoded.hrefEscaped)\">\((text.title ?? report.file.name).htmlEscaped)</a></li>\n"
        }
        return "<ol class=\"lessons\">\n\(items.joined())</ol>\n"
    }

    /// The part's own page.
    func page() -> Page {
        let heading = introduction?.title == nil ? "<h1>\(title.htmlEscaped)</h1>\n" : ""
        let main =
            "<p class=\"eyebrow\"><a href=\"../index.html\">The course</a><span>Part \(part.number)</span></p>\n"
            + heading + (introduction?.html ?? "") + "<section aria-label=\"Lessons\">\n\(list(prefix: ""))</section>\n"
        return Page(path: "\(part.folder)/index.html", title: "\(part.number) \(title)", kind: "part", main: main)
    }
}

/// The first page: a map of the course.
struct IndexPage {
    let parts: [PartText]

    func page() -> Page {
        var main =
            "<h1>\(Self.title)</h1>\n<p class=\"lead\">Every number and picture in these lessons was made by the Swift code "
            + "beside it, in a run that was checked.</p>\n"
        main += "<div class=\"map\">\n"
        for part in parts where !part.lessons.isEmpty {
            main +=
                "<section aria-label=\"Part \(part.part.number)\">\n<h2><a href=\"\(part.part.folder.percentEncoded.hrefEscaped)/index.html\">"
            main +=
                "<small>Part \(part.part.number)</small> \(part.title.htmlEscaped)</a></h2>\n\(part.list(prefix: "."))</section>\n"
        }
        main += "</div>\n"
        return Page(path: "index.html", title: Self.title, kind: "index", main: main)
    }

    static let title = "Convolutional networks, run and checked"
}

/// The page of all checks and their times.
struct ChecksPage {
    let parts: [PartText]
    let toolchain: String

    func page() -> Page {
        let reports = parts.flatMap { $0.lessons }.map(\.report)
        let verdicts = reports.flatMap(\.verdicts)
        var main =
            "<h1>All checks</h1>\n<p class=\"lead\">\(verdicts.count) checks in \(reports.count) lessons, compiled and run with "
        main += "\(toolchain.htmlEscaped) in \(CellBlocks.time(reports.reduce(0) { $0 + $1.seconds })).</p>\n"
        for part in parts where !part.lessons.isEmpty {
            main += "<h2>\(part.part.number) · \(part.title.htmlEscaped)</h2>\n"
            for (report, text) in part.lessons { main += lesson(report, text) }
        }
        return Page(path: "checks.html", title: "All checks", kind: "checks", main: main)
    }

    private func lesson(_ report: Report, _ text: PageText) -> String {
        let path = String(text.path.dropLast(3) + ".html").percentEncoded.hrefEscaped
        let passed = report.verdicts.count { $0.outcome == .passed }
        let rows = report.verdicts.map { verdict in
            let name =
                verdict.cell.kind == .exercise
                ? "exercise" : verdict.cell.kind == .plain ? "" : verdict.cell.kind.rawValue
            let time = verdict.run.map { CellBlocks.time($0.seconds) } ?? "not run"
            return
                "<tr><th scope=\"row\"><a href=\"\(path)#\(CellBlocks.id(of: verdict.cell))\">\(verdict.cell.number)</a></th>"
                + "<td>\(verdict.cell.block.fenceLine)</td><td>\(name)</td><td>\(verdict.outcome.words)</td><td>\(time)</td></tr>\n"
        }
        return
            "<details class=\"checks\"><summary><span>\(report.file.number)</span> \((text.title ?? report.file.name).htmlEscaped) "
            + "<span class=\"count\">\(passed) of \(report.verdicts.count) passed</span> "
            + "<span class=\"time\">\(CellBlocks.time(report.seconds))</span></summary>\n"
            + "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr><th scope=\"col\">Cell</th><th scope=\"col\">Line</th>"
            + "<th scope=\"col\">Kind</th><th scope=\"col\">Verdict</th><th scope=\"col\">Time</th></tr>\n</thead>\n"
            + "<tbody>\n\(rows.joined())</tbody>\n</table></div>\n</details>\n"
    }
}

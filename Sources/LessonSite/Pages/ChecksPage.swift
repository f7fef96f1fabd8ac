import LessonKit

/// The page of all checks and their times.
struct ChecksPage {
    let parts: [PartText]
    let toolchain: String

    func page() -> Page {
        let reports = parts.flatMap { $0.lessons }.map(\.report)
        let verdicts = reports.flatMap(\.verdicts)
        var main =
            "<h1>All checks</h1>\n<p class=\"lead\">\(verdicts.count) checks in \(reports.count) lessons, compiled and run with "
        main += "\(toolchain.htmlEscaped) in \(DurationText.short(reports.reduce(0) { $0 + $1.seconds })).</p>\n"
        for part in parts where !part.lessons.isEmpty {
            main += "<h2 id=\"part.\(part.part.number)\">\(heading(of: part))</h2>\n"
            for (report, text) in part.lessons { main += lesson(report, text) }
        }
        var page = Page(path: "checks.html", title: "All checks", kind: "checks", main: main)
        page.placeholders["sidebar"] = Sidebar.contents(
            parts.filter { !$0.lessons.isEmpty }.map { part in
                PageSection(level: 2, id: "part.\(part.part.number)", html: heading(of: part), title: part.title)
            })
        return page
    }

    private func heading(of part: PartText) -> String { "\(part.part.number) · \(part.title.htmlEscaped)" }

    private func lesson(_ report: Report, _ text: PageText) -> String {
        let path = String(text.path.dropLast(3) + ".html").percentEncoded.hrefEscaped
        let passed = report.verdicts.count { $0.outcome == .passed }
        let words =
            report.isPending
            ? "being checked" : report.malformed.isEmpty ? "\(passed) of \(report.verdicts.count) passed" : "malformed"
        let mark = report.hasPassed || report.isPending ? "count" : "count failed"
        let rows = report.verdicts.map { verdict in
            let name =
                verdict.cell.kind == .exercise
                ? "exercise" : verdict.cell.kind == .plain ? "" : verdict.cell.kind.rawValue
            let time = verdict.execution.map { DurationText.short($0.seconds) } ?? "not run"
            let mark = verdict.outcome == .passed || report.isPending ? "" : " class=\"failed\""
            return
                "<tr><th scope=\"row\"><a href=\"\(path)#\(CellBlocks.id(of: verdict.cell))\">\(verdict.cell.number)</a></th>"
                + "<td>\(verdict.cell.block.fenceLine)</td><td>\(name)</td><td\(mark)>\(verdict.outcome.label)</td><td>\(time)</td></tr>\n"
        }
        return
            "<details class=\"checks\"><summary><span>\(report.file.number)</span> \((text.title ?? report.file.name).htmlEscaped) "
            + "<span class=\"\(mark)\">\(words)</span> "
            + "<span class=\"time\">\(DurationText.short(report.seconds))</span></summary>\n"
            + "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr><th scope=\"col\">Cell</th><th scope=\"col\">Line</th>"
            + "<th scope=\"col\">Kind</th><th scope=\"col\">Verdict</th><th scope=\"col\">Time</th></tr>\n</thead>\n"
            + "<tbody>\n\(rows.joined())</tbody>\n</table></div>\n</details>\n"
    }
}

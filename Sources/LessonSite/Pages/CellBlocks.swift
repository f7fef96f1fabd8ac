import LessonKit
import TerminalText

/// Writes the cells of a lesson, with what they printed and showed.
struct CellBlocks {
    let report: Report
    let lesson: Lesson
    let typesetter: Typesetter
    /// The lines that compute formulas; nil in a book, where nothing can be pointed at.
    let codeMarks: CodeMarks?

    static func id(of cell: Cell) -> String { "cell.\(cell.position)" }

    /// Makes the page show every cell in the place of its block.
    func insert(into html: inout HTML) {
        for cell in lesson.cells {
            html.replacements[cell.block.fenceLine] = { $0.nothing(but: Self.searchWords(of: cell)) }
            if let block = cell.expected?.block { html.replacements[block.fenceLine] = { $0.nothing(but: block.text) } }
        }
        for hint in lesson.exercises.flatMap(\.hints) { html.replacements[hint.fenceLine] = { _ in "" } }
        for verdict in report.verdicts {
            let line = verdict.cell.block.fenceLine
            if let index = lesson.exercises.firstIndex(where: { $0.starter.index == verdict.cell.index }) {
                let exercise = ExerciseBlock(
                    number: index + 1, exercise: lesson.exercises[index], verdict: verdict, cells: self)
                html.moved.formUnion(exercise.prose.map(\.lines.lowerBound))
                html.replacements[line] = { $0.nothing(but: verdict.cell.block.text) + exercise.html(in: &$0) }
            } else {
                html.replacements[line] = { $0.nothing(but: verdict.cell.block.text) + cell(verdict, in: &$0) }
            }
        }
    }

    /// The words by which the search finds a cell; none of answers, which it would give away.
    static func searchWords(of cell: Cell) -> String {
        [.wrong, .solution].contains(cell.kind) ? "" : cell.block.text
    }

    /// A cell, its output and its figures.
    private func cell(_ verdict: Report.Verdict, in page: inout HTML) -> String {
        let cell = verdict.cell
        let isBook = page.medium == .book
        let time =
            isBook
            ? "" : verdict.execution.map { "<span class=\"time\">\(DurationText.short($0.seconds))</span>" } ?? ""
        let label = cell.kind.rules.label.map { "<span class=\"label\">\($0)</span>" } ?? ""
        let bar = "<p class=\"bar\"><a href=\"#\(Self.id(of: cell))\">Cell \(cell.number)</a>\(label)\(time)</p>\n"
        var html = code(cell) + output(cell, verdict.pieces) + figures(verdict, page.medium)
        html =
            "<div class=\"cell \(cell.kind.rawValue)\" id=\"\(Self.id(of: cell))\"\(isBook ? "" : live(cell))>\n\(bar)\(html)\(problems(verdict))</div>\n"
        if isBook && cell.kind == .live { html += page.liveNote(cell) }
        guard cell.isHidden else { return html }
        return page.fold("hidden", "Code that runs here, folded away", title: "Code of cell \(cell.number)", html)
    }

    /// What the page's scripts are told of a live cell; nothing of one that a page cannot run.
    private func live(_ cell: Cell) -> String {
        guard cell.kind == .live, let assets = report.live else { return "" }
        return LiveBlock(cell, of: report, assets).attribute
    }

    func code(_ cell: Cell) -> String {
        let names = report.names.isEmpty ? "" : " data-cell=\"\(cell.index)\""
        let plain = typesetter.code(cell.block.text, language: "swift")
        let code = codeMarks?.marked(plain, of: cell) ?? plain
        return "<pre class=\"code\" tabindex=\"0\"\(names)><code>\(code)</code></pre>\n"
    }

    /// What the cell printed in the run that was checked, faint where the lesson does not promise it; what is promised where there is
    /// no such run.
    func output(_ cell: Cell, _ pieces: [OutputPiece]?) -> String {
        guard let expected = cell.expected, !expected.block.text.isEmpty else { return "" }
        let promised = expected.block.text.replacing("\\...", with: "...")
        let shown = pieces?.map { (text: $0.shownText, isPromised: $0.isPromised) } ?? [(promised, true)]
        let html = shown.map { text, isPromised in
            isPromised ? text.htmlEscaped : "<span class=\"beyond\">\(text.htmlEscaped)</span>"
        }.joined()
        return "<pre class=\"output\(Self.width(of: shown.map(\.text).joined()))\" tabindex=\"0\" role=\"region\" "
            + "aria-label=\"Output of cell \(cell.number)\"><samp>\(html)</samp></pre>\n"
    }

    /// The CSS class of an output whose lines are wider than the page: tables get smaller letters, and longer lines are
    /// wrapped.
    private static func width(of output: String) -> String {
        switch output.split(separator: "\n").map(\.columns).max() ?? 0 {
        case ...84: ""
        case ...92: " wide"
        case ...104: " widest"
        default: " wrapped"
        }
    }

    func figures(_ verdict: Report.Verdict, _ medium: SiteMap.Medium) -> String {
        (verdict.execution?.figures ?? []).map { FigureBlock(figure: $0, medium: medium).html }.joined()
    }

    /// What went wrong, for the page of a failing lesson.
    func problems(_ verdict: Report.Verdict) -> String {
        guard verdict.outcome != .passed, !report.isPending else { return "" }
        let text = verdict.problems.map { report.text(of: $0, TerminalStyle(isColoured: false), outputIsShown: true) }
            .joined()
        return "<div class=\"failure\"><p>\(verdict.outcome.label)</p>"
            + (text.isEmpty ? "" : "<pre tabindex=\"0\"><samp>\(text.htmlEscaped)</samp></pre>") + "</div>\n"
    }
}

extension OutputPiece {
    /// More lines in the place of `...` are counted instead of shown.
    private static let mostLines = 40

    /// The text, shortened if it is long and nothing of it is promised.
    fileprivate var shownText: String {
        let end = text.hasSuffix("\n") ? "\n" : ""
        let lines = text.dropLast(end.count).split(separator: "\n", omittingEmptySubsequences: false)
        guard !isPromised, lines.count > Self.mostLines else { return text }
        let rest = "… \(lines.count - Self.mostLines) lines …"
        return (lines.prefix(Self.mostLines / 2) + [rest[...]] + lines.suffix(Self.mostLines / 2)).joined(
            separator: "\n")
            + end
    }
}

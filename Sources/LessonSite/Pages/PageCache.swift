import LessonKit

/// The texts of pages that were written before, each with the inputs it was written from.
final class PageCache {
    private var pages: [String: (inputs: [String], text: PageText)] = [:]
    /// The names of the course's files, which decide where links lead.
    private var files: [String] = []
    /// The letters and signs beyond ASCII of all texts so far, and those of their formulas. They only grow: fonts need not be made again because a lesson is malformed
    /// while somebody writes it.
    private(set) var letters: Set<Unicode.Scalar> = []
    private(set) var glyphs = FormulaGlyphs()

    /// Forgets everything if the course's files have other names than before.
    func begin(files: [String]) {
        if files.map({ ExactText($0) }) != self.files.map({ ExactText($0) }) { pages = [:] }
        self.files = files
    }

    /// The text that was written from the same inputs; nil if there is none.
    func text(of path: String, from inputs: [String]) -> PageText? {
        pages[path].flatMap { $0.inputs.map { ExactText($0) } == inputs.map { ExactText($0) } ? $0.text : nil }
    }

    func store(_ text: PageText?, of path: String, from inputs: [String]) {
        letters.formUnion(text?.letters ?? [])
        if let text { glyphs.formUnion(text.glyphs) }
        pages[path] = text.map { (inputs, $0) }
    }
}

extension Report {
    /// Everything in the report that determines the text of its page.
    var pageInputs: [String] {
        var shown = [
            lesson?.source.text ?? "", isPending ? "pending" : "", live.map { "\($0.data.keys.sorted())" } ?? "",
            names.isEmpty ? "" : "names",
        ]
        for verdict in verdicts {
            shown += [verdict.outcome.rawValue, verdict.execution.map { DurationText.short($0.seconds) } ?? ""]
            // With the lesson's text, which has the promise, it decides what the output is divided into.
            shown.append(verdict.printedText ?? "")
            shown += verdict.problems.map { text(of: $0, TerminalStyle(isColoured: false), outputIsShown: true) }
            for figure in verdict.execution?.figures ?? [] {
                shown += [figure.svg, figure.alternativeText, figure.text]
                for row in figure.data ?? [] { shown += row + ["end of row"] }
            }
        }
        return shown
    }
}

import LessonKit

/// The texts of pages that were written before, each beside what it was written from.
final class PageStore {
    private var kept: [String: (inputs: [String], text: PageText)] = [:]
    /// The names of the course's files, which decide where links lead.
    private var files: [String] = []

    /// Forgets everything if there are other files than before.
    func begin(files: [String]) {
        if files != self.files { kept = [:] }
        self.files = files
    }

    /// The text that was written from the same inputs; nil if there is none.
    func text(of path: String, from inputs: [String]) -> PageText? {
        kept[path].flatMap { $0.inputs == inputs ? $0.text : nil }
    }

    func keep(_ text: PageText?, of path: String, from inputs: [String]) {
        kept[path] = text.map { (inputs, $0) }
    }
}

extension Report {
    /// All of the report that its page's text shows.
    var shown: [String] {
        var shown = [lesson?.source.text ?? ""]
        for verdict in verdicts {
            shown += [verdict.outcome.rawValue, verdict.execution.map { CellBlocks.time($0.seconds) } ?? ""]
            shown += verdict.problems.map { text(of: $0, Style(isColoured: false)) }
            for figure in verdict.execution?.figures ?? [] {
                shown += [figure.svg, figure.alternativeText, figure.text]
                for row in figure.data ?? [] { shown += row + ["end of row"] }
            }
        }
        return shown
    }
}

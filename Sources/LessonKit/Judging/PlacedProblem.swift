/// A problem at its place in a cell, for an editor.
package struct PlacedProblem: Sendable {
    /// The index of the cell; nil if the problem is elsewhere.
    package var cell: Int?
    /// The line in the cell, counted from 1, and the column, counted from 1 in UTF-16; nil if it has none.
    package var line: Int?, column: Int?
    /// How severe it is.
    package var severity: Diagnostic.Severity
    /// What it is, and what is shown under it.
    package var message: String, detail: String?
}

extension Report.Problem {
    /// The problem at its place in a lesson's cells, in words for a learner.
    func placed(in lesson: Lesson) -> PlacedProblem {
        var placed = PlacedProblem(
            severity: diagnostic.severity, message: learnerMessage ?? diagnostic.message,
            detail: difference?.description ?? detail)
        let line = diagnostic.line
        guard let cell = lesson.cells.last(where: { $0.block.textLines.contains(line) }) else {
            placed.cell =
                lesson.cells.last { $0.block.fenceLine == line || $0.expected?.block.textLines.contains(line) == true }?
                .index
            return placed
        }
        placed.cell = cell.index
        placed.line = line - cell.block.textLines.lowerBound + 1
        let lines = cell.block.text.fileLines
        guard let column = diagnostic.column, lines.indices.contains((placed.line ?? 1) - 1) else { return placed }
        let own = column - 1 - cell.block.columnOffset(ofLine: line, in: lesson.source)
        let before = lines[(placed.line ?? 1) - 1].utf8.prefix(max(own, 0))
        placed.column = String(decoding: before, as: UTF8.self).utf16.count + 1
        return placed
    }
}

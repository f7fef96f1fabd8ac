import LessonKit

/// Writes an exercise: the starter, the check, and the hints and the solution folded away. Wrong answers are only for
/// the runner.
struct ExerciseBlock {
    let number: Int
    let exercise: Exercise
    let verdict: Report.Verdict
    let cells: CellBlocks

    func html(in page: inout HTML) -> String {
        var html =
            "<section class=\"exercise\" id=\"\(CellBlocks.id(of: exercise.starter))\" aria-label=\"Exercise \(number)\">\n"
        html += "<p class=\"bar\"><a href=\"#\(CellBlocks.id(of: exercise.starter))\">Exercise \(number)</a>"
        html += "<span class=\"label\">begin with this</span></p>\n"
        html += cells.code(exercise.starter)
        for (index, hint) in exercise.hints.enumerated() {
            let name = exercise.hints.count == 1 ? "Hint" : "Hint \(index + 1)"
            html += page.fold("hint", name, title: "\(name) for exercise \(number)", text(of: hint, in: &page))
        }
        html +=
            "<p class=\"bar check\"><span>Check</span><span class=\"label\">what a right answer must print</span></p>\n"
        html +=
            cells.code(exercise.check) + cells.output(exercise.check, verdict.pieces)
            + cells.figures(verdict, page.medium)
        html += page.fold(
            "solution", "Solution", title: "Solution of exercise \(number)", cells.code(exercise.solution))
        return html + cells.problems(verdict) + "</section>\n"
    }

    private func text(of hint: CodeBlock, in page: inout HTML) -> String {
        // Empty lines before the hint keep its line numbers right.
        let text = Document(String(repeating: "\n", count: hint.fenceLine) + hint.text).root
        return page.enclosing(text) { $0.blocks(text.children) }
    }
}

import LessonKit

/// Writes an exercise: the starter, the check, and the hints and the solution folded away. Wrong answers are only for
/// the runner.
struct ExerciseBlock {
    let number: Int
    let exercise: Exercise
    let verdict: Report.Verdict
    let cells: CellBlocks

    /// The blocks of text between the solution and the check, which tell what is checked; none where a heading is among them.
    var prose: [Markdown] {
        let (first, end) = (exercise.solution.block.fenceLine, exercise.check.block.fenceLine)
        let between = cells.lesson.document.root.children.filter { block in
            block.lines.lowerBound > first && block.lines.upperBound < end && !block.isCell
        }
        return between.contains(where: \.isHeading) ? [] : between
    }

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
            "<p class=\"bar check\"><span>Check</span><span class=\"label\">what a right answer must print\(exercise.check.expected?.comparison.words ?? "")</span></p>\n"
        if !prose.isEmpty { html += "<div class=\"told\">\n\(page.writing(prose))</div>\n" }
        html +=
            cells.code(exercise.check) + cells.output(exercise.check, verdict.pieces)
            + cells.figures(verdict, page.medium)
        let command = "lessons try \(cells.report.file.nameToType)" + (number > 1 ? " --exercise \(number)" : "")
        html += "<p class=\"how\">In the terminal, <code>\(command.htmlEscaped)</code> checks an answer of yours.</p>\n"
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

extension Markdown {
    fileprivate var isHeading: Bool { if case .heading = kind { true } else { false } }

    /// Whether it is code that a cell, an output or a hint takes the place of.
    fileprivate var isCell: Bool {
        guard case .code(let info, _) = kind else { return false }
        return ["swift", "output", "hint"].contains(info.split(whereSeparator: \.isWhitespace).first ?? "")
    }
}

extension HTML {
    /// Blocks that were moved to this place.
    fileprivate mutating func writing(_ blocks: [Markdown]) -> String {
        let others = moved
        moved = []
        defer { moved = others }
        return self.blocks(blocks)
    }
}

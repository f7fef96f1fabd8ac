/// Code that is being written in a cell, or as the answer to an exercise, after the cells before it. Nothing of it is run.
package struct WrittenCode: Sendable {
    private let program: Program
    private let cell: Cell

    /// A text in the place of the cell with an index in a lesson; an answer is in the place of its exercise's first cell.
    package init(_ text: String, in edited: EditedLesson, cell index: Int) {
        var cells = edited.lesson.cells
        cell = Cell(
            index: index, number: cells[index].number, kind: .compileOnly, isHidden: false, timeout: nil,
            block: CodeBlock(text: text.endingInLineEnd, firstLine: cells[index].block.textLines.lowerBound))
        cells[index] = cell
        let before = Program.all(of: edited.lesson)[0].cells.filter { $0.index < index }
        program = Program(
            lesson: edited.lesson.with(cells, exercises: edited.lesson.exercises), purpose: .cell,
            cells: before + [cell], subject: cell)
    }

    /// What the compiler says of it.
    package func problems(_ verifier: Verifier) throws -> [PlacedProblem] {
        let compilation = try verifier.runner.run(program, limit: verifier.settings.limit).compilation
        return compilation.diagnostics.filter { $0.cell == cell.index }.map {
            Report.Problem(diagnostic: $0.diagnostic(in: program.lesson)).placed(in: program.lesson)
        }
    }

    /// What may be written at a place in it: the line and the column are counted from 0, in UTF-16.
    package func completions(
        atLine line: Int, column: Int, from server: LanguageServer, within limit: Duration
    ) throws -> [CodeCompletion] {
        try server.completions(in: text, line: linesBefore + line, column: column, within: limit)
    }

    /// What stands at a place in it; nil if there is no name.
    package func description(
        atLine line: Int, column: Int, from server: LanguageServer, within limit: Duration
    ) throws -> CodeDescription? {
        try server.description(in: text, line: linesBefore + line, column: column, within: limit)
    }

    private var text: String { program.cells.map { $0.block.text.endingInLineEnd }.joined() }

    private var linesBefore: Int {
        program.cells.dropLast().reduce(0) {
            $0 + $1.block.text.endingInLineEnd.utf8.count { $0 == UInt8(ascii: "\n") }
        }
    }
}

extension Verifier {
    /// The toolchain's server that knows what names are, for the programs of one lesson; nil if there is none.
    package func languageServer() throws -> LanguageServer? { try LanguageServer(of: runner.toolchain) }
}

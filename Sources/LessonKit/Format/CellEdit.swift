/// A cell that a reader changed or added. The lesson's file knows nothing of it.
package struct CellEdit: Equatable, Sendable {
    /// Where the text belongs.
    package enum Place: Equatable, Sendable {
        /// In the place of the lesson's cell with this index.
        case replacing(Int)
        /// Below the lesson's cell with this index, after those that were added there before.
        case below(Int)
    }

    /// How the reader's page and file name it: `3`, or `3-added-1`.
    package var name: String
    /// Where it belongs.
    package var place: Place
    /// The reader's code.
    package var text: String
    /// Tells it from the lesson's other edits: its lines are numbered as no other cell's are, whatever is added above it.
    package var slot: Int

    /// Describes an edit.
    package init(name: String, place: Place, text: String, slot: Int) {
        (self.name, self.place, self.text, self.slot) = (name, place, text, slot)
    }

    /// The number of its first line, greater than any in a lesson.
    fileprivate var firstLine: Int { 1_000_000_000 + slot % 1000 * 1_000_000 }

    /// The longest text of a cell in bytes, which has fewer lines than there are numbers.
    package static let longestText = 500_000
}

/// A lesson with the cells that a reader changed or added.
package struct EditedLesson: Sendable {
    /// The lesson: a value of its own, which is never printed as Markdown.
    package let lesson: Lesson
    /// The name of each cell: its position in the lesson's file, or the name of the edit that added it.
    package let names: [String]
    /// The names of the cells that are the reader's.
    package let edited: Set<String>

    /// Applies edits to a lesson as it is written. A changed or added cell promises no output: whatever it prints is right.
    package init(_ lesson: Lesson, edits: [CellEdit]) {
        var cells: [Cell] = [], names: [String] = [], places: [Int: Int] = [:]
        func add(_ name: String, _ kind: CellKind, like cell: Cell, _ edit: CellEdit?) {
            var copy = Cell(
                index: cells.count, number: cell.number, kind: kind, isHidden: cell.isHidden,
                timeout: name == "\(cell.position)" ? cell.timeout : nil,
                block: edit.map { CodeBlock(text: $0.text.endingInLineEnd, firstLine: $0.firstLine) } ?? cell.block)
            copy.expected = edit.map { Self.anything(of: $0, kind) } ?? cell.expected
            cells.append(copy)
            names.append(name)
        }
        for cell in lesson.cells {
            places[cell.index] = cells.count
            let edit = edits.first { $0.place == .replacing(cell.index) && cell.kind.isEditable }
            add("\(cell.position)", cell.kind, like: cell, edit)
            for added in edits where added.place == .below(cell.index) { add(added.name, .plain, like: cell, added) }
        }
        func moved(_ cell: Cell) -> Cell { cells[places[cell.index] ?? 0] }
        let exercises = lesson.exercises.map { exercise in
            Exercise(
                starter: moved(exercise.starter), hints: exercise.hints, wrong: exercise.wrong.map(moved),
                solution: moved(exercise.solution), check: moved(exercise.check))
        }
        self.lesson = lesson.with(cells, exercises: exercises)
        self.names = names
        edited = Set(edits.map(\.name)).intersection(names)
    }

    private static func anything(of edit: CellEdit, _ kind: CellKind) -> ExpectedOutput? {
        guard kind.rules.noOutputReason == nil else { return nil }
        return ExpectedOutput(comparison: .exact, block: CodeBlock(text: "...\n", firstLine: edit.firstLine))
    }
}

extension CellKind {
    /// Whether a reader may change such a cell where it is. The answer to an exercise is changed instead of its cells.
    package var isEditable: Bool { self != .exercise && !isPartOfExercise }
}

extension String {
    /// The text with a line end after its last line.
    package var endingInLineEnd: String { isEmpty || utf8.last == UInt8(ascii: "\n") ? self : self + "\n" }
}

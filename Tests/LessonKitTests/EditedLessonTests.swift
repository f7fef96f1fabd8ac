import Testing

@testable import LessonKit

/// A lesson with the cells of a reader, which no Markdown holds.
@Suite struct EditedLessonTests {
    private static let text = """
        ```swift
        let a = 1
        ```

        ```swift trap
        fatalError()
        ```

        ```swift exercise
        let x = 0
        ```

        ```swift wrong
        let x = 1
        ```

        ```swift solution
        let x = 2
        ```

        ```swift check
        print(x)
        ```

        ```output
        2
        ```

        ```swift
        print(a)
        ```

        ```output
        1
        ```

        """

    private func edited(_ edits: [CellEdit]) throws -> EditedLesson {
        EditedLesson(try Lesson(SourceText(name: "x.md", text: Self.text)), edits: edits)
    }

    @Test func withoutEditsItIsTheLesson() throws {
        let edited = try edited([])
        #expect(edited.names == ["1", "2", "3", "4", "5", "6", "7"] && edited.edited.isEmpty)
        #expect(edited.lesson.cells.map(\.index) == Array(0..<7))
        #expect(edited.lesson.cells.map(\.block.fenceLine) == [1, 5, 9, 13, 17, 21, 29])
    }

    @Test func cellsAreReplacedAndAdded() throws {
        let code = "print(\"```\")\n```\n"
        let edited = try edited([
            CellEdit(name: "1", place: .replacing(0), text: code, slot: 1),
            CellEdit(name: "1-added-1", place: .below(0), text: "let b = 2", slot: 998),
            CellEdit(name: "6-added-2", place: .below(5), text: "let c = 3\n", slot: 997),
        ])
        let lesson = edited.lesson
        #expect(edited.names == ["1", "1-added-1", "2", "3", "4", "5", "6", "6-added-2", "7"])
        #expect(edited.edited == ["1", "1-added-1", "6-added-2"])
        #expect(lesson.cells.map(\.index) == Array(0..<9))
        #expect(lesson.cells[0].block.text == code && lesson.cells[1].block.text == "let b = 2\n")
        #expect(
            lesson.cells.map(\.kind) == [.plain, .plain, .trap, .exercise, .wrong, .solution, .check, .plain, .plain])
        // The exercise is made of the same cells at their new places.
        let exercise = try #require(lesson.exercises.first)
        #expect([exercise.starter, exercise.wrong[0], exercise.solution, exercise.check].map(\.index) == [3, 4, 5, 6])
        #expect(exercise.check.expected?.block.text == "2\n")
        // The lesson's own program has its cells and the reader's, in their order.
        #expect(Program.all(of: lesson)[0].cells.map(\.index) == [0, 1, 5, 6, 7, 8])
        // No two cells share a line.
        let lines = lesson.cells.map(\.block.textLines).sorted { $0.lowerBound < $1.lowerBound }
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    }

    /// A cell that the reader adds above others leaves the lines of these as they are: snapshots know them by their lines.
    @Test func linesDoNotMove() throws {
        let edit = CellEdit(name: "7", place: .replacing(6), text: "print(2)\n", slot: 7)
        let added = CellEdit(name: "1-added-1", place: .below(0), text: "let b = 2\n", slot: 998)
        let line = try edited([edit]).lesson.cells[6].block.textLines
        #expect(try edited([edit, added]).lesson.cells[7].block.textLines == line)
    }

    /// An exercise is answered, and its cells are left alone.
    @Test(arguments: 2...5) func cellsOfAnExerciseStay(_ index: Int) throws {
        let edited = try edited([CellEdit(name: "\(index + 1)", place: .replacing(index), text: "x", slot: 1)])
        #expect(edited.lesson.cells[index].block.text != "x\n" && edited.lesson.cells[index].block.fenceLine < 30)
    }

    @Test func aProblemIsPlacedInItsCell() throws {
        let lesson = try edited([CellEdit(name: "1", place: .replacing(0), text: "let 卷 = 1\nlet é = x\n", slot: 1)])
            .lesson
        let line = lesson.cells[0].block.textLines.lowerBound + 1
        // The compiler counts bytes: l e t blank é é blank = blank x; é is one unit of UTF-16.
        let problem = Report.Problem(diagnostic: Diagnostic(file: "x.md", line: line, column: 10, message: "no x"))
        let placed = problem.placed(in: lesson)
        #expect(placed.cell == 0 && placed.line == 2 && placed.column == 9 && placed.message == "no x")
        let own = Report.Problem(diagnostic: Diagnostic(file: "x.md", line: 30, column: 7, message: "a")).placed(
            in: lesson)
        #expect(own.cell == 6 && own.line == 1 && own.column == 7)
        #expect(
            Report.Problem(diagnostic: Diagnostic(file: "x.md", line: 29, message: "a")).placed(in: lesson).line == nil)
    }
}

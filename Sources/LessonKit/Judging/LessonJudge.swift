extension Run {
    /// Whether another program of the lesson would only run out of time too, in the cell in which the lesson's own did.
    func keepsFromRunning(_ program: Program) -> Bool {
        guard let execution, execution.termination == .timedOut, let last = execution.cells.last?.index,
            let subject = program.subject
        else { return false }
        return last < subject.index && program.cells.contains { $0.index == last }
    }
}

/// Judges all programs of a lesson.
struct LessonJudge {
    private let lesson: Lesson
    private let judges: [Judge]

    /// Takes the programs of a lesson, its own first, and the Run of each. If that is allowed, cells that promise nothing may
    /// print.
    init(lesson: Lesson, programs: [Program], runs: [Run], allowsUnpromisedOutput: Bool = false) {
        self.lesson = lesson
        var isBlocked = false
        if case .lesson = programs.first?.purpose {
            isBlocked = runs[0].compilation.failureText != nil || runs[0].compilation.hasErrors
        }
        judges = zip(programs, runs).map { program, run in
            Judge(
                program: program, run: run, isBlocked: isBlocked || runs[0].keepsFromRunning(program),
                mayPrint: allowsUnpromisedOutput)
        }
    }

    /// The verdict on a cell, or on the exercise that it begins; nil for the other cells of an exercise and for a cell
    /// in no program.
    func verdict(on cell: Cell, warningsFail: Bool) -> Report.Verdict? {
        if cell.kind.isPartOfExercise { return nil }
        switch cell.kind.rules.membership {
        case .lesson, .separate:
            let own = judges.first { $0.program.subject?.index == cell.index }
            let judge = own ?? judges.first { $0.program.subject == nil && $0.program.contains(cell) }
            return judge?.verdict(on: cell, warningsFail: warningsFail)
        case .answer:
            guard
                let exercise = lesson.exercises.first(where: { $0.starter.index == cell.index }),
                judges[0].program.contains(exercise.check)
            else { return nil }
            let cells = ([exercise.starter] + exercise.wrong).map(\.index)
            let answers = judges.filter { $0.program.subject.map { cells.contains($0.index) } ?? false }
            return ExerciseJudge(exercise: exercise, lesson: judges[0], answers: answers)
                .verdict(warningsFail: warningsFail)
        }
    }
}

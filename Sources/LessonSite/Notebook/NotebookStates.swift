import LessonKit

extension EntryState {
    init(_ entry: Attempts.Entry) {
        var below: String?
        if case .below(let index) = entry.place { below = "\(index + 1)" }
        self.init(
            name: entry.name, text: entry.code, version: entry.version, below: below, isOfOlderText: entry.isOfOlderText
        )
    }
}

extension ProblemState {
    init(_ problem: PlacedProblem) {
        self.init(
            line: problem.line, column: problem.column, severity: problem.severity.rawValue, message: problem.message,
            detail: problem.detail)
    }
}

extension CheckState {
    init(_ check: AnswerCheck) {
        self.init(
            hasPassed: check.hasPassed, lessonFault: check.lessonFault, problems: check.problems.map(ProblemState.init),
            printed: String(check.printed.prefix(20_000)), sentence: check.sentence, failures: check.failures)
    }
}

extension Cell {
    /// Whether the cell runs in the lesson's own program.
    var isInLessonsProgram: Bool { kind.rules.membership == .lesson }
    /// Whether the cell has a program of its own.
    var runsAlone: Bool { kind.rules.membership == .separate }
}

extension CellKind {
    /// Whether the cell is part of an exercise, which shows only what its check says of an answer.
    var isInExercise: Bool { self == .exercise || isPartOfExercise }
}

extension CompletionState {
    init(_ completion: CodeCompletion) {
        self.init(
            label: completion.label, type: completion.type, text: completion.text, start: completion.start,
            sentence: completion.sentence)
    }
}

/// What became of a lesson: a verdict for each of its cells.
public struct Report: Sendable {
    /// What became of a cell.
    public enum Outcome: String, Codable, Sendable {
        /// It did what the lesson promises.
        case passed
        /// It did something else.
        case failed
        /// It stopped the program.
        case crashed
        /// The compiler refused it.
        case notCompiled
        /// It ran until it was stopped.
        case timedOut
        /// The program did not come to it.
        case notReached
    }

    /// The outcome of a cell, with the reasons.
    public struct Verdict: Sendable {
        /// The cell.
        public let cell: Cell
        /// What became of it.
        public internal(set) var outcome: Outcome
        /// Why, unless it passed; the compiler's warnings and notes.
        public internal(set) var problems: [Problem] = []
        /// What it did; nil if it was not reached.
        public internal(set) var run: Run.CellRun?
    }

    /// A diagnostic, and what is shown under it.
    public struct Problem: Sendable {
        /// Where and what.
        public let diagnostic: Diagnostic
        /// How the output differs, or what was printed to stderr.
        public var detail: String?
        /// How the output differs, and the block that promises another; what `--update` needs.
        var difference: Difference?
        var block: CodeBlock?
    }

    /// The lesson's file.
    public let file: Course.LessonFile
    /// The lesson; nil if it is malformed or could not be read.
    public internal(set) var lesson: Lesson?
    /// A verdict a cell, in their order.
    public internal(set) var verdicts: [Verdict] = []
    /// What is wrong with the file itself.
    public internal(set) var malformed: [Diagnostic] = []
    /// Why each program ran, by its subject's number (0 for the main one); a program that did not run again is missing.
    public internal(set) var reasons: [Int: String] = [:]
    /// When the oldest of its Runs was made, in seconds since 1970.
    public internal(set) var date = 0.0
    /// How long compiling and running took when they were done, in seconds.
    public internal(set) var seconds = 0.0

    /// How much of that was compiling.
    public internal(set) var compileSeconds = 0.0

    /// Whether every cell passed.
    public var hasPassed: Bool { malformed.isEmpty && verdicts.allSatisfy { $0.outcome == .passed } }
}

extension Report {
    /// Judges what the programs of a lesson did; `runs` are theirs, in the same order.
    init(file: Course.LessonFile, lesson: Lesson, programs: [Program], runs: [Run], warningsFail: Bool) {
        self.file = file
        self.lesson = lesson
        let bench = Bench(lesson: lesson, programs: programs, runs: runs)
        verdicts = lesson.cells.compactMap { bench.verdict(on: $0, warningsFail: warningsFail) }
        compileSeconds = runs.reduce(0) { $0 + $1.compileSeconds }
        seconds = runs.reduce(compileSeconds) { $0 + $1.runSeconds }
    }
}

/// The judges of all programs of a lesson.
struct Bench {
    private let lesson: Lesson
    private let judges: [Judge]

    /// Seats a judge for each program that has run; the lesson's own is the first.
    init(lesson: Lesson, programs: [Program], runs: [Run]) {
        self.lesson = lesson
        var isBlocked = false
        if case .lesson = programs.first?.purpose {
            isBlocked = runs[0].compilerFailure != nil || runs[0].remarks.contains { $0.severity == .error }
        }
        judges = zip(programs, runs).map { Judge(program: $0, run: $1, isBlocked: isBlocked) }
    }

    /// The verdict on a cell, or on the exercise that it begins; nil for the other cells of an exercise.
    func verdict(on cell: Cell, warningsFail: Bool) -> Report.Verdict? {
        switch cell.kind {
        case .plain, .trap, .error, .compileOnly:
            (judges.first { $0.program.subject?.index == cell.index }
                ?? judges.first { cell.kind == .plain && $0.program.contains(cell) })?
                .verdict(on: cell, warningsFail: warningsFail)
        case .exercise:
            lesson.exercises.first { $0.starter.index == cell.index && judges[0].program.contains($0.check) }.map {
                exercise in
                let answers = ([exercise.starter] + exercise.wrong).map(\.index)
                let attempts = judges.filter { $0.program.subject.map { answers.contains($0.index) } ?? false }
                return ExerciseJudge(exercise: exercise, lesson: judges[0], attempts: attempts)
                    .verdict(warningsFail: warningsFail)
            }
        case .wrong, .solution, .check: nil
        }
    }
}

extension Report {
    /// Writes the text of a report to a file, whole or not at all.
    public static func write(_ text: String, to path: String) throws { try Files.write(text, to: path) }

    /// Writes the figures of the lesson to a folder, an SVG file each; returns their paths.
    public func writeFigures(to folder: String) throws -> [String] {
        try Files.makeFolder(folder)
        return try verdicts.flatMap { verdict in
            try (verdict.run?.figures ?? []).enumerated().map { index, figure in
                let path = "\(folder)/\(file.name)-cell\(verdict.cell.number)-\(index + 1).svg"
                try Files.write(figure.standalone, to: path)
                return path
            }
        }
    }

    /// Adds the text of a report to a file.
    public static func append(_ text: String, to path: String) throws { try Files.append(text, to: path) }
}

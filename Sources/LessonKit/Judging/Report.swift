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
        public internal(set) var execution: Execution.CellExecution?
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
        let judge = LessonJudge(lesson: lesson, programs: programs, runs: runs)
        verdicts = lesson.cells.compactMap { judge.verdict(on: $0, warningsFail: warningsFail) }
        compileSeconds = runs.reduce(0) { $0 + $1.compilation.seconds }
        seconds = runs.reduce(0) { $0 + $1.seconds }
    }

    /// Writes the figures of the lesson to a folder, an SVG file each; returns their paths.
    public func writeFigures(to folder: String) throws -> [String] {
        try Files.makeFolder(folder)
        return try verdicts.flatMap { verdict in
            try (verdict.execution?.figures ?? []).enumerated().map { index, figure in
                let path = "\(folder)/\(file.name)-cell\(verdict.cell.number)-\(index + 1).svg"
                try Files.write(figure.standalone, to: path)
                return path
            }
        }
    }
}

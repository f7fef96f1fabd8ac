/// The result of a lesson: a verdict on each of its cells.
public struct Report: Sendable {
    /// The result of a cell.
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
        /// The program did not reach it.
        case notReached
    }

    /// The outcome of a cell, with the reasons.
    public struct Verdict: Sendable {
        /// The cell.
        public let cell: Cell
        /// Its result.
        public internal(set) var outcome: Outcome
        /// Why it did not pass, and the compiler's warnings and notes.
        public internal(set) var problems: [Problem] = []
        /// At how many positions a live cell ran natively, and at how many as WebAssembly.
        public internal(set) var positions = 0, livePositions = 0
        /// What the cell did; nil if it was not reached.
        public internal(set) var execution: Execution.CellExecution?
        /// What was compared with an output block, that of the check for an exercise; nil if there is none, or if they differ.
        var printed: (text: String, promise: ExpectedOutput)?

        /// What was printed as the output block allows; nil if there is no such block, or if they differ.
        package var printedText: String? { printed?.text }

        /// What was printed as the output block allows, in pieces; nil if there is no such block, or if they differ.
        public var pieces: [OutputPiece]? { printed.flatMap { $0.promise.pieces(of: $0.text) } }

        /// Whether it failed only because it printed something else than the text says.
        public var differsFromTextOnly: Bool {
            outcome == .failed
                && problems.allSatisfy { $0.difference != nil || $0.diagnostic.severity != .error }
        }
    }

    /// A diagnostic, and what is shown under it.
    public struct Problem: Sendable {
        /// Where the problem is, and what it is.
        public internal(set) var diagnostic: Diagnostic
        /// What it is in words for a learner, who cannot change the lesson; nil if the diagnostic's do for both.
        public var learnerMessage: String?
        /// How the output differs, or what was printed to stderr.
        public var detail: String?
        /// What the cell printed last before the program ended, for reports that do not show its output anyway.
        var printed: String?
        /// How the output differs, and the block that promises another; `--update` needs both.
        var difference: Difference?
        var block: CodeBlock?

        /// What is shown under it where the output is not shown: how that differs, or what was printed before the program ended.
        public var fullDetail: String? {
            let parts = [printed, detail].compactMap(\.self)
            return parts.isEmpty ? nil : parts.joined(separator: "\n")
        }
    }

    /// The lesson's file.
    public let file: Course.LessonFile
    /// The lesson; nil if it is malformed or could not be read.
    public internal(set) var lesson: Lesson?
    /// One verdict for each cell or exercise, in their order.
    public internal(set) var verdicts: [Verdict] = []
    /// What is wrong with the file itself.
    public internal(set) var malformed: [Diagnostic] = []
    /// Why each program ran, by the number of its subject (0 for the lesson's own program); programs that did not run
    /// again are missing.
    public internal(set) var reasons: [Int: String] = [:]
    /// When its oldest Run was made, in seconds since 1970.
    public internal(set) var date = 0.0
    /// How long its programs took to compile and run, in seconds.
    public internal(set) var seconds = 0.0

    /// Whether it is not known yet what the lesson does, because it has not run since something changed.
    package internal(set) var isPending = false

    /// What a page needs to run the live cells; nil where it cannot.
    package internal(set) var live: LiveAssets?

    /// What the names in its cells are, by program.
    public internal(set) var names: [CodeNames] = []

    /// How much of that was compiling, in seconds.
    public internal(set) var compileSeconds = 0.0

    /// Whether every cell passed.
    public var hasPassed: Bool { !isPending && malformed.isEmpty && verdicts.allSatisfy { $0.outcome == .passed } }

    /// Whether every cell ran, whatever it printed: all that an experiment of one's own must do.
    public var ranAsExperiment: Bool {
        malformed.isEmpty && verdicts.allSatisfy { $0.outcome == .passed || $0.differsFromTextOnly }
    }
}

extension Report {
    /// Judges what the programs of a lesson did; `runs` are in the order of `programs`.
    init(
        file: Course.LessonFile, lesson: Lesson, programs: [Program], runs: [Run], warningsFail: Bool,
        allowsUnpromisedOutput: Bool = false
    ) {
        self.file = file
        self.lesson = lesson
        let judge = LessonJudge(
            lesson: lesson, programs: programs, runs: runs, allowsUnpromisedOutput: allowsUnpromisedOutput)
        verdicts = lesson.cells.compactMap { judge.verdict(on: $0, warningsFail: warningsFail) }
        compileSeconds = runs.reduce(0) { $0 + $1.compilation.seconds }
        seconds = runs.reduce(0) { $0 + $1.seconds }
    }

    /// The report on somebody's experiment, in which another output than the text's is worth a note, and no error.
    public var withDifferencesAsNotes: Report {
        var report = self
        for index in report.verdicts.indices where report.verdicts[index].differsFromTextOnly {
            report.verdicts[index].problems = report.verdicts[index].problems.map { problem in
                var problem = problem
                problem.diagnostic.severity = .note
                return problem
            }
        }
        return report
    }

    /// Writes each figure of the lesson to a folder as an SVG file, apart from those of exercises, which would give the solutions
    /// away; returns their paths.
    public func writeFigures(to folder: String) throws -> [String] {
        try Files.makeFolder(folder)
        return try verdicts.filter { $0.cell.kind != .exercise }.flatMap { verdict in
            try (verdict.execution?.figures ?? []).enumerated().map { index, figure in
                let path = "\(folder)/\(file.name)-cell\(verdict.cell.number)-\(index + 1).svg"
                try Files.write(figure.standaloneSVG, to: path)
                return path
            }
        }
    }
}

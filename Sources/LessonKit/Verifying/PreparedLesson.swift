/// A lesson that has been read, with the known Runs of its programs.
struct PreparedLesson: Sendable {
    let file: Course.LessonFile
    let lesson: Lesson
    let programs: [Program]
    /// The Run of each program; nil if the program must run.
    var entries: [RunCache.Entry?]
    /// Why programs must run, by the numbers of their subjects (0 for the lesson's own program).
    var reasons: [Int: String] = [:]
    /// How long all its programs took when they last ran, in seconds, with a guess for those that never did.
    var expectedSeconds = 0.0

    /// Whether every program has a Run.
    var isComplete: Bool { !entries.contains { $0 == nil } }
}

extension Verifier {
    /// Reads a lesson and looks up its Runs; fails if it cannot be read or is malformed.
    func prepare(_ file: Course.LessonFile) -> Result<PreparedLesson, UnreadableLesson> {
        if let problem = file.problem { return .failure(UnreadableLesson(file: file, problem)) }
        let lesson: Lesson
        do {
            lesson = try LiveSetting.applied(
                settings.liveSettings, to: Lesson(SourceText(file), isLenient: settings.blocksAreIndependent))
        } catch {
            return .failure(UnreadableLesson(file: file, error))
        }
        guard file.pageProblems.isEmpty else {
            return .failure(UnreadableLesson(file: file, Lesson.Malformed(diagnostics: file.pageProblems)))
        }
        let programs =
            settings.blocksAreIndependent
            ? Program.independentPrograms(of: lesson, importing: runner.library.blockImports(file.path))
            : Program.all(of: lesson, upTo: settings.lastCell)
        var prepared = PreparedLesson(
            file: file, lesson: lesson, programs: programs, entries: Array(repeating: nil, count: programs.count))
        let kept = cache.entries(for: file)
        let times = kept.compactMap { $0?.run.seconds }
        prepared.expectedSeconds = times.reduce(0, +) + 0.3 * Double(max(programs.count - times.count, 0))
        for (index, program) in programs.enumerated() {
            let number = program.subject?.number ?? 0
            guard settings.usesCache else {
                prepared.reasons[number] = "the cache is not used"
                continue
            }
            let inputs = inputs(of: program)
            if let same = kept.first(where: { $0?.inputs.suffice(for: inputs) ?? false }), let entry = same,
                entry.run.fits(program)
            {
                if let live = entry.run.live, settings.checksLive, !live.isUsable {
                    let hasFailed = live.failure != nil || !live.diagnostics.isEmpty
                    prepared.reasons[number] =
                        hasFailed ? "it failed the last time" : "its program for WebAssembly is not there"
                } else if entry.isProvisional {
                    prepared.reasons[number] = "it failed the last time"
                } else {
                    prepared.entries[index] = entry
                }
            } else if let old = kept.indices.contains(index) ? kept[index] : nil {
                prepared.reasons[number] = inputs.firstDifference(from: old.inputs, of: program) ?? "its Run was lost"
            } else {
                prepared.reasons[number] = "it has not run yet"
            }
        }
        return .success(prepared)
    }
}

/// A file that holds no valid lesson, and why.
struct UnreadableLesson: Error {
    let file: Course.LessonFile
    let diagnostics: [Diagnostic]

    init(file: Course.LessonFile, _ error: any Error) {
        self.file = file
        switch error {
        case let error as Lesson.Malformed: diagnostics = error.diagnostics
        case let error as Diagnostic: diagnostics = [error]
        default:
            let reason = (error as? SystemError)?.reason ?? "\(error)"
            diagnostics = [
                Diagnostic(file: file.displayName, line: 1, message: "The file cannot be read: \(reason).")
            ]
        }
    }

    var report: Report {
        var report = Report(file: file)
        report.malformed = diagnostics
        return report
    }
}

extension Report {
    /// The report on a lesson that is still to be verified: what it promises, and nothing of what it does.
    package init(pending file: Course.LessonFile) {
        self.init(file: file)
        isPending = true
        do {
            let lesson = try Lesson(SourceText(file))
            self.lesson = lesson
            verdicts = lesson.cells.filter { !$0.kind.isPartOfExercise }.map { Verdict(cell: $0, outcome: .notReached) }
        } catch {
            malformed = UnreadableLesson(file: file, error).diagnostics
        }
    }
}

import Dispatch
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Compiles and runs the programs of lessons, keeps their Runs, and reports on them.
public final class Runner: Sendable {
    /// The course whose lessons are run.
    public let course: Course
    private let libraries: Libraries
    private let toolchain: Toolchain
    private let cache: Cache
    /// The folder of all that is kept between runs.
    let scratch: String
    /// How they are run.
    public let settings: Settings
    private let sandbox: Sandbox
    /// The parts of the inputs that all programs share.
    private let inputs: Inputs

    /// How lessons are run.
    public struct Settings: Sendable {
        /// How many programs are compiled or run at once.
        public var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// The own time of a lesson's run, apart from cells with a limit of their own.
        public var limit = Duration.seconds(60)
        /// Whether Runs of earlier times count.
        public var usesCache = true
        /// Whether a compiler's warning fails its cell.
        public var warningsFail = true
        /// Whether programs are kept from the rest of the machine.
        public var sandbox = SandboxUse.auto
        /// Whether every Swift block is a program of its own, in any Markdown.
        public var isEach = false
        /// The number of the last cell to run; nil for all.
        public var lastCell: Int?
        /// Settings as `lessons verify` has them without options.
        public init() {}
    }

    /// Prepares for running lessons of a course with the libraries beside the running command.
    public init(course: Course, libraries: Libraries, settings: Settings = Settings()) throws(Toolchain.Missing) {
        self.course = course
        self.libraries = libraries
        self.settings = settings
        scratch = libraries.scratch
        toolchain = try Toolchain(libraries: libraries, scratch: scratch)
        cache = Cache(folder: scratch + "/runs")
        sandbox = try Sandbox(settings.sandbox, showing: toolchain.visible + course.data, scratch: scratch)
        let data = course.root + "/Lessons/Data"
        inputs = Inputs(
            code: [], layout: [], flags: Toolchain.flags, toolchain: toolchain.identity, libraries: libraries.identity,
            runner: libraries.runnerIdentity,
            data: Files.all(in: data).map { "Data\($0.dropFirst(data.count)): \(Files.stamp(of: $0))" },
            environment: Sandbox.environment(folder: "").map { "\($0)=\($1)" }.sorted(),
            sandbox: sandbox.level.description)
    }

    /// Forgets all Runs, and what the compiler has kept.
    public static func clean(_ libraries: Libraries) { Files.remove(libraries.scratch) }

    /// What keeps programs from the rest of the machine.
    public var sandboxReport: JSONReport.Sandbox {
        JSONReport.Sandbox(walls: sandbox.level.walls.rawValue, ownUser: sandbox.level.hasOwnUser)
    }

    /// What the compiler calls itself.
    public var toolchainVersion: String { toolchain.version() }

    // MARK: One lesson

    /// A lesson that has been read, and what is known of its programs.
    struct Preparation: Sendable {
        let file: Course.LessonFile
        let lesson: Lesson
        let programs: [Program]
        /// A Run for each program, where an earlier one is as good as a new one.
        var entries: [Cache.Entry?]
        /// Why the others must run.
        var reasons: [Int: String] = [:]
        /// How long its programs took when they last ran, all together; a guess for those that never did.
        var expectedSeconds = 0.0
    }

    /// Reads a lesson and looks up its Runs; a report if it cannot be read or is malformed.
    func prepare(_ file: Course.LessonFile) -> Result<Preparation, Unreadable> {
        let lesson: Lesson
        do {
            lesson = try Lesson(SourceText(file), isEach: settings.isEach)
        } catch let error as Lesson.Malformed {
            return .failure(Unreadable(file: file, diagnostics: error.diagnostics))
        } catch let error as Diagnostic {
            return .failure(Unreadable(file: file, diagnostics: [error]))
        } catch {
            let reason = (error as? SystemError)?.reason ?? "\(error)"
            let diagnostic = Diagnostic(file: file.displayName, line: 1, message: "The file cannot be read: \(reason).")
            return .failure(Unreadable(file: file, diagnostics: [diagnostic]))
        }
        let programs = settings.isEach ? Program.each(of: lesson) : Program.all(of: lesson, upTo: settings.lastCell)
        var preparation = Preparation(
            file: file, lesson: lesson, programs: programs, entries: Array(repeating: nil, count: programs.count))
        let kept = cache.entries(for: file)
        let times = kept.compactMap { $0.map { $0.run.compileSeconds + $0.run.runSeconds } }
        preparation.expectedSeconds = times.reduce(0, +) + 0.3 * Double(max(programs.count - times.count, 0))
        for (index, program) in programs.enumerated() {
            let number = program.subject?.number ?? 0
            guard settings.usesCache else {
                preparation.reasons[number] = "no earlier Run counts"
                continue
            }
            let inputs = inputs(of: program)
            if let same = kept.first(where: { $0?.inputs == inputs }), let entry = same, entry.run.fits(program) {
                if entry.isProvisional {
                    preparation.reasons[number] = "it failed the last time"
                } else {
                    preparation.entries[index] = entry
                }
            } else if let old = kept.indices.contains(index) ? kept[index] : nil {
                preparation.reasons[number] = inputs.firstDifference(from: old.inputs) ?? "its Run was lost"
            } else {
                preparation.reasons[number] = "it has not run yet"
            }
        }
        return .success(preparation)
    }

    /// A file that holds no lesson, and why.
    struct Unreadable: Error {
        let file: Course.LessonFile
        let diagnostics: [Diagnostic]
        var report: Report {
            var report = Report(file: file)
            report.malformed = diagnostics
            return report
        }
    }

    private func inputs(of program: Program) -> Inputs {
        var inputs = inputs
        inputs.code = program.code
        inputs.layout = program.layout + ["limit \(settings.limit)"]
        return inputs
    }

    /// Compiles and runs a program, telling what it does meanwhile.
    func execute(_ program: Program, tell: (RunEvent) -> Void = { _ in }) throws -> Cache.Entry {
        let folder = try TemporaryFolder()
        let work = folder.path + "/work"
        try Files.makeFolder(work)
        let data = course.root + "/Lessons/Data"
        if Files.isFolder(data) {
            try FileManager.default.createSymbolicLink(atPath: work + "/Data", withDestinationPath: data)
        }
        let start = ContinuousClock.now
        let compilation = try toolchain.compile(program, in: folder.path)
        let compileSeconds = (ContinuousClock.now - start) / .seconds(1)
        var run = Run()
        if let executable = compilation.executable {
            _ = try sandbox.prepare(folder.path)
            run = try program.run(
                executable, in: work, sandbox: sandbox, limit: TimeLimit(lesson: settings.limit), tell: tell)
            if let fault = run.sandboxFault {
                Sandbox.forget(scratch: scratch)
                throw fault
            }
        }
        run.remarks = compilation.remarks
        if run.hasLeftItsCells { run.remarks += try toolchain.syntaxErrors(ofCellsIn: program, in: folder.path) }
        run.compilerFailure = compilation.failure
        run.linkFailure = compilation.linkFailure
        run.compileSeconds = compileSeconds
        return Cache.Entry(inputs: inputs(of: program), run: run, date: Date().timeIntervalSince1970)
    }

    /// Judges the lesson by the Runs of all its programs, and keeps them.
    func report(on preparation: Preparation) -> Report {
        let runs = preparation.entries.compactMap { $0?.run }
        var report = Report(
            file: preparation.file, lesson: preparation.lesson, programs: preparation.programs, runs: runs,
            warningsFail: settings.warningsFail)
        report.reasons = preparation.reasons
        report.date = preparation.entries.compactMap { $0?.date }.min() ?? 0
        if !preparation.reasons.isEmpty && settings.lastCell == nil {
            let kept = zip(preparation.programs, preparation.entries).map { program, entry in
                entry.map { entry in
                    if entry.run.isWorthKeeping(for: program) { return entry }
                    // Nobody will look at what it did.
                    var entry = entry
                    entry.isProvisional = true
                    entry.run = Run(compileSeconds: entry.run.compileSeconds, runSeconds: entry.run.runSeconds)
                    return entry
                }
            }
            cache.keep(kept, for: preparation.file)
        }
        return report
    }

    /// What is known of a lesson without running it.
    public enum Standing: String, Sendable {
        /// Every cell passed when it last ran, and nothing has changed since.
        case verified
        /// It ran, nothing has changed since, and a cell failed or did not compile.
        case failing
        /// Something changed since it ran.
        case stale
        /// It never ran to its end.
        case notRun = "not run"
        /// Its Markdown must be mended first.
        case malformed
    }

    /// Looks up what is known of a lesson.
    public func standing(of file: Course.LessonFile) -> Standing {
        switch prepare(file) {
        case .failure: return .malformed
        case .success(let preparation):
            if preparation.isComplete { return report(on: preparation).hasPassed ? .verified : .failing }
            let kept = cache.entries(for: file).compactMap { $0 }
            let inputs = preparation.programs.map { self.inputs(of: $0) }
            if inputs.allSatisfy({ program in kept.contains { $0.inputs == program } }) { return .failing }
            return kept.isEmpty ? .notRun : .stale
        }
    }
}

extension Run {
    /// Whether the program may have done so because a brace that one cell opens is closed in another.
    fileprivate var hasLeftItsCells: Bool {
        switch ending {
        case .garbled, .exited: true
        default: false
        }
    }

    /// Whether the Run says something about its program that would be true of a second one. What went wrong is tried
    /// again each time: it may have been the machine.
    fileprivate func isWorthKeeping(for program: Program) -> Bool {
        if compilerFailure != nil { return false }
        if remarks.contains(where: { $0.severity == .error }) {
            if case .error = program.purpose { return true }
            return false
        }
        switch (ending, program.purpose) {
        case (.finished, _), (.crashed, .trap), (.crashed, .attempt): return true
        default: return false
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs the lessons of a course, keeps what their programs did, and reports on them.
public final class Verifier: Sendable {
    /// The course whose lessons are verified.
    public let course: Course
    /// How they are verified.
    public let settings: Settings
    let runner: Runner
    let cache: RunCache
    /// The folder of all that is kept between runs.
    let scratch: String
    /// The part of the inputs that all programs share.
    private let sharedInputs: Inputs

    /// How lessons are verified.
    public struct Settings: Sendable {
        /// How many programs are compiled or run at once.
        public var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// The time of a lesson's run, apart from cells with a limit of their own.
        public var limit = Duration.seconds(60)
        /// Whether Runs of earlier times count.
        public var usesCache = true
        /// Whether a compiler's warning fails its cell.
        public var warningsFail = true
        /// Whether programs are kept from the rest of the machine.
        public var sandbox = SandboxUse.auto
        /// Whether every Swift block is a program of its own, in any Markdown.
        public var blocksAreIndependent = false
        /// The number of the last cell to run; nil for all.
        public var lastCell: Int?
        /// Settings as `lessons verify` has them without options.
        public init() {}
    }

    /// Prepares for running lessons of a course with its library.
    public init(
        course: Course, library: CourseLibrary, settings: Settings = Settings()
    ) throws(MissingRequirement) {
        self.course = course
        self.settings = settings
        scratch = Installation.here.scratch
        runner = try Runner(course: course, library: library, use: settings.sandbox, scratch: scratch)
        cache = RunCache(folder: scratch + "/runs")
        sharedInputs = Inputs(
            code: [], layout: [], flags: Toolchain.flags, toolchain: runner.toolchain.identity,
            libraries: "", runner: Installation.here.identity, data: runner.data.fingerprints,
            environment: runner.environment(folder: "").map { "\($0)=\($1)" }.sorted(),
            sandbox: runner.sandbox.level.description)
    }

    /// Forgets all Runs, and what the compiler has kept.
    public static func clean() { Files.remove(Installation.here.scratch) }

    /// What the compiler calls itself.
    public var toolchainVersion: String { runner.toolchain.version() }

    /// How closely programs are held.
    package var sandbox: Sandbox { runner.sandbox }

    /// All that decides what a program does.
    func inputs(of program: Program) -> Inputs {
        var inputs = sharedInputs
        inputs.code = program.code
        inputs.libraries = runner.library.identity(for: program)
        inputs.layout = program.layout + ["limit \(settings.limit)"]
        return inputs
    }

    /// Compiles and runs a program, telling what it does meanwhile.
    func execute(_ program: Program, tell: (ExecutionEvent) -> Void = { _ in }) throws -> RunCache.Entry {
        let run = try runner.run(program, limit: settings.limit, tell: tell)
        return RunCache.Entry(inputs: inputs(of: program), run: run, date: Date().timeIntervalSince1970)
    }

    /// Judges a lesson by the Runs of all its programs, and keeps them.
    func report(on prepared: PreparedLesson) -> Report {
        let runs = prepared.entries.compactMap { $0?.run }
        var report = Report(
            file: prepared.file, lesson: prepared.lesson, programs: prepared.programs, runs: runs,
            warningsFail: settings.warningsFail)
        report.reasons = prepared.reasons
        report.date = prepared.entries.compactMap { $0?.date }.min() ?? 0
        if !prepared.reasons.isEmpty && settings.lastCell == nil {
            cache.keep(
                zip(prepared.programs, prepared.entries).map { program, entry in entry?.reduced(for: program) },
                for: prepared.file)
        }
        return report
    }
}

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
    /// The folder of everything that is kept between runs.
    let cacheFolder: String
    /// The part of the inputs that all programs share.
    private let sharedInputs: RunInputs
    let hashes: ContentHashes

    /// How lessons are verified.
    public struct Settings: Sendable {
        /// How many programs are compiled or run at once.
        public var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// The time limit of a lesson's run, apart from cells with their own limits.
        public var limit = Duration.seconds(60)
        /// Whether Runs in the cache are used.
        public var usesCache = true
        /// Whether a compiler warning fails its cell.
        public var warningsFail = true
        /// Whether programs are isolated from the rest of the machine.
        public var sandbox = SandboxPolicy.auto
        /// Whether every Swift block is a separate program, in any Markdown.
        public var blocksAreIndependent = false
        /// Whether a file that promises no output may print, because it is somebody's experiment.
        public var allowsUnpromisedOutput = false
        /// Whether live cells run at all their positions, rather than at the written one alone.
        public var checksPositions = true
        /// What live cells' parameters are set to.
        public var liveSettings: [LiveSetting] = []
        /// Whether live cells run as WebAssembly too, and must do the same there.
        public var checksLive = false
        /// The number of the last cell to run; nil for all.
        public var lastCell: Int?
        /// The settings of `lessons verify` without options.
        public init() {}

        /// Whether what a lesson's programs do may be kept: not where only a part of them runs.
        func keepsRuns(of lesson: Lesson) -> Bool {
            lastCell == nil && (checksPositions || !lesson.cells.contains { $0.kind == .live })
        }
    }

    /// Prepares for running lessons of a course with its library.
    public init(
        course: Course, library: CourseLibrary, settings: Settings = Settings()
    ) throws(MissingRequirement) {
        self.course = course
        self.settings = settings
        cacheFolder = Installation.current.cacheFolder
        runner = try Runner(course: course, library: library, sandbox: settings.sandbox, cacheFolder: cacheFolder)
        let hashes = runner.hashes
        self.hashes = hashes
        cache = RunCache(folder: cacheFolder + "/runs")
        sharedInputs = RunInputs(
            code: [], layout: [], flags: [], toolchain: runner.toolchain.contents(hashes),
            libraries: "", runner: Installation.current.programs.map { hashes.hash(of: $0) }.joined(separator: ", "),
            data: runner.data.contents(hashes),
            environment: runner.environment(folder: "").map { ExactText("\($0)=\($1)") }.sorted(),
            sandbox: runner.sandbox.level.description)
    }

    /// One that verifies the same lessons, and runs live cells as WebAssembly too.
    package func runningLiveCells() throws(MissingRequirement) -> Verifier {
        var settings = settings
        settings.checksLive = true
        return try Verifier(course: course, library: runner.library, settings: settings)
    }

    /// Removes all Runs and the compiler's cache.
    public static func clean() { Files.remove(Installation.current.cacheFolder) }

    /// The version that the compiler reports.
    public var toolchainVersion: String { runner.toolchain.version() }

    /// The folders of sources whose changes ask for a new build of the libraries.
    public var watchedFolders: [String] { runner.library.watchedFolders }

    /// What the sandbox lacks that bubblewrap would give, and how to get it; nil if nothing is, or if none is wanted.
    public var sandboxShortfall: String? { runner.sandbox.shortfall(for: settings.sandbox) }

    /// How strictly programs are isolated.
    package var sandbox: Sandbox { runner.sandbox }

    /// Whether the code in the comments of a Swift file can be compiled, because its module can be imported.
    public func canImportModule(ofFile path: String) -> Bool { !runner.library.blockImports(path).isEmpty }

    /// Everything that determines what a program does.
    func inputs(of program: Program) -> RunInputs {
        var inputs = sharedInputs
        inputs.code = program.code.map { ExactText($0) }
        inputs.flags = runner.toolchain.flags(of: program)
        inputs.libraries = runner.library.contents(for: program, hashes)
        if settings.checksLive && program.liveCell != nil {
            // Where something is missing, the Run that is asked for will say what.
            let live = LiveProgram(of: program.lesson)
            inputs.live = (try? runner.liveToolchain())?.contents(of: live, hashes) ?? "nothing"
        }
        hashes.save()
        inputs.layout = program.layout + program.places + ["limit \(settings.limit)"]
        if let cell = program.liveCell {
            inputs.layout += program.positions(all: settings.checksPositions).map { "at \($0.wire(cell.parameters))" }
            inputs.environment += runner.library.liveEnvironment.map { ExactText("\($0)=\($1)") }.sorted()
        }
        return inputs
    }

    /// Compiles and runs a program, from a snapshot if there is one, and reports what it does as it happens.
    func execute(
        _ program: Program, _ snapshots: SnapshotRunner? = nil, isStopped: () -> Bool = { false },
        onOrigin: (SnapshotRunner.Origin) -> Void = { _ in }, onEvent: (ExecutionEvent) -> Void = { _ in }
    ) throws -> RunCache.Entry {
        try runner.library.prepare(program)
        // Those from before the run: what changes meanwhile must make it run again.
        let inputs = inputs(of: program)
        var run: Run
        if let snapshots {
            let (result, origin) = try snapshots.run(program, unless: isStopped, onEvent: onEvent)
            run = result
            onOrigin(origin)
        } else {
            run = try runner.run(
                program, limit: settings.limit, runsAllPositions: settings.checksPositions, isStopped: isStopped,
                onEvent: onEvent)
        }
        if settings.checksLive && program.liveCell != nil && run.execution?.termination == .finished {
            run.live = try runner.runLive(program)
        }
        return RunCache.Entry(inputs: inputs, run: run, date: Date().timeIntervalSince1970)
    }

    /// Whether a file may print what it does not promise: it is somebody's experiment, or shows more than it promises.
    func allowsUnpromisedOutput(in file: Course.LessonFile) -> Bool {
        settings.blocksAreIndependent || settings.allowsUnpromisedOutput && file.part.isEmpty
    }

    /// Judges a lesson by the Runs of all its programs, and stores the Runs; not those from snapshots, nor those that make them.
    func report(on prepared: PreparedLesson, keepsRuns: Bool = true) -> Report {
        let runs = prepared.entries.compactMap { $0?.run }
        var report = Report(
            file: prepared.file, lesson: prepared.lesson, programs: prepared.programs, runs: runs,
            warningsFail: settings.warningsFail, allowsUnpromisedOutput: allowsUnpromisedOutput(in: prepared.file))
        report.reasons = prepared.reasons
        report.names = runs.compactMap(\.compilation.names)
        report.live = LiveAssets(programs: prepared.programs, runs: runs, folder: runner.data.folder.folder)
        report.date = prepared.entries.compactMap { $0?.date }.min() ?? 0
        if keepsRuns && !prepared.reasons.isEmpty && settings.keepsRuns(of: prepared.lesson) {
            cache.store(
                zip(prepared.programs, prepared.entries).map { program, entry in
                    entry?.withoutUnrepeatableRun(for: program)
                },
                for: prepared.file)
        }
        return report
    }
}

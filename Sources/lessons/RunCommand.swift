import ArgumentParser
import Dispatch
import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// `lessons run`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons or a part, and show each cell, its output and figures, and its verdict.")

    @Argument(help: "Lessons, parts or Markdown files.", completion: .lessons) var names: [String]
    @Flag(help: "Run again each time a file is saved, until Ctrl-C.") var watch = false
    @Option(help: "Set a live cell's parameter, such as f=5 or, in cell 3, 3.f=5; can be given for several.")
    var set: [String] = []
    @Option(help: "Run only the cells up to this number.") var cell: Int?
    @OptionGroup var sandboxOptions: SandboxOptions
    @Option(help: "Also write the figures to this folder as SVG files.", completion: .directory) var figures: String?

    func validate() throws {
        if let cell, cell < 1 { throw ValidationError("--cell takes the number of a cell, counted from 1.") }
    }

    func run() throws {
        try withSession { session in
            var settings = Verifier.Settings()
            settings.warningsFail = false
            settings.checksPositions = false
            settings.lastCell = cell
            settings.allowsUnpromisedOutput = true
            let files = try session.lessons(named: names)
            if let cell { try check(cell, isIn: files) }
            settings.liveSettings = try set.map { text in
                guard let setting = LiveSetting(text) else {
                    throw ValidationError("--set takes a name and a value, such as f=5 or 3.f=5, not ‘\(text)’.")
                }
                return setting
            }
            try checkSettings(settings.liveSettings, in: files)
            let repeated = watch ? RepeatedRuns() : nil
            defer { repeated?.close() }
            // Where a package cannot be built, what it is built from is not known.
            var folders = session.package.map { [$0 + "/Sources"] } ?? []
            var changes = FileWatch { [folders] in files.map(\.path) + folders.flatMap(Files.all) }
            while true {
                do {
                    let verifier = try session.verifier(settings, sandbox: sandboxOptions.sandbox, for: files)
                    if watch && verifier.watchedFolders != folders {
                        folders = verifier.watchedFolders
                        changes = FileWatch { [folders] in files.map(\.path) + folders.flatMap(Files.all) }
                    }
                    let reports = try files.map { try show($0, verifier, repeated, session) }
                    // An experiment of one's own may print what it likes.
                    let judged = reports.filter { !($0.file.part.isEmpty && $0.ranAsExperiment) }
                    if repeated == nil { return status(of: judged) }
                } catch let failure as PackageFailure where watch {
                    for diagnostic in failure.diagnostics { print(diagnostic) }
                    session.say("\(failure)")
                }
                guard let repeated else { return ExitCode(1) }
                session.say("\nWaiting for a change; press Ctrl-C to stop.")
                let idle = IdleTime(of: repeated, session)
                guard changes.wait() != nil else { return ExitCode(130) }
                idle.end()
                print("\n")
            }
        }
    }

    /// Refuses the number of a cell that no lesson has.
    private func check(_ number: Int, isIn files: [Course.LessonFile]) throws {
        let lessons = files.compactMap { try? Lesson(SourceText($0)) }
        // What is malformed is reported when it runs.
        guard lessons.count == files.count, let most = lessons.map({ $0.cells.last?.number ?? 0 }).max(), most < number
        else { return }
        let name = files.count == 1 ? files[0].displayName : "Each of the \(files.count) lessons"
        throw ValidationError(
            "There is no cell \(number): \(name) has \(most == 0 ? "no cells" : "\(most) \(most == 1 ? "cell" : "cells")\(files.count == 1 ? "" : " at most")")."
        )
    }

    /// Refuses values that no live cell of a lesson can take.
    private func checkSettings(_ settings: [LiveSetting], in files: [Course.LessonFile]) throws {
        if settings.isEmpty { return }
        for file in files {
            // What is malformed is reported when it runs.
            guard let lesson = try? Lesson(SourceText(file)) else { continue }
            do { _ = try LiveSetting.applied(settings, to: lesson) } catch { throw ValidationError("--set: \(error)") }
        }
    }

    private func show(
        _ file: Course.LessonFile, _ verifier: Verifier, _ repeated: RepeatedRuns?, _ session: Session
    ) throws -> Report {
        let printer = RunPrinter(of: file, style: session.style)
        let notice = CompilationNotice(of: file.nameToType, session)
        defer { notice.end() }
        let report = try verifier.run(file, after: repeated) {
            if case .begins = $0 { notice.end() }
            printer.show($0)
        }
        printer.close(report)
        if let figures {
            let folder = figures.hasPrefix("/") ? figures : "\(session.folder)/\(figures)"
            for path in try report.writeFigures(to: folder) { session.say("wrote \(path)") }
        }
        return report
    }
}

/// The time between a result and the next change, in which results from snapshots are confirmed.
private final class IdleTime: Sendable {
    private let isOver = Atomic(false)

    init(of repeated: RepeatedRuns, _ session: Session) {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + 1) {
            if self.isOver.load(ordering: .relaxed) { return }
            for difference in repeated.confirm() { session.say(difference) }
        }
    }

    /// A change has come; what is run now stops the confirmation.
    func end() { isOver.store(true, ordering: .relaxed) }
}

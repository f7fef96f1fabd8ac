import ArgumentParser
import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// `lessons run`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons or a part before your eyes: each cell, its output and figures, its verdict.")

    @Argument(help: "Lessons, parts or Markdown files.", completion: .lessons) var names: [String]
    @Flag(help: "Run again whenever the file is saved, until Ctrl-C.") var watch = false
    @Option(help: "Only the cells up to this one.") var cell: Int?
    @OptionGroup var holding: Holding
    @Option(help: "Also keep the figures in this folder, as SVG.", completion: .directory) var figures: String?

    func validate() throws {
        if let cell, cell < 1 { throw ValidationError("--cell takes the number of a cell, from 1.") }
    }

    func run() throws {
        try session { session in
            var settings = Runner.Settings()
            settings.warningsFail = false
            settings.lastCell = cell
            let files = try session.lessons(named: names)
            while true {
                let seen = state(of: files)
                let runner = try session.runner(settings, sandbox: holding.sandbox)
                let reports = try files.map { try show($0, runner, session) }
                guard watch else { return status(of: reports) }
                session.say("\nWaiting for a change; Ctrl-C ends.")
                while state(of: files) == seen {
                    if Interruption.hasCome { return ExitCode(130) }
                    usleep(50_000)
                }
                print("\n")
            }
        }
    }

    private func show(_ file: Course.LessonFile, _ runner: Runner, _ session: Session) throws -> Report {
        let screen = Screen(of: file, style: session.style)
        let report = try runner.run(file) { screen.show($0) }
        screen.close(report)
        if let figures {
            let folder = figures.hasPrefix("/") ? figures : "\(session.folder)/\(figures)"
            for path in try report.writeFigures(to: folder) { session.say("wrote \(path)") }
        }
        return report
    }

    /// What changes when a file is saved.
    private func state(of files: [Course.LessonFile]) -> [Int] { files.map { modificationTime(of: $0.path) } }
}

import ArgumentParser
import LessonKit

/// `lessons run`
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons or a part before your eyes: each cell, its output and figures, its verdict.")

    @Argument(help: "Lessons, parts or Markdown files.") var names: [String]

    func run() throws {
        try session { session in
            var settings = Runner.Settings()
            settings.warningsFail = false
            let runner = try session.runner(settings)
            let files = try session.lessons(named: names)
            var reports: [Report] = []
            for file in files {
                let screen = Screen(of: file, style: session.style)
                let report = try runner.run(file) { screen.show($0) }
                screen.close(report)
                reports.append(report)
            }
            return status(of: reports)
        }
    }
}

import ArgumentParser
import LessonKit
import Synchronization

/// `lessons verify`
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that lessons print what they promise: all of them when none is named.")

    @Argument(help: "Lessons, parts or Markdown files.") var names: [String] = []
    @Flag(help: "Put into the output blocks that differ what was really printed.") var update = false
    @Flag(help: "Run everything, whatever is known from earlier.") var noCache = false
    @Flag(help: "Say why each lesson ran or did not.") var explain = false
    @Option(help: "How many programs to compile and run at once.") var jobs: Int?
    @Option(help: "The wall time of a lesson, such as 60s.") var timeout: Seconds?

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs takes a whole number from 1 to 1024.") }
    }

    func run() throws {
        try session { session in
            var settings = Runner.Settings()
            settings.usesCache = !noCache
            settings.jobs = jobs ?? settings.jobs
            settings.limit = timeout?.duration ?? settings.limit
            let files = try session.lessons(named: names)
            var reports = try verify(files, settings, session, isQuiet: update)
            if update { reports = try self.update(reports, settings, session) }
            var count = Count()
            for report in reports { count.add(report) }
            print(count)
            return status(of: reports)
        }
    }

    private func verify(
        _ files: [Course.LessonFile], _ settings: Runner.Settings, _ session: Session, isQuiet: Bool
    ) throws -> [Report] {
        let reports = Mutex<[Report]>([])
        let progress = Progress(total: files.count)
        try session.runner(settings).verify(files) { report in
            progress.clear()
            if explain { session.say(report.explanation) }
            if !isQuiet { print(report.problemText(session.style), terminator: "") }
            reports.withLock { $0.append(report) }
            progress.advance(past: report.file.displayName)
        }
        progress.clear()
        return reports.withLock { $0 }
    }

    /// Writes the outputs that differ into their lessons, and verifies those again.
    private func update(_ reports: [Report], _ settings: Runner.Settings, _ session: Session) throws -> [Report] {
        let runner = try session.runner(settings)
        var updated: [Course.LessonFile] = []
        for report in reports {
            if try runner.update(report) {
                session.say("updated \(report.file.displayName)")
                updated.append(report.file)
            }
        }
        var settings = settings
        settings.usesCache = true
        let others = reports.filter { !updated.contains($0.file) }
        for report in others { print(report.problemText(session.style), terminator: "") }
        return others + (try verify(updated, settings, session, isQuiet: false))
    }
}

/// A time such as `90s`.
struct Seconds: ExpressibleByArgument {
    let duration: Duration
    init?(argument: String) {
        guard let duration = Duration(seconds: argument) else { return nil }
        self.duration = duration
    }
}

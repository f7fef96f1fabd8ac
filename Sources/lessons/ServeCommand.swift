import ArgumentParser
import LessonKit
import LessonSite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `lessons serve`
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Show the lessons on 127.0.0.1 as notebooks: edit and run each cell, answer exercises; every change is followed."
    )

    @Argument(help: "A lesson or a part to open.", completion: .lessons) var name: String?
    @Option(help: "The port to listen on; 0 chooses a free one.") var port = 8000
    @OptionGroup var sandboxOptions: SandboxOptions

    func validate() throws {
        if !(0...65535).contains(port) { throw ValidationError("--port takes a whole number from 0 to 65535.") }
    }

    func run() throws {
        try withSession { session in
            let files = try name.map { try session.lessons(named: [$0]) } ?? []
            try SourcePackage.prepareTypesetter()
            var settings = Verifier.Settings()
            // A page runs whatever is written in it, so nothing less than a sandbox will do, unless it is asked for.
            settings.sandbox = sandboxOptions.sandbox == .off ? .off : .require
            let server = try SiteServer(
                port: port, root: session.course.root, keepingTokenIn: Installation.current.cacheFolder)
            defer { server.stop() }
            let serving: (Course) throws -> Verifier = { course in
                try Verifier(course: course, library: session.library(for: course.lessons), settings: settings)
            }
            _ = try serving(session.course)
            print(server.addressWithToken(of: files))
            // In the buffer of a pipe, the address would wait for more output.
            fflush(nil)
            session.say("Open this address in a browser; Ctrl-C ends the server.")
            let progress = Progress(session: session, explains: false)
            defer { progress.finish() }
            try server.run(
                root: session.course.root, library: try session.library, opened: files, makeVerifier: serving,
                observer: ReportingProgress(progress: progress, session: session)
            ) { session.say($0) }
            return .success
        }
    }
}

/// Shows progress, and the problems of each lesson as soon as it has run.
private struct ReportingProgress: VerificationObserver {
    let progress: Progress
    let session: Session

    func expects(_ count: Int) { progress.expects(count) }

    func begins(_ file: Course.LessonFile) { progress.begins(file) }

    func leaves(_ file: Course.LessonFile) { progress.leaves(file) }

    func reaches(_ cell: Cell, of file: Course.LessonFile) { progress.reaches(cell, of: file) }

    func ends(_ report: Report) {
        progress.ends(report)
        let problems = report.problemText(session.errorStyle)
        guard !problems.isEmpty else { return }
        session.say(problems)
    }
}

import ArgumentParser
import LessonKit
import LessonSite
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `lessons serve`
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the site on 127.0.0.1 and update it at every change; a failing lesson is shown as failing.")

    @Option(help: "The port to listen on; 0 chooses a free one.") var port = 8000
    @OptionGroup var sandboxOptions: SandboxOptions

    func validate() throws {
        if !(0...65535).contains(port) { throw ValidationError("--port takes a whole number from 0 to 65535.") }
    }

    func run() throws {
        try withSession { session in
            try SourcePackage.prepareTypesetter()
            let server = try SiteServer(port: port)
            try server.run(root: session.course.root, library: session.library) { course, files in
                var settings = Verifier.Settings()
                settings.sandbox = sandboxOptions.sandbox ?? .auto
                let verifier = try Verifier(course: course, library: session.library, settings: settings)
                let reports = Mutex<[Report]>([])
                let progress = Progress(total: files.count, session: session, explains: false)
                try verifier.verify(files, observer: progress, condense: { $0 }) { report in
                    let problems = report.problemText(session.errorStyle)
                    if !problems.isEmpty { session.say(problems) }
                    reports.withLock { $0.append(report) }
                }
                progress.finish()
                return (reports.withLock { $0 }, verifier.toolchainVersion)
            } report: { text in
                guard text.hasPrefix("http") else { return session.say(text) }
                print(text)
                // In the buffer of a pipe, the address would wait for more output.
                fflush(nil)
            }
            return .success
        }
    }
}

import ArgumentParser
import LessonKit
import LessonSite

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// `lessons new`
struct New: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Begin a lesson as the next one of its part.")

    @Argument(help: "The part and name of the new lesson, such as 3-convolution/dilation.") var name: String

    func run() throws {
        try withSession { session in
            print(
                try session.course.makeLesson(name, sample: session.sample) { part in
                    session.course.parts.isEmpty || Self.begins(part, session)
                })
            return .success
        }
    }

    /// Asks whether to begin a part where somebody can answer; elsewhere says what is done.
    private static func begins(_ part: String, _ session: Session) -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            session.say("\(part) is a new part.")
            return true
        }
        session.say("\(part) would be a new part; begin it? [y/N]")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}

/// `lessons export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a lesson as one Swift file, or as a Jupyter notebook with its outputs.")

    @Argument(help: "A lesson.", completion: .lessons) var name: String
    @Option(help: "The form to write it in.") var format = Export.swift

    func run() throws {
        try withSession { session in
            let files = try session.lessons(named: [name])
            guard files.count == 1, let file = files.first else {
                throw ValidationError("‘\(name)’ names \(files.count) lessons; name one.")
            }
            let report = try session.verifier().verify(file)
            guard report.hasPassed else {
                print(report.problemText(session.style), terminator: "")
                return status(of: [report])
            }
            print(try format.text(of: report, in: session.course, library: try session.library), terminator: "")
            return .success
        }
    }
}

extension Export: ExpressibleByArgument {}

/// `lessons doctor`
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check whether this machine has everything that lessons and the site need.")

    func run() throws {
        try withSession { session in
            var checks: [HealthCheck]
            do {
                checks = HealthCheck.all(in: session.course, library: try session.library)
            } catch {
                let none = CourseLibrary(binaries: [], modules: "", sample: CourseLibrary.plainSample)
                let libraries = HealthCheck(
                    "Libraries", "\(error)", isHealthy: false, remedy: "correct the package, then ‘swift build’")
                checks = HealthCheck.all(in: session.course, library: none) + [libraries]
            }
            checks += Typesetter.healthChecks
            for check in checks {
                let mark = check.isHealthy ? session.style.success("✓") : session.style.failure("✗")
                print("\(mark) \(check.subject): \(check.state)")
                if let remedy = check.remedy { print("    to fix it: \(remedy)") }
            }
            return checks.contains { !$0.isHealthy && $0.isRequired } ? ExitCode(4) : .success
        }
    }
}

/// `lessons clean`
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forget all earlier runs.")

    func run() throws {
        try withSession(needsCourse: false) { session in
            Verifier.clean()
            if let package = session.package { CourseLibrary.cleanPackage(in: package) }
            return .success
        }
    }
}

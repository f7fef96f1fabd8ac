import ArgumentParser
import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What all commands share: where they are, how they speak, and how they end.
struct Session {
    let folder: String
    let course: Course
    /// How stdout and stderr are written to.
    let style: Style
    let errorStyle: Style

    /// Finds the course around the working folder; a command that needs none takes that folder for one without lessons.
    init(needsCourse: Bool) throws {
        folder =
            getcwd(nil, 0).map { pointer in
                defer { free(pointer) }
                return String(cString: pointer)
            } ?? "/"
        course = try needsCourse ? Course(from: folder) : (try? Course(from: folder)) ?? Course(root: folder)
        let wantsColour = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        style = Style(isColoured: wantsColour && isatty(STDOUT_FILENO) == 1)
        errorStyle = Style(isColoured: wantsColour && isatty(STDERR_FILENO) == 1)
    }

    /// The lessons of all names, each once, in the order in which they are named; all lessons where nothing is named.
    func lessons(named names: [String]) throws -> [Course.LessonFile] {
        if names.isEmpty { return course.lessons }
        var seen: Set<Course.LessonFile> = []
        return try names.flatMap { try course.lessons(named: $0, from: folder) }.filter { seen.insert($0).inserted }
    }

    /// A verifier with the libraries beside this command; says so when they are older than their sources.
    func verifier(_ settings: Verifier.Settings = .init(), sandbox: SandboxUse? = nil) throws -> Verifier {
        var settings = settings
        settings.sandbox = sandbox ?? settings.sandbox
        if let newer = library.newerSource {
            let name = newer.dropFirst(course.root.count + 1)
            say("The libraries are older than \(name); ‘make build’ brings them up to date.")
        }
        return try Verifier(course: course, library: library, settings: settings)
    }

    /// The library that the course's lessons import.
    var library: CourseLibrary { .bundled(with: course) }

    /// Whether a machine, and no author, reads what is said.
    static var isContinuousIntegration: Bool { getenv("CI").map { String(cString: $0) == "true" } ?? false }

    /// Says something on stderr.
    func say(_ text: String) { fputs(text + "\n", stderr) }
}

/// How closely lessons are held, which all commands that run some ask alike.
struct SandboxOptions: ParsableArguments {
    @Option(help: "require, auto or off: whether programs are kept from the rest of the machine.")
    var sandbox: SandboxUse?
}

extension SandboxUse: ExpressibleByArgument {}

/// The exit status for what reports say: malformed before failed.
func status(of reports: [Report]) -> ExitCode {
    if reports.contains(where: { !$0.malformed.isEmpty }) { return ExitCode(2) }
    return reports.allSatisfy(\.hasPassed) ? .success : ExitCode(1)
}

/// Does the work of a command, and ends it with the status that its errors stand for.
func session(needsCourse: Bool = true, _ work: (Session) throws -> ExitCode) throws {
    Interruption.arm()
    let code: ExitCode
    do {
        code = try work(Session(needsCourse: needsCourse))
    } catch {
        if Interruption.hasCome { throw ExitCode(130) }
        if error is ValidationError { throw error }
        switch error {
        case let error as Lesson.Malformed:
            for diagnostic in error.diagnostics { print(diagnostic) }
            throw ExitCode(2)
        default: fputs("lessons: \(error)\n", stderr)
        }
        switch error {
        case is Refusal: code = ExitCode(2)
        case is Course.Unresolved: code = ExitCode(5)
        case is MissingRequirement: code = ExitCode(4)
        default: code = ExitCode(3)
        }
    }
    if Interruption.hasCome { throw ExitCode(130) }
    guard fflush(stdout) == 0 else {
        fputs("lessons: what was to be said could not be written to stdout\n", stderr)
        throw ExitCode(3)
    }
    if code != .success { throw code }
}

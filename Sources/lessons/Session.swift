import ArgumentParser
import LessonKit
import LessonSite
import TerminalText

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What all commands share: the working folder, the course, and how they write text.
struct Session {
    let folder: String
    let course: Course
    /// The folder of the package whose libraries the lessons import; nil where they are those beside this command.
    let package: String?
    /// How that package is built.
    var packageOptions = PackageOptions()
    /// The styles of text on stdout and stderr.
    let style: TerminalStyle
    let errorStyle: TerminalStyle

    /// Finds the course around the working folder; a command that needs none takes the working folder for a course
    /// without lessons.
    init(needsCourse: Bool) throws {
        folder =
            getcwd(nil, 0).map { pointer in
                defer { free(pointer) }
                return String(cString: pointer)
            } ?? "/"
        let found = try needsCourse ? Course(from: folder) : try? Course(from: folder)
        let package = CourseLibrary.packageFolder(around: found?.root ?? folder)
        course = found ?? Course(root: package ?? folder)
        self.package = package == SourcePackage.folder ? nil : package
        let wantsColour = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        style = TerminalStyle(isColoured: wantsColour && isatty(STDOUT_FILENO) == 1)
        errorStyle = TerminalStyle(isColoured: wantsColour && isatty(STDERR_FILENO) == 1)
    }

    /// The lessons that the names refer to, each once, in the order of the names; all lessons if there are no names.
    func lessons(named names: [String]) throws -> [Course.LessonFile] {
        if names.isEmpty { return course.lessons }
        var seen: Set<Course.LessonFile> = []
        return try names.flatMap { try course.lessons(named: $0, from: folder) }.filter { seen.insert($0).inserted }
    }

    /// The lessons that the names refer to, and what lies beside them and is none; notes on it are told.
    func selection(named names: [String]) throws -> [Course.LessonFile] {
        let (files, notes) = try course.selection(named: names, from: folder)
        for note in notes { say("\(note)") }
        return files
    }

    /// Lessons with what cannot be shown on their pages and, if they are asked for, the course's other pages that have such
    /// faults; just the lessons if this machine cannot make pages.
    func withPageProblems(_ files: [Course.LessonFile], withOtherPages: Bool) -> [Course.LessonFile] {
        let problems: [Diagnostic]
        do {
            try SourcePackage.prepareTypesetter()
            problems = try PageCheck(of: course).problems(of: files, withOtherPages: withOtherPages)
        } catch {
            say("Formulas and links are not checked: \(error)")
            return files
        }
        var files = files
        var byFile = Dictionary(grouping: problems, by: \.file)
        for index in files.indices {
            files[index].pageProblems = byFile.removeValue(forKey: files[index].displayName) ?? []
        }
        return files + byFile.sorted { $0.key < $1.key }.map { course.page($0.key, problems: $0.value) }
    }

    /// A verifier with the libraries that some documents and, unless these are apart from them, the lessons import; warns if
    /// libraries beside this command are older than their sources.
    func verifier(
        _ settings: Verifier.Settings = .init(), sandbox: SandboxPolicy? = nil, for files: [Course.LessonFile] = []
    ) throws -> Verifier {
        var settings = settings
        settings.sandbox = sandbox ?? settings.sandbox
        let library = try library(for: settings.blocksAreIndependent ? files : course.lessons + files)
        if let newer = library.newerSource {
            let name = newer.dropFirst(course.root.count + 1)
            say("The libraries are older than \(name); bring them up to date with ‘make build’.")
        }
        return try Verifier(course: course, library: library, settings: settings)
    }

    /// Whether the libraries can be compiled for WebAssembly, so that pages run live cells: those beside this command can where
    /// their sources are.
    var runsLiveCells: Bool { package == nil && CourseLibrary.bundled(with: course).live != nil }

    /// The libraries that the course's lessons import.
    var library: CourseLibrary { get throws { try library(for: course.lessons) } }

    /// The first cell of a new lesson, and what it prints.
    var sample: (code: String, output: String) {
        package == nil ? CourseLibrary.bundled(with: course).sample : CourseLibrary.plainSample
    }

    /// The libraries that some documents import; builds them if they are those of a package and not up to date.
    func library(for documents: [Course.LessonFile]) throws -> CourseLibrary {
        guard let package else { return .bundled(with: course) }
        var options = packageOptions
        let isTerminal = isatty(STDERR_FILENO) == 1
        options.tell = { text in
            if isTerminal {
                Messages.progress(text.end(columns: 79))
            } else if !text.hasPrefix("[") {
                Messages.say(text)
            }
        }
        defer { Messages.erase() }
        var library = try CourseLibrary.package(
            in: package, importedBy: documents, options: options, extras: [.figures])
        library.build = CourseLibrary.bundled(with: course).build
        return library
    }

    /// Whether this is a run of continuous integration.
    static var isContinuousIntegration: Bool { getenv("CI").map { String(cString: $0) == "true" } ?? false }

    /// Writes a line to stderr.
    func say(_ text: String) { Messages.say(text) }
}

/// The option of all commands that run lessons.
struct SandboxOptions: ParsableArguments {
    @Option(help: "Whether programs are isolated from the rest of the machine: require, auto or off.")
    var sandbox: SandboxPolicy?
}

extension SandboxPolicy: ExpressibleByArgument {}

/// The exit status for some reports: a malformed lesson takes precedence over a failed one.
func status(of reports: [Report]) -> ExitCode {
    if reports.contains(where: { !$0.malformed.isEmpty }) { return ExitCode(2) }
    return reports.allSatisfy(\.hasPassed) ? .success : ExitCode(1)
}

/// Does the work of a command, and ends it with the status that belongs to its result or error.
func withSession(needsCourse: Bool = true, _ work: (Session) throws -> ExitCode) throws {
    SignalHandling.install()
    let code: ExitCode
    do {
        code = try work(Session(needsCourse: needsCourse))
    } catch {
        if SignalHandling.isInterrupted { throw ExitCode(130) }
        if error is ValidationError { throw error }
        switch error {
        case let error as Lesson.Malformed:
            for diagnostic in error.diagnostics { print(diagnostic) }
            throw ExitCode(2)
        case let error as PackageFailure:
            for diagnostic in error.diagnostics { print(diagnostic) }
            Messages.say("lessons: \(error)")
            throw ExitCode(1)
        default: Messages.say("lessons: \(error)")
        }
        switch error {
        case is Refusal: code = ExitCode(2)
        case is Course.LookupError: code = ExitCode(5)
        case is MissingRequirement: code = ExitCode(4)
        default: code = ExitCode(3)
        }
    }
    if SignalHandling.isInterrupted { throw ExitCode(130) }
    guard fflush(stdout) == 0 else {
        Messages.say("lessons: stdout could not be written")
        throw ExitCode(3)
    }
    if code != .success { throw code }
}

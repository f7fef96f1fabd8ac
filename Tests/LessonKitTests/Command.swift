import Foundation
import TestSupport
import Testing

/// Runs the real binary as a user would.
enum Command {
    /// The project's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    struct Result {
        var output: String
        var errors: String
        /// 128 more than the number of the signal that ended it, as a shell tells.
        var status: Int32
    }

    /// Runs `lessons` with arguments in a folder, by default the project's.
    static func lessons(
        _ arguments: String..., in folder: String = root, environment: [String: String] = [:]
    ) throws -> Result {
        try run(root + "/.build/debug/lessons", arguments, in: folder, environment: environment)
    }

    /// Debian's own Python, which sees Debian's packages, or else the one on the search path.
    static let pythonPath =
        ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first(where: FileManager.default.isExecutableFile) ?? "/opt/homebrew/bin/python3"

    /// What a Python program prints.
    static func python(_ program: String, in folder: String) throws -> String {
        let result = try run(pythonPath, ["-c", program], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// Runs a command to its end.
    static func run(
        _ executable: String, _ arguments: [String], in folder: String = root, environment: [String: String] = [:]
    ) throws -> Result {
        try Background(executable, arguments, in: folder, environment: environment).result()
    }

    /// A command that runs beside the test, so that the test can wait for what it does and stop it then.
    final class Background {
        private let process = Process()
        private let files = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

        init(
            _ executable: String, _ arguments: [String], in folder: String = root, environment: [String: String] = [:]
        ) throws {
            process.executableURL = URL(filePath: executable)
            process.arguments = arguments
            process.currentDirectoryURL = URL(filePath: folder)
            // Tests do what authors do, also where CI runs them.
            process.environment = ProcessInfo.processInfo.environment.merging(["CI": ""]) { $1 }
                .merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            // Into files: a pipe might be held open by what the command leaves behind, and fill up.
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
            for name in ["out", "err"] { try Data().write(to: files.appending(path: name)) }
            process.standardOutput = try FileHandle(forWritingTo: files.appending(path: "out"))
            process.standardError = try FileHandle(forWritingTo: files.appending(path: "err"))
            try process.run()
        }

        deinit {
            if process.isRunning { signal(SIGKILL) }
            try? FileManager.default.removeItem(at: files)
        }

        var isRunning: Bool { process.isRunning }
        /// What it has printed so far.
        var output: String { text("out") }
        var errors: String { text("err") }

        private func text(_ name: String) -> String {
            (try? String(contentsOf: files.appending(path: name), encoding: .utf8)) ?? ""
        }

        func signal(_ number: Int32) { kill(process.processIdentifier, number) }

        /// Waits for its end.
        func result() throws -> Result {
            process.waitUntilExit()
            let isSignal = process.terminationReason == .uncaughtSignal
            return Result(
                output: try String(contentsOf: files.appending(path: "out"), encoding: .utf8),
                errors: try String(contentsOf: files.appending(path: "err"), encoding: .utf8),
                status: process.terminationStatus + (isSignal ? 128 : 0))
        }
    }
}

extension Command {
    /// The command lines of all processes that contain a text.
    static func processes(with text: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int($0) != nil }.compactMap { name in
            guard let line = try? Data(contentsOf: URL(filePath: "/proc/\(name)/cmdline")) else { return nil }
            let words = String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
            return words.contains(text) ? words : nil
        }
    }
}

extension Command {
    /// The numbers of all processes whose program lies in a folder.
    static func processNumbers(with folder: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            let line = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()
            return String(decoding: line, as: UTF8.self).hasPrefix(folder)
        }
    }
}

extension Command.Background {
    /// Waits until a lesson's program runs, which lies in a temporary folder.
    func waitForAProgram(below folder: String) throws {
        try waiting(for: "a program of a lesson") {
            try #require(isRunning, "it has ended: \(output) \(errors)")
            return Command.processes(with: folder).contains { $0.hasPrefix(folder) }
        }
    }
}

/// A course in a temporary folder, removed when it is no longer used.
final class TemporaryCourse {
    let root: String

    /// Writes a course of files, by their paths below `Lessons`.
    init(_ files: [String: String]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "course-\(UUID().uuidString)").path
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws {
        let file = URL(filePath: "\(root)/Lessons/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(root)/Lessons/\(path)")), as: UTF8.self)
    }

    /// A copy of the command, with its own cache.
    func ownCommand() throws -> String {
        let folder = root + "/build"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in [
            "lessons", "confine", "libLessonChannel.so", "libLessonRuntime.so", "libLessonRuntime64.so", "Modules",
            "CPrefetch.build",
        ] {
            // Foundation's copy would try to keep the owner of the original, which only root can do.
            let words = ["-rL", "\(Command.root)/.build/debug/\(name)", "\(folder)/\(name)"]
            try #require(try Command.run("/bin/cp", words).status == 0)
        }
        return folder + "/lessons"
    }

    func lessons(_ arguments: String..., environment: [String: String] = [:]) throws -> Command.Result {
        try Command.run(Command.root + "/.build/debug/lessons", arguments, in: root, environment: environment)
    }

    /// The command, begun and not waited for.
    func begin(_ arguments: String..., environment: [String: String] = [:]) throws -> Command.Background {
        try Command.Background(
            Command.root + "/.build/debug/lessons", arguments, in: root, environment: environment)
    }
}

extension TemporaryCourse {
    /// A course, and in it an empty folder for temporary files.
    static func withFolder(_ files: [String: String]) throws -> (course: TemporaryCourse, temporary: String) {
        let course = try TemporaryCourse(files)
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Programs of another user must be able to pass through it.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        return (course, folder)
    }
}

func expectNothingLeft(in folder: String) throws {
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    #expect(Command.processes(with: folder) == [])
}

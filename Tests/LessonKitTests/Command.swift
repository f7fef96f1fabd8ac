import Foundation
import Testing

/// Runs the real binary as a user would.
enum Command {
    /// The project's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    struct Result {
        var output: String
        var errors: String
        var status: Int32
        var seconds: Double
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
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        // Tests act as authors do, even where CI runs them.
        process.environment = ProcessInfo.processInfo.environment.merging(["CI": ""]) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Output goes to files: a pipe could be held open by processes that the command leaves running, and could fill
        // up.
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "out"), errors = folder.appending(path: "err")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Result(
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8),
            status: process.terminationStatus, seconds: seconds)
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
        for name in ["lessons", "confine", "libLessonRuntime.so", "Modules", "CPrefetch.build"] {
            // Foundation's copy would try to keep the owner of the original, which only root can do.
            let words = ["-rL", "\(Command.root)/.build/debug/\(name)", "\(folder)/\(name)"]
            try #require(try Command.run("/bin/cp", words).status == 0)
        }
        return folder + "/lessons"
    }

    func lessons(_ arguments: String..., environment: [String: String] = [:]) throws -> Command.Result {
        try Command.run(Command.root + "/.build/debug/lessons", arguments, in: root, environment: environment)
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

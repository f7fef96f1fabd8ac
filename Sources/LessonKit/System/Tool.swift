#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs helper programs such as the compiler, and collects what they print.
package enum Tool {
    /// What a program printed, and how it ended.
    package struct Output {
        /// What it wrote to stdout and, if the two were not separated, to stderr.
        package var output: String
        /// What it wrote to stderr, if the two were separated.
        package var errors = ""
        package var termination: ChildProcess.Termination
    }

    /// The first program with a name on the search path; nil if there is none.
    package static func path(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }

    /// The environment of compiler and linker, the same for every user: what a variable says about headers, libraries or
    /// other tools must not decide what a lesson does.
    static func environment(folder: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        ]
    }

    /// Runs a program of the toolchain for `limit` of its own time at most; its stdout and stderr become one text.
    /// `environment` replaces the one of compiler and linker; `onOutput` is called when something has been printed.
    package static func run(
        _ executable: String, _ arguments: [String], in folder: String, environment: [String: String]? = nil,
        limit: Duration, onOutput: (ArraySlice<UInt8>) -> Void = { _ in }
    ) throws -> Output {
        let environment = environment ?? self.environment(folder: folder)
        let command = ChildProcess.Command(
            executable: executable, arguments: arguments, environment: environment, directory: folder)
        let (read, write) = try FileDescriptor.pipe()
        return try withoutActuallyEscaping(onOutput) { onOutput in
            var bytes: [UInt8] = []
            let pipe = PipeReader(read, limit: 16 << 20) {
                bytes.append(contentsOf: $0)
                onOutput(bytes.suffix($0.count))
            }
            var process = try ChildProcess(command, descriptors: [.null(), write, write])
            let clock = ProgramClock(of: process.pid)
            let termination = try process.supervise([pipe]) { clock.deadline(limit) }
            return Output(output: String(decoding: bytes, as: UTF8.self), termination: termination)
        }
    }

    /// The user's own environment, for what a user would start by hand.
    package static var userEnvironment: [String: String] {
        ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    }

    /// Runs a program of this installation with an empty environment, for `limit` of its own time at most; its stdout and stderr
    /// stay separate.
    package static func runHelper(
        _ executable: String, _ arguments: [String], in folder: String, limit: Duration
    ) throws -> Output {
        let command = ChildProcess.Command(
            executable: executable, arguments: arguments, environment: [:], directory: folder)
        let output = try FileDescriptor.pipe(), errors = try FileDescriptor.pipe()
        var bytes: [UInt8] = [], errorBytes: [UInt8] = []
        let readers = [
            PipeReader(output.read, limit: 1 << 30) { bytes.append(contentsOf: $0) },
            PipeReader(errors.read, limit: 1 << 20) { errorBytes.append(contentsOf: $0) },
        ]
        var process = try ChildProcess(command, descriptors: [.null(), output.write, errors.write])
        let clock = ProgramClock(of: process.pid)
        let termination = try process.supervise(readers) { clock.deadline(limit) }
        return Output(
            output: String(decoding: bytes, as: UTF8.self), errors: String(decoding: errorBytes, as: UTF8.self),
            termination: termination)
    }
}

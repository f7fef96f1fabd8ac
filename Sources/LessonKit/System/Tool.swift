#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs a program that is no lesson's, and takes in what it prints.
package enum Tool {
    /// What a program printed, and how it ended.
    package struct Output {
        /// What came to stdout and, where the two are not kept apart, to stderr.
        package var output: String
        /// What came to stderr, where it is kept apart.
        package var errors = ""
        package var termination: ChildProcess.Termination
    }

    /// Runs a program of the toolchain in the runner's environment, for `limit` of its own time at most; its output and
    /// errors are one text.
    package static func run(
        _ executable: String, _ arguments: [String], in folder: String, isTemporary: Bool = true,
        limit: Duration
    ) throws -> Output {
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        if isTemporary { environment["TMPDIR"] = folder }
        let command = ChildProcess.Command(
            executable: executable, arguments: arguments, environment: environment, directory: folder)
        let (read, write) = try FileDescriptor.pipe()
        var bytes: [UInt8] = []
        let pipe = PipeReader(read, limit: 16 << 20) { bytes.append(contentsOf: $0) }
        var process = try ChildProcess(command, descriptors: [.null(), write, write])
        let clock = ProgramClock(of: process.pid)
        let termination = try process.supervise([pipe]) { clock.deadline(limit) }
        return Output(output: String(decoding: bytes, as: UTF8.self), termination: termination)
    }

    /// Runs a program of ours with an empty environment, for `limit` of its own time at most; its output and errors are apart.
    package static func runHelper(
        _ executable: String, _ arguments: [String], in folder: String, limit: Duration
    ) throws -> Output {
        let command = ChildProcess.Command(
            executable: executable, arguments: arguments, environment: [:], directory: folder)
        let output = try FileDescriptor.pipe(), errors = try FileDescriptor.pipe()
        var bytes: [UInt8] = [], complaint: [UInt8] = []
        let readers = [
            PipeReader(output.read, limit: 1 << 30) { bytes.append(contentsOf: $0) },
            PipeReader(errors.read, limit: 1 << 20) { complaint.append(contentsOf: $0) },
        ]
        var process = try ChildProcess(command, descriptors: [.null(), output.write, errors.write])
        let clock = ProgramClock(of: process.pid)
        let termination = try process.supervise(readers) { clock.deadline(limit) }
        return Output(
            output: String(decoding: bytes, as: UTF8.self), errors: String(decoding: complaint, as: UTF8.self),
            termination: termination)
    }
}

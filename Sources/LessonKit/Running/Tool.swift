#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs a program of the toolchain and takes in what it prints.
enum Tool {
    struct Output {
        /// What came to stdout and stderr.
        var output: String
        var ending: ChildProcess.Ending
    }

    /// Runs it for `limit` of its own time at most.
    static func run(
        _ executable: String, _ arguments: [String], in folder: String, limit: Duration
    ) throws -> Output {
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["TMPDIR"] = folder
        let (read, write) = try FileDescriptor.pipe()
        var bytes: [UInt8] = []
        let pipe = PipeReader(read, limit: 16 << 20) { bytes.append(contentsOf: $0) }
        var process = try ChildProcess(
            .init(executable: executable, arguments: arguments, environment: environment, directory: folder),
            descriptors: [.null(), write, write])
        let clock = ProgramClock(of: process.pid)
        let ending = try process.supervise([pipe]) { clock.deadline(limit) }
        return Output(output: String(decoding: bytes, as: UTF8.self), ending: ending)
    }
}

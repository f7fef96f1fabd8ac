#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif
import Synchronization

/// The folders of a program with snapshots. They are removed with the last owner.
final class SnapshotFolder: Sendable {
    /// Nobody changes it.
    nonisolated(unsafe) let work: WorkFolder
    /// The folder of the libraries that the snapshots load, which they can only read.
    let libraries: String
    private let count = Atomic(0)

    init(for runner: Runner) throws {
        work = try WorkFolder(data: runner.data)
        libraries = work.buildPath + "/libraries"
        try Files.makeFolder(libraries)
        if runner.sandbox.level.hasSeparateUser { work.openToOtherUsers() }
        Files.setMode(0o755, of: libraries)
    }

    /// Where the program and its interfaces are.
    var buildPath: String { work.buildPath }

    /// A folder for what some cells are made from, and the path of their library.
    struct Build {
        var path: String, library: String
    }

    /// Makes a folder for the next cells.
    func makeBuildFolder() throws -> Build {
        let number = count.add(1, ordering: .relaxed).newValue
        let build = Build(path: "\(buildPath)/build-\(number)", library: "\(libraries)/cells-\(number).so")
        try Files.makeFolder(build.path + "/whole")
        return build
    }

    /// Removes what some cells were made from, and their library.
    func remove(_ build: Build) {
        Files.remove(build.path)
        Files.remove(build.library)
    }
}

/// The process of a program with snapshots. It ends with the last owner, and everything that it has started.
final class BaseProcess: @unchecked Sendable {
    private var process: ChildProcess
    let pid: pid_t
    /// Its first process, which ends when nobody listens to it any more.
    var first: SleepingProcess?

    init(_ process: consuming ChildProcess) {
        pid = process.pid
        self.process = process
    }

    /// Reads what the process writes until it has ended.
    func supervise(
        _ pipes: [PipeReader], _ deadline: () -> ContinuousClock.Instant
    ) throws -> ChildProcess.Termination { try process.supervise(pipes, deadline: deadline) }
}

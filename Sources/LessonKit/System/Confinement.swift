import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What a process may use of the machine, and the user it runs as.
struct Confinement: Sendable {
    /// Processor time in seconds; nil for no limit but the wall time.
    var processorSeconds: Int?
    /// The private memory of each process, in bytes.
    var memory = 4 << 30
    /// The size of the largest file that it may write, in bytes.
    var fileSize = 1 << 30
    var openFiles = 1024
    /// The number of processes and threads, in addition to those of other programs of the same user.
    var processes = 512
    /// The user that it runs as; nil for the runner's own.
    var user: UInt32?
    /// The only folder that it may change under Landlock; nil where Landlock is not used.
    var writableFolder: String?
    /// What else it may read under Landlock.
    var readablePaths: [String] = []
    /// Whether an older Linux is accepted, on which it can signal processes of the same user.
    var allowsOlderLandlock = false
    /// Whether it is denied the memory of processes that it did not start, even those of its own user.
    var isolatesMemory = false

    /// The arguments by which `confine` applies it.
    var arguments: [String] {
        var limits = [("memory", memory), ("file", fileSize), ("files", openFiles), ("processes", processes)]
        if let processorSeconds { limits.append(("cpu", processorSeconds)) }
        var words = limits.flatMap { ["--limit", $0, "\($1)"] }
        if let user { words += ["--user", "\(user)"] }
        if isolatesMemory { words += ["--isolate-memory", "yes"] }
        if let writableFolder { words += ["--write", writableFolder] }
        if allowsOlderLandlock { words += ["--older-landlock", "yes"] }
        return words + readablePaths.flatMap { ["--read", $0] }
    }

    private static let count = Atomic(0)

    /// A user number that no account and no other running program has, so that no program can signal another and each
    /// has its own count of processes.
    static func newUser() -> UInt32 {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return 0x7000_0000 + UInt32(getpid() & 0xffff) << 12 + UInt32(number & 0xfff)
    }
}

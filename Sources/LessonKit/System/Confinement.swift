import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What a process may take of the machine, and as whom it runs.
struct Confinement: Sendable {
    /// Seconds of processor time; nil for as many as it likes within its wall time.
    var seconds: Int?
    /// Bytes of memory of each process, not counting what it shares with others.
    var memory = 4 << 30
    /// Bytes of the longest file that it may write.
    var fileSize = 1 << 30
    var openFiles = 1024
    /// Processes and threads, beyond those of others where it shares its user with them.
    var processes = 512
    /// The user that it runs as; nil for the runner's own.
    var user: UInt32?
    /// The only folder that it may change, where nothing but Linux itself closes off the others.
    var folder: String?
    /// What else it may read then.
    var visible: [String] = []
    /// Whether Linux is too old to keep it from signalling others.
    var isOlder = false
    /// Whether it sees no memory of processes that it did not start, though they are its user's.
    var isApart = false

    /// As `confine` is told it.
    var arguments: [String] {
        var limits = [("memory", memory), ("file", fileSize), ("files", openFiles), ("processes", processes)]
        if let seconds { limits.append(("cpu", seconds)) }
        var words = limits.flatMap { ["--limit", $0, "\($1)"] }
        if let user { words += ["--user", "\(user)"] }
        if isApart { words += ["--apart", "yes"] }
        if let folder { words += [isOlder ? "--write-older" : "--write", folder] }
        return words + visible.flatMap { ["--read", $0] }
    }

    private static let count = Atomic(0)

    /// A user whom nobody else has, and no other program at this time: so that no program can signal another, and what one
    /// starts does not count as another's.
    static func newUser() -> UInt32 {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return 0x7000_0000 + UInt32(getpid() & 0xffff) << 12 + UInt32(number & 0xfff)
    }
}

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// An open file descriptor, closed explicitly or when nothing refers to it any more.
package final class FileDescriptor {
    /// -1 once it is closed.
    private(set) var number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close() }

    func close() {
        guard number >= 0 else { return }
        #if canImport(Glibc)
            _ = Glibc.close(number)
        #else
            _ = Darwin.close(number)
        #endif
        number = -1
    }

    /// Opens /dev/null.
    static func null() throws(SystemError) -> FileDescriptor {
        let number = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("cannot open /dev/null") }
        return FileDescriptor(number)
    }

    /// Both ends of a new pipe, closed on exec and numbered above the descriptors that children are given.
    static func pipe() throws(SystemError) -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        guard Self.pipe(&ends) == 0 else { throw SystemError("cannot make a pipe") }
        return try raised(ends)
    }

    /// Both ends of a new connection, closed on exec and numbered above the descriptors that children are given. It carries
    /// bytes, or messages with bounds.
    static func socketPair(
        carriesMessages: Bool = false
    ) throws(SystemError) -> (own: FileDescriptor, other: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Glibc)
            let kind = Int32((carriesMessages ? SOCK_SEQPACKET : SOCK_STREAM).rawValue)
        #else
            let kind = carriesMessages ? SOCK_SEQPACKET : SOCK_STREAM
        #endif
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemError("cannot make a connection") }
        return try raised(ends)
    }

    /// The descriptors with higher numbers, closed on exec.
    private static func raised(_ ends: [Int32]) throws(SystemError) -> (FileDescriptor, FileDescriptor) {
        let low = ends.map(FileDescriptor.init)
        let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 16) }
        for end in low { end.close() }
        guard high.allSatisfy({ $0 >= 0 }) else { throw SystemError("cannot make a pipe") }
        return (FileDescriptor(high[0]), FileDescriptor(high[1]))
    }

    private static func pipe(_ ends: inout [Int32]) -> Int32 {
        #if canImport(Glibc)
            pipe2(&ends, O_CLOEXEC)
        #else
            Darwin.pipe(&ends)
        #endif
    }

    /// Writes all bytes to a descriptor; false if that fails, with the reason in `errno`.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, start, rest.count)
            #else
                let count = Darwin.write(descriptor, start, rest.count)
            #endif
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Lets a process of another user that has it open also open it by its name below /proc.
    func openToOtherUsers() { fchmod(number, 0o666) }

    /// Waits for up to 20 ms until something can be read from one of some descriptors; returns the numbers of those from which
    /// it can.
    static func wait(for descriptors: [FileDescriptor]) -> Set<Int32> {
        var polled = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        poll(&polled, nfds_t(polled.count), 20)
        return Set(polled.filter { $0.revents != 0 }.map(\.fd))
    }

    /// Writes a byte; does nothing if nobody reads any more.
    func write(byte: UInt8) {
        _ = withUnsafeBytes(of: byte) { Self.write($0, to: number) }
    }
}

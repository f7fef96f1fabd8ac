#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// An open file descriptor, closed when it is no longer referred to, or before.
final class FileDescriptor {
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

    /// Both ends of a new pipe, above the numbers that children are given and closed in them.
    static func pipe() throws(SystemError) -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        guard Self.pipe(&ends) == 0 else { throw SystemError("cannot make a pipe") }
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

    /// Writes a byte, or does nothing where nobody reads any more.
    func write(byte: UInt8) {
        var byte = byte
        #if canImport(Glibc)
            _ = Glibc.write(number, &byte, 1)
        #else
            _ = Darwin.write(number, &byte, 1)
        #endif
    }
}

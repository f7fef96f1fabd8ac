#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What the system refused, in its own words.
public struct SystemError: Error, CustomStringConvertible {
    /// What was tried, and why it failed.
    public let description: String
    /// Why it failed.
    let reason: String

    init(_ attempt: String, code: Int32 = errno) {
        reason = String(cString: strerror(code))
        description = "\(attempt): \(reason)"
    }
}

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

/// The reading end of a pipe that a process writes to.
final class PipeReader {
    let descriptor: FileDescriptor
    /// Whether every writer has closed its end.
    private(set) var isClosed = false
    /// Whether more has come than the pipe may carry; the rest is left unread.
    private(set) var isFull = false
    private var room: Int, lines: Int
    private let receive: (UnsafeRawBufferPointer) -> Void

    init(
        _ descriptor: FileDescriptor, limit: Int, lineLimit: Int = .max,
        receive: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        self.descriptor = descriptor
        room = limit
        lines = lineLimit
        self.receive = receive
        _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    }

    /// Gives up on the process: what it writes matters no more, and it is to be stopped.
    func abandon() { isFull = true }

    /// Reads all that is there now, without waiting for more.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while !isClosed && !isFull {
                let count = read(descriptor.number, buffer.baseAddress, buffer.count)
                if count == 0 { isClosed = true }
                guard count > 0 else {
                    if count < 0 && errno == EINTR { continue }
                    return
                }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
                room -= count
                lines -= bytes.count { $0 == UInt8(ascii: "\n") }
                isFull = room < 0 || lines < 0
                receive(bytes)
            }
        }
    }
}

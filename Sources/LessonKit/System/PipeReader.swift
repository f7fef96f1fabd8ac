#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

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

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
    /// Whether more has arrived than the pipe may carry; the rest is left unread.
    private(set) var exceedsLimit = false
    private var remainingBytes: Int, remainingLines: Int
    private let receive: (UnsafeRawBufferPointer) -> Void

    init(
        _ descriptor: FileDescriptor, limit: Int, lineLimit: Int = .max,
        receive: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        self.descriptor = descriptor
        remainingBytes = limit
        remainingLines = lineLimit
        self.receive = receive
        _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    }

    /// Stops reading, as if the limit were exceeded, so that the process is stopped.
    func abandon() { exceedsLimit = true }

    /// Reads everything that has arrived, without waiting for more.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while !isClosed && !exceedsLimit {
                let count = read(descriptor.number, buffer.baseAddress, buffer.count)
                if count == 0 { isClosed = true }
                guard count > 0 else {
                    if count < 0 && errno == EINTR { continue }
                    return
                }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
                remainingBytes -= count
                remainingLines -= bytes.count { $0 == UInt8(ascii: "\n") }
                exceedsLimit = remainingBytes < 0 || remainingLines < 0
                receive(bytes)
            }
        }
    }
}

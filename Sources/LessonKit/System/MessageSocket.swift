internal import CProcess

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The runner's end of a socket that carries messages, and open files with them.
final class MessageSocket: Sendable {
    /// Closed with its last owner, which nobody shares with another thread.
    nonisolated(unsafe) let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Sends a message; false if nobody receives it.
    func send(_ bytes: [UInt8], _ files: [FileDescriptor] = []) -> Bool {
        sendMessage(descriptor.number, bytes, bytes.count, files.map(\.number), files.count)
    }

    /// What a socket holds.
    enum Received {
        case message([UInt8], [FileDescriptor])
        /// No message has come yet, or one that nobody may send.
        case nothing
        /// The other end is closed.
        case end
    }

    /// Receives a message that has come, without waiting for one.
    func receive() -> Received {
        var bytes = [UInt8](repeating: 0, count: 256), numbers = [Int32](repeating: -1, count: 4)
        var fileCount = 0
        let length = receiveMessage(descriptor.number, &bytes, bytes.count, &numbers, &fileCount)
        let files = numbers.prefix(fileCount).map(FileDescriptor.init)
        if length < 0 { return errno == ECONNRESET ? .end : .nothing }
        return length == 0 ? .end : .message(Array(bytes[..<length]), files)
    }

    /// Waits until there is something to receive; false if nothing comes in that time.
    func wait(milliseconds: Int32) -> Bool {
        var awaited = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&awaited, 1, milliseconds) > 0
    }
}

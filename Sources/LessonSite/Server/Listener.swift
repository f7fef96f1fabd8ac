import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Listens on 127.0.0.1 only, and answers one request per connection.
final class Listener: Sendable {
    /// The port on which it listens.
    let port: Int
    private let descriptor: Int32
    /// The connections that stay open for messages, at most 50.
    private let streams = Mutex<[Int32]>([])
    /// How long it waits for the whole head of a request, and for a browser to take more of an answer.
    private let headLimit: Duration, sendLimit: Duration
    private let isStopped = Atomic(false)

    /// Listens on a port, or on any free one if it is 0.
    init(
        port: Int, headLimit: Duration = .seconds(5), sendLimit: Duration = .seconds(5)
    ) throws(SystemError) {
        self.headLimit = headLimit
        self.sendLimit = sendLimit
        descriptor = socket(AF_INET, Self.stream, 0)
        guard descriptor >= 0 else { throw SystemError("cannot open a socket") }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, length) = (descriptor, size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, Self.constant($0), length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, Self.variable($0), &size) == 0
            }
        }
        guard isBound else {
            let error = SystemError("cannot listen on 127.0.0.1:\(port) (choose another port with --port)")
            close(descriptor)
            throw error
        }
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
        private static let noSignal = Int32(MSG_NOSIGNAL)
        private static let platformSend = Glibc.send
        // With GNU extensions, Glibc declares addresses as unions of pointers.
        private static func constant(_ address: UnsafeMutablePointer<sockaddr>) -> __CONST_SOCKADDR_ARG {
            __CONST_SOCKADDR_ARG(__sockaddr__: address)
        }
        private static func variable(_ address: UnsafeMutablePointer<sockaddr>?) -> __SOCKADDR_ARG {
            __SOCKADDR_ARG(__sockaddr__: address)
        }
    #else
        private static let stream = SOCK_STREAM
        // The command ignores the signal.
        private static let noSignal: Int32 = 0
        private static let platformSend = Darwin.send
        private static func constant(_ address: UnsafeMutablePointer<sockaddr>) -> UnsafeMutablePointer<sockaddr> {
            address
        }
        private static func variable(_ address: UnsafeMutablePointer<sockaddr>?) -> UnsafeMutablePointer<sockaddr>? {
            address
        }
    #endif

    /// Takes no more requests.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// How many connections stay open for messages.
    var streamCount: Int { streams.withLock { $0.count } }

    /// Answers requests until it is stopped.
    func answer(_ respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        detached { [self] in
            while true {
                let connection = accept(descriptor, Self.variable(nil), nil)
                if connection < 0 {
                    if isStopped.load(ordering: .relaxed) { return }
                    // There may be no free descriptors at the moment.
                    usleep(10_000)
                    continue
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                detached { [self] in serve(connection, respond) }
            }
        }
    }

    private func serve(_ connection: Int32, _ respond: (HTTPRequest) -> HTTPResponse) {
        // A client that sends or reads nothing for too long is dropped.
        let (seconds, attoseconds) = sendLimit.components
        var longest = timeval(tv_sec: Int(seconds), tv_usec: .init(attoseconds / 1_000_000_000_000))
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &longest, socklen_t(MemoryLayout<timeval>.size))
        guard let head = Self.readHead(connection, until: .now + headLimit) else {
            close(connection)
            return
        }
        let request = String(validating: head, as: UTF8.self).flatMap(HTTPRequest.init)
        let response = HTTPResponse.answer(to: request, by: respond)
        let isHeadOnly = request?.method == "HEAD"
        let isSent = Self.send(response.bytes(isHeadOnly: isHeadOnly), to: connection)
        guard isSent, response.isStream, !isHeadOnly else {
            if request == nil { Self.drain(connection, until: .now + headLimit) }
            close(connection)
            return
        }
        streams.withLock { streams in
            streams.append(connection)
            if streams.count > 50 { close(streams.removeFirst()) }
        }
    }

    /// Sends a message to every open stream, and closes streams that nobody reads any more.
    func broadcast(_ message: String) {
        streams.withLock { streams in
            streams = streams.filter { connection in
                if Self.send(Array("data: \(message)\n\n".utf8), to: connection) { return true }
                close(connection)
                return false
            }
        }
    }

    /// The head of a request, or as much of it as is too much; nil from a browser that ends or keeps silent before its end.
    private static func readHead(_ connection: Int32, until deadline: ContinuousClock.Instant) -> ArraySlice<UInt8>? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while bytes.count < 1 << 15 {
            guard let more = receive(from: connection, until: deadline), !more.isEmpty else { return nil }
            let searched = max(bytes.count - end.count + 1, 0)
            bytes += more
            if let range = bytes[searched...].firstRange(of: end) { return bytes[..<range.lowerBound] }
        }
        // No request is that long.
        return []
    }

    /// Has the browser read a refusal: closed while it still sends, a connection would take the answer back (RFC 9112, 9.6).
    private static func drain(_ connection: Int32, until deadline: ContinuousClock.Instant) {
        shutdown(connection, Int32(SHUT_WR))
        while let more = receive(from: connection, until: deadline), !more.isEmpty {}
    }

    /// Some bytes, none at the end; nil where none come in time.
    private static func receive(from connection: Int32, until deadline: ContinuousClock.Instant) -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = (deadline - ContinuousClock.now) / .milliseconds(1)
            guard left > 0 else { return nil }
            var polled = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, Int32(min(left.rounded(.up), 1e6))) > 0 else { continue }
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            return count < 0 ? nil : buffer[..<count]
        }
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Where nobody reads any more it fails, and ends no process.
            let count = rest.withUnsafeBytes { platformSend(connection, $0.baseAddress, $0.count, noSignal) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

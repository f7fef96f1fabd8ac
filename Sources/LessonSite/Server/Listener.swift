import LessonKit

import Dispatch
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
    private let queue = DispatchQueue(label: "lessons serve", attributes: .concurrent)

    /// Listens on a port, or on any free one if it is 0.
    init(port: Int) throws(SystemError) {
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
        // With GNU extensions, Glibc declares addresses as unions of pointers.
        private static func constant(_ address: UnsafeMutablePointer<sockaddr>) -> __CONST_SOCKADDR_ARG {
            __CONST_SOCKADDR_ARG(__sockaddr__: address)
        }
        private static func variable(_ address: UnsafeMutablePointer<sockaddr>?) -> __SOCKADDR_ARG {
            __SOCKADDR_ARG(__sockaddr__: address)
        }
    #else
        private static let stream = SOCK_STREAM
        private static func constant(_ address: UnsafeMutablePointer<sockaddr>) -> UnsafeMutablePointer<sockaddr> {
            address
        }
        private static func variable(_ address: UnsafeMutablePointer<sockaddr>?) -> UnsafeMutablePointer<sockaddr>? {
            address
        }
    #endif

    /// Answers requests until the command ends.
    func answer(_ respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        queue.async { [self] in
            while true {
                let connection = accept(descriptor, Self.variable(nil), nil)
                if connection < 0 {
                    // There may be no free descriptors at the moment.
                    usleep(10_000)
                    continue
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                queue.async { [self] in serve(connection, respond) }
            }
        }
    }

    private func serve(_ connection: Int32, _ respond: (HTTPRequest) -> HTTPResponse) {
        // A client that sends or reads nothing for 5 s is dropped.
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let request = Self.readHead(connection).flatMap(HTTPRequest.init)
        var response = request.map(respond) ?? .failure("400 Bad Request")
        if let request, !["GET", "HEAD"].contains(request.method) { response = .failure("405 Method Not Allowed") }
        let isHeadOnly = request?.method == "HEAD"
        let isSent = Self.send(response.bytes(isHeadOnly: isHeadOnly), to: connection)
        guard isSent, response.isStream, !isHeadOnly else {
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

    private static func readHead(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        let end = Array("\r\n\r\n".utf8)
        while bytes.count < 1 << 15 {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            if let range = bytes.firstRange(of: end) {
                return String(validating: bytes[..<range.lowerBound], as: UTF8.self)
            }
        }
        return nil
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        bytes.withUnsafeBytes { FileDescriptor.write($0, to: connection) }
    }
}

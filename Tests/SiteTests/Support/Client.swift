import Testing

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A browser as far as a server can see it: it sends bytes, and reads them.
final class Client {
    /// What was refused or came to no end.
    struct Failure: Error { let words: String }

    /// An answer in its parts.
    struct Answer {
        var status: String
        /// The values of each header, by its name in small letters.
        var headers: [String: [String]]
        var body: [UInt8]
    }

    private var connection: Int32
    private var buffer: [UInt8] = []

    /// What lives as long as this.
    private let server: AnyObject?

    /// Connects to a port of this machine.
    init(_ port: Int, keeping server: AnyObject? = nil) throws {
        self.server = server
        #if canImport(Glibc)
            connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            connection = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let (descriptor, size) = (connection, socklen_t(MemoryLayout<sockaddr_in>.size))
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        guard isConnected else { throw Failure(words: "cannot connect to port \(port)") }
        // What hangs ends after half an hour.
        var hang = timeval(tv_sec: 1800, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(connection, SOL_SOCKET, option, &hang, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    deinit { close() }

    func close() {
        guard connection >= 0 else { return }
        #if canImport(Glibc)
            _ = Glibc.close(connection)
        #else
            _ = Darwin.close(connection)
        #endif
        connection = -1
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL)
                let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, flags) }
            #else
                let count = rest.withUnsafeBytes { Darwin.send(connection, $0.baseAddress, $0.count, 0) }
            #endif
            guard count > 0 else { throw Failure(words: "cannot send") }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads once; false at the end.
    private func read() throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(connection, &bytes, bytes.count, 0)
        // A server that has given us up may say so by a reset.
        if count < 0 && errno != ECONNRESET { throw Failure(words: "nothing came for half an hour") }
        buffer += bytes[..<max(count, 0)]
        return count > 0
    }

    /// All that comes until the end.
    func rest() throws -> [UInt8] {
        while try read() {}
        defer { buffer = [] }
        return buffer
    }

    /// The next line, without its end.
    func line() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 1)
                return line.hasSuffix("\r") ? String(line.unicodeScalars.dropLast()) : line
            }
            guard try read() else { throw Failure(words: "it ended within a line") }
        }
    }

    /// So many bytes.
    func bytes(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { guard try read() else { throw Failure(words: "it ended too early") } }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func peek() -> Int {
        var byte: UInt8 = 0
        #if canImport(Glibc)
            let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
        #else
            let flags = MSG_PEEK | MSG_DONTWAIT
        #endif
        let count = recv(connection, &byte, 1, flags)
        return count < 0 && errno == ECONNRESET ? 0 : count
    }

    /// Whether the server has ended the connection, and all that it sent was read.
    var hasEnded: Bool { buffer.isEmpty && peek() == 0 }
    /// Whether something has come that was not read yet.
    var hasMore: Bool { !buffer.isEmpty || peek() > 0 }

    /// Sends a request, and reads what is answered until the end.
    func ask(_ request: String) throws -> Answer {
        try send(Array(request.utf8))
        return try withExtendedLifetime(self) { try answer() }
    }

    func answer() throws -> Answer {
        var answer = Answer(status: try line(), headers: [:], body: [])
        while case let line = try line(), line != "" {
            let colon = try #require(line.firstIndex(of: ":"), "no header: \(line)")
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers[line[..<colon].lowercased(), default: []].append(String(value))
        }
        answer.body = try rest()
        return answer
    }
}

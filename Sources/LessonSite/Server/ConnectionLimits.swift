import FlyingFox
import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Ends connections that take too long, say too much, or are too many. FlyingFox waits for a request as long as it takes, reads a
/// line of any length in a time that grows with its square, and counts no connections, so this looks at the sockets themselves.
final class ConnectionLimits: Sendable {
    /// How long a connection may take for a request and its answer.
    let patience: Mutex<Duration>
    /// The most connections at a time; the oldest ones end first, those that stay open last.
    private static let most = 256

    private struct Connection {
        /// When its last request began, or when it was first seen.
        var since = ContinuousClock.now
        var staysOpen = false
        /// Whether a request is being answered, and its body read.
        var isAsking = false
    }

    /// The connections by the ports from which they come.
    private let connections = Mutex<[UInt16: Connection]>([:])

    init(patience: Duration) { self.patience = Mutex(patience) }

    /// Notes that a connection has sent the head of a request; returns its port.
    func begins(_ address: HTTPRequest.Address?) -> UInt16 {
        guard case .ip4(_, let port) = address else { return 0 }
        connections.withLock { $0[port] = Connection(isAsking: true) }
        return port
    }

    /// Notes that a request has been answered; the next one may come.
    func answered(_ port: UInt16) { connections.withLock { $0[port]?.isAsking = false } }

    /// The most bytes of a head that may wait to be read.
    private static let longestHead = 8192

    /// Notes that a connection is a conversation from now on.
    func staysOpen(_ port: UInt16) { connections.withLock { $0[port]?.staysOpen = true } }

    /// Shuts down all connections to a port that have used up their time. FlyingFox then finds them at their end.
    func enforce(port: Int) {
        let sockets = Files.names(in: "/dev/fd").compactMap(Int32.init).compactMap { descriptor in
            Self.peer(of: descriptor, listeningOn: UInt16(port)).map { (descriptor: descriptor, peer: $0) }
        }
        let patience = patience.withLock { $0 }
        let ended = connections.withLock { connections in
            var kept: [UInt16: Connection] = [:]
            for (_, peer) in sockets { kept[peer] = connections[peer] ?? Connection() }
            connections = kept
            let late = kept.filter { !$0.value.staysOpen && ContinuousClock.now - $0.value.since > patience }
            let long = sockets.filter { descriptor, peer in
                guard let known = kept[peer], !known.staysOpen, !known.isAsking else { return false }
                return Self.hasWaiting(Self.longestHead + 1, on: descriptor)
            }
            let oldest = kept.sorted {
                ($0.value.staysOpen ? 1 : 0, $0.value.since) < ($1.value.staysOpen ? 1 : 0, $1.value.since)
            }
            return Set(late.keys).union(long.map(\.peer)).union(
                oldest.prefix(max(kept.count - Self.most, 0)).map(\.key))
        }
        for (descriptor, peer) in sockets
        where ended.contains(peer) && Self.peer(of: descriptor, listeningOn: UInt16(port)) == peer {
            shutdown(descriptor, Int32(SHUT_RDWR))
            // What has come already would still be read.
            var rest = [UInt8](repeating: 0, count: 1 << 16)
            while recv(descriptor, &rest, rest.count, Self.withoutWaiting) > 0 {}
        }
    }

    /// Whether so many bytes wait to be read.
    private static func hasWaiting(_ count: Int, on descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(descriptor, &bytes, count, peeking) == count
    }

    /// The port at the other end of a connection to a port of ours; nil for any other descriptor.
    private static func peer(of descriptor: Int32, listeningOn port: UInt16) -> UInt16? {
        address(descriptor, getsockname) == port ? address(descriptor, getpeername) : nil
    }

    #if canImport(Glibc)
        private static let withoutWaiting = Int32(MSG_DONTWAIT)
        private static let peeking = Int32(MSG_PEEK) | withoutWaiting
        private typealias Asked = (Int32, __SOCKADDR_ARG, UnsafeMutablePointer<socklen_t>?) -> Int32
    #else
        private static let withoutWaiting = MSG_DONTWAIT
        private static let peeking = MSG_PEEK | MSG_DONTWAIT
        private typealias Asked = (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32
    #endif

    private static func address(_ descriptor: Int32, _ ask: Asked) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #if canImport(Glibc)
                    ask(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &size) == 0
                #else
                    ask(descriptor, $0, &size) == 0
                #endif
            }
        }
        return isKnown && Int32(address.sin_family) == AF_INET ? UInt16(bigEndian: address.sin_port) : nil
    }
}

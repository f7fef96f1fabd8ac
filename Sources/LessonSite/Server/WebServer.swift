import Dispatch
import FlyingFox
import FlyingSocks
import LessonKit
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Listens on 127.0.0.1 only. FlyingFox speaks HTTP and WebSocket; this decides what it may be made to do.
final class WebServer: Sendable {
    /// What is answered: a page, or a conversation that stays open.
    enum Answer: Sendable {
        case page(PageResponse)
        case socket(PageSocket)
    }

    /// The port on which it listens.
    let port: Int
    let limits: ConnectionLimits
    private let server: Mutex<HTTPServer>
    private let isStopped = Atomic(false)

    /// Listens on a port, or on any free one if it is 0; what is asked is answered by `respond`, which is told the port.
    init(
        port: Int, patience: Duration = .seconds(10), respond: @escaping @Sendable (PageRequest, Int) -> Answer
    ) throws(SystemError) {
        // A page that goes away ends no process.
        ignoreBrokenPipes()
        let limits = ConnectionLimits(patience: patience)
        guard let (server, port) = Self.wait(for: { await Self.listen(port, limits, respond) }) else {
            throw SystemError("cannot listen on 127.0.0.1:\(port) (choose another port with --port)", code: EADDRINUSE)
        }
        self.limits = limits
        self.port = port
        self.server = Mutex(server)
        detached { [self] in
            while !isStopped.load(ordering: .relaxed) {
                limits.enforce(port: port)
                usleep(50_000)
            }
        }
        Task.detached { [self] in
            // FlyingFox gives up where there is no free descriptor at the moment.
            while !isStopped.load(ordering: .relaxed) {
                if await !self.server.withLock({ $0 }).isListening,
                    let (next, _) = await Self.listen(port, limits, respond)
                {
                    self.server.withLock { $0 = next }
                }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Starts a server; returns it and its port, or nil if the port is not free.
    private static func listen(
        _ port: Int, _ limits: ConnectionLimits, _ respond: @escaping @Sendable (PageRequest, Int) -> Answer
    ) async -> (HTTPServer, Int)? {
        guard let address = try? sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)) else { return nil }
        let place = Mutex(port)
        let server = HTTPServer(
            config: .init(address: address, sharedRequestReplaySize: 0, logger: .disabled),
            handler: ClosureHTTPHandler { request in
                await Self.answer(request, limits) { respond($0, place.withLock { $0 }) }
            })
        let hasEnded = Atomic(false)
        Task.detached {
            try? await server.run()
            hasEnded.store(true, ordering: .relaxed)
        }
        while await !server.isListening {
            if hasEnded.load(ordering: .relaxed) { return nil }
            try? await Task.sleep(for: .milliseconds(1))
        }
        guard case .ip4(_, let port) = await server.listeningAddress else { return nil }
        place.withLock { $0 = Int(port) }
        return (server, Int(port))
    }

    /// Takes no more requests, and ends all conversations.
    func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        let server = server.withLock { $0 }
        Self.wait { await server.stop() }
    }

    private static func answer(
        _ request: HTTPRequest, _ limits: ConnectionLimits, by respond: (PageRequest) -> Answer
    ) async -> HTTPResponse {
        let connection = limits.begins(request.remoteAddress)
        defer { limits.answered(connection) }
        // A body is read and thrown away, so that what follows it is the next request.
        do { for try await _ in request.bodySequence {} } catch { return badRequest }
        let asked = PageRequest(request)
        guard ["GET", "HEAD"].contains(asked.method) else {
            var refusal = PageResponse.failure(405, "Method Not Allowed")
            refusal.headers = ["Allow": "GET, HEAD"]
            return refusal.response(isHeadOnly: false)
        }
        switch respond(asked) {
        case .page(let page): return page.response(isHeadOnly: asked.method == "HEAD")
        case .socket(let socket):
            let handler = WebSocketHTTPHandler(handler: socket)
            guard let response = try? await handler.handleRequest(request), response.statusCode == .switchingProtocols
            else { return badRequest }
            limits.staysOpen(connection)
            return response
        }
    }

    private static var badRequest: HTTPResponse {
        PageResponse.failure(400, "Bad Request").response(isHeadOnly: false)
    }

    /// Waits for something asynchronous, on a thread that may wait.
    private static func wait<Value: Sendable>(for work: @escaping @Sendable () async -> Value) -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Value?>(nil)
        Task.detached {
            let value = await work()
            result.withLock { $0 = value }
            done.signal()
        }
        done.wait()
        return result.withLock { $0! }
    }
}

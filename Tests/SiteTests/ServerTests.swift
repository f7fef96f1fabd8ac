import Foundation
import TestSupport
import Testing

@testable import LessonKit
@testable import LessonSite

/// The bytes that this process has in memory.
private func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
}

/// What the server answers, and whom it waits for no longer. Each test has a process of its own: FlyingFox runs some of its tasks on
/// the threads that all of a process share, which other tests may keep busy as long as they like. Nothing here depends on how fast anything is: a limit is either
/// so short that it is over at once, or never over.
@Suite struct ServerTests {
    private static let never = Duration.seconds(86_400)

    /// A server of a page and a conversation that repeats what it is told, which takes requests until the test is over.
    private final class Server {
        let web: WebServer

        init(patience: Duration = never) throws {
            web = try WebServer(port: 0, patience: patience) { request, _ in
                switch request.path {
                case "/": .page(PageResponse(type: "text/html; charset=utf-8", body: Array("<p>卷积</p>".utf8)))
                case "/echo": .socket(PageSocket(receive: { page, text in page.send(text) }))
                default: .page(.failure(404, "Not Found"))
                }
            }
        }

        deinit { web.stop() }

        func ask(_ request: String) throws -> Client.Answer { try connect().ask(request) }
        func connect() throws -> Client { try Client(web.port, keeping: self) }
    }

    private static func get(_ path: String, _ method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    }

    // MARK: Answers

    @Test func aPageIsAnswered() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let answer = try Server().ask(Self.get("/"))
                #expect(answer.status == "HTTP/1.1 200 OK")
                #expect(answer.headers["content-type"] == ["text/html; charset=utf-8"])
                #expect(answer.headers["content-length"] == ["13"] && answer.body == Array("<p>卷积</p>".utf8))
                #expect(answer.headers["access-control-allow-origin"] == nil)
            }
        }
    }

    /// The same headers and no body (RFC 9110, 9.3.2).
    @Test func ofAPageTheHeadAlone() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let page = try server.ask(Self.get("/")), head = try server.ask(Self.get("/", "HEAD"))
                #expect(head.status == "HTTP/1.1 200 OK" && head.headers == page.headers && head.body == [])
                let missing = try server.ask(Self.get("/none", "HEAD"))
                #expect(missing.status == "HTTP/1.1 404 Not Found" && missing.body == [])
            }
        }
    }

    @Test func whatIsNotThereIsNotFound() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let answer = try Server().ask(Self.get("/none"))
                #expect(answer.status == "HTTP/1.1 404 Not Found" && answer.body == Array("404 Not Found\n".utf8))
                #expect(answer.headers["content-length"] == ["14"])
            }
        }
    }

    /// The answer must say what is allowed (RFC 9110, 15.5.6).
    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS"]) func nothingIsWritten(_ method: String) async {
        await #expect(processExitsWith: .success) { [method] in
            try await onOwnThread {
                let server = try Server()
                for path in ["/", "/echo"] {
                    let answer = try server.ask(Self.get(path, method))
                    #expect(
                        answer.status == "HTTP/1.1 405 Method Not Allowed" && answer.headers["allow"] == ["GET, HEAD"])
                }
            }
        }
    }

    /// What is no request at all is not answered: the connection ends.
    @Test(arguments: ["nonsense\r\n\r\n", "\r\n\r\n", "GET /\r\n\r\n"]) func nonsenseEndsTheConnection(_ text: String)
        async
    {
        await #expect(processExitsWith: .success) { [text] in
            try await onOwnThread {
                let server = try Server()
                let client = try server.connect()
                try client.send(Array(text.utf8))
                #expect(try client.rest() == [])
                #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
            }
        }
    }

    @Test func aHeadMayBeLongAndComeInPieces() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let path = Self.get("/" + String(repeating: "a", count: 1 << 10))
                #expect(try server.ask(path).status == "HTTP/1.1 404 Not Found")
                let client = try server.connect()
                for byte in Self.get("/").utf8 { try client.send([byte]) }
                #expect(try client.answer().status == "HTTP/1.1 200 OK")
            }
        }
    }

    /// FlyingFox would read a long line in a time that grows with its square: a few of them, from any page, would keep it from
    /// everything else.
    @Test(arguments: [1 << 16, 1 << 22]) func aHeadMayBeTooLong(_ length: Int) async {
        await #expect(processExitsWith: .success) { [length] in
            try await onOwnThread {
                let server = try Server()
                let clients = try (1...8).map { _ in try server.connect() }
                for client in clients { try? client.send(Array("GET /".utf8) + Array(repeating: 97, count: length)) }
                for client in clients { #expect(try client.rest() == []) }
                #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
            }
        }
    }

    /// Two requests on one connection, as browsers send them.
    @Test func aConnectionIsUsedAgain() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let text = "GET / HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get("/none")
                let all = try String(
                    decoding: {
                        try $0.send(Array(text.utf8)); return try $0.rest()
                    }(server.connect()), as: UTF8.self)
                #expect(all.contains("HTTP/1.1 200 OK") && all.contains("HTTP/1.1 404 Not Found"))
            }
        }
    }

    // MARK: Too much, too slow, too many

    /// A body is never in memory as a whole, and no request in it is answered.
    @Test func aBodyOf100MBIsRefused() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let client = try server.connect()
                let before = try residentBytes()
                try client.send(
                    Array("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 104857600\r\n\r\n".utf8))
                let hidden = Array((Self.get("/") + String(repeating: "x", count: 1 << 16)).utf8.prefix(1 << 16))
                // The refusal is an answer, or the end of the connection where much comes before the head has been read.
                for _ in 0..<1600 { try? client.send(hidden) }
                let answer = String(decoding: (try? client.rest()) ?? [], as: UTF8.self)
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 405 Method Not Allowed"))
                #expect(!answer.contains("200 OK"))
                #expect(try residentBytes() - before < 50 << 20)
            }
        }
    }

    @Test func whoSaysNothingKeepsNobodyWaiting() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let silent = try (1...200).map { _ in try server.connect() }
                #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
                withExtendedLifetime(silent) {}
            }
        }
    }

    /// Of very many connections some end, and there is always one more.
    @Test func ofTooManySomeEnd() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let silent = try (1...300).map { _ in try server.connect() }
                try waiting(for: "all but 256 to end") { silent.count { $0.hasEnded } >= 300 - 256 }
                #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
            }
        }
    }

    @Test func whoSaysNothingIsDropped() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server(patience: .milliseconds(1))
                #expect(try server.connect().rest() == [])
            }
        }
    }

    /// One byte after the other would hold a connection for ever, if each had the time of all.
    @Test func whoSaysLittleIsDropped() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server(patience: .milliseconds(50))
                let client = try server.connect()
                var isDropped = false
                for byte in Array("GET /".utf8) + Array(repeating: UInt8(ascii: "a"), count: 30_000) where !isDropped {
                    isDropped = (try? client.send([byte])) == nil || client.hasEnded
                    usleep(5000)
                }
                #expect(isDropped)
            }
        }
    }

    // MARK: Conversations (RFC 6455)

    @Test func aConversationOutlivesThePatience() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let socket = try WebSocketClient(server.connect(), path: "/echo", headers: ["Host: x"])
                #expect(socket.status == "HTTP/1.1 101 Switching Protocols")
                server.web.limits.patience.withLock { $0 = .zero }
                // Whoever has said nothing is dropped by now.
                #expect(try server.connect().rest() == [])
                for text in ["a", "卷积", String(repeating: "long ", count: 100_000)] {
                    try socket.send(text)
                    #expect(try socket.receive() == text)
                    usleep(200_000)
                }
            }
        }
    }

    @Test func aMessageMayBeTooLong() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let socket = try WebSocketClient(server.connect(), path: "/echo", headers: ["Host: x"])
                try? socket.send(String(repeating: "x", count: PageSocket.longestMessage + 1))
                #expect(throws: (any Error).self) { try socket.receive() }
                #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
            }
        }
    }

    @Test func whoReadsNothingIsDropped() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let isClosed = Flag()
                let pages = Pages()
                let web = try WebServer(port: 0, patience: Self.never) { _, _ in
                    .socket(PageSocket(opened: { pages.add($0) }, closed: { _ in isClosed.set() }))
                }
                defer { web.stop() }
                let socket = try WebSocketClient(Client(web.port), path: "/", headers: ["Host: x"])
                let message = String(repeating: "x", count: 1 << 20)
                try waiting(for: "the page to be dropped") {
                    for page in pages.all { page.send(message) }
                    return isClosed.isSet
                }
                withExtendedLifetime(socket) {}
            }
        }
    }
}

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LessonKit
@testable import LessonSite

/// What the server answers, and whom it waits for no longer. Nothing here depends on how fast anything is: a limit is either
/// so short that it is over at once, or never over.
@Suite struct ServerTests {
    private static let never = Duration.seconds(86_400)

    /// A server of some pages and a stream, which takes requests until the test is over.
    private final class Server {
        let listener: Listener

        init(headLimit: Duration = never, sendLimit: Duration = never) throws {
            listener = try Listener(port: 0, headLimit: headLimit, sendLimit: sendLimit)
            listener.answer { request in
                switch request.path {
                case "/": HTTPResponse(type: "text/html; charset=utf-8", body: Array("<p>卷积</p>".utf8))
                case "/changes": HTTPResponse(type: "text/event-stream", body: Array(": open\n\n".utf8), isStream: true)
                default: .failure("404 Not Found")
                }
            }
        }

        deinit { listener.stop() }

        func ask(_ request: String) throws -> Client.Answer { try connect().ask(request) }

        func connect() throws -> Client { try Client(listener.port, keeping: self) }

        /// A page that is told of changes from now on.
        func stream() throws -> Client {
            let client = try connect(), count = listener.streamCount
            try client.send(Array(get("/changes").utf8))
            #expect(try client.line() == "HTTP/1.1 200 OK")
            while try client.line() != ": open" {}
            #expect(try client.line() == "")
            try waiting(for: "a stream to be open") { listener.streamCount == count + 1 }
            return client
        }
    }

    private static func get(_ path: String, _ method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
    }

    // MARK: Answers

    @Test func aPageIsAnswered() throws {
        let answer = try Server().ask(Self.get("/"))
        #expect(answer.status == "HTTP/1.1 200 OK")
        #expect(answer.headers["content-type"] == ["text/html; charset=utf-8"])
        #expect(answer.headers["content-length"] == ["13"] && answer.body == Array("<p>卷积</p>".utf8))
        #expect(answer.headers["connection"] == ["close"])
    }

    /// The same headers and no body (RFC 9110, 9.3.2).
    @Test func ofAPageTheHeadAlone() throws {
        let server = try Server()
        let page = try server.ask(Self.get("/")), head = try server.ask(Self.get("/", "HEAD"))
        #expect(head.status == "HTTP/1.1 200 OK" && head.headers == page.headers && head.body == [])
        let missing = try server.ask(Self.get("/none", "HEAD"))
        #expect(missing.status == "HTTP/1.1 404 Not Found" && missing.body == [])
        // A stream's head is all there is: the connection ends.
        #expect(try server.ask(Self.get("/changes", "HEAD")).body == [])
    }

    @Test func whatIsNotThereIsNotFound() throws {
        let answer = try Server().ask(Self.get("/none"))
        #expect(answer.status == "HTTP/1.1 404 Not Found" && answer.body == Array("404 Not Found\n".utf8))
        #expect(answer.headers["content-length"] == ["14"])
    }

    /// The answer must say what is allowed (RFC 9110, 15.5.6).
    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "get"]) func nothingIsWritten(_ method: String) throws {
        let server = try Server()
        for path in ["/", "/changes"] {
            let answer = try server.ask(Self.get(path, method))
            #expect(answer.status == "HTTP/1.1 405 Method Not Allowed" && answer.headers["allow"] == ["GET, HEAD"])
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET /\r HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nAccept : y\r\n\r\n",
    ]) func aBadRequestIsToldSo(_ text: String) throws {
        #expect(try Server().ask(text).status == "HTTP/1.1 400 Bad Request")
    }

    @Test func whatIsNoTextIsABadRequest() throws {
        let server = try Server()
        let client = try server.connect()
        try client.send(Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        #expect(try client.answer().status == "HTTP/1.1 400 Bad Request")
    }

    /// More than a server is willing to read must be refused by one of the 400s (RFC 9112, 3 and 5.4), and who sends it
    /// must be able to read that.
    @Test(arguments: [1 << 15, 1 << 25]) func aHeadMayBeTooLong(_ length: Int) throws {
        let path = Self.get("/" + String(repeating: "a", count: length))
        let headers = String(repeating: "X-A: b\r\n", count: length / 8)
        for text in [path, "GET / HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"] {
            #expect(try Server().ask(text).status.hasPrefix("HTTP/1.1 4"))
        }
    }

    @Test func aHeadComesInPieces() throws {
        let server = try Server()
        let client = try server.connect()
        for byte in Self.get("/").utf8 { try client.send([byte]) }
        #expect(try client.answer().status == "HTTP/1.1 200 OK")
    }

    @Test func whoSaysNothingKeepsNobodyWaiting() throws {
        let server = try Server()
        let silent = try (1...200).map { _ in try server.connect() }
        #expect(try server.ask(Self.get("/")).status == "HTTP/1.1 200 OK")
        withExtendedLifetime(silent) {}
    }

    // MARK: Streams

    @Test func everyStreamIsTold() throws {
        let server = try Server()
        let clients = try (1...3).map { _ in try server.stream() }
        server.listener.broadcast("changed")
        for client in clients {
            #expect(try client.line() == "data: changed")
            #expect(try client.line() == "")
        }
        // One that has gone is forgotten, and the others are told.
        clients[0].close()
        try waiting(for: "one to be forgotten") {
            server.listener.broadcast("again")
            return server.listener.streamCount == 2
        }
        for client in clients.dropFirst() { #expect(try client.line() == "data: again") }
    }

    @Test func ofManyStreamsTheOldestEnds() throws {
        let server = try Server()
        let clients = try (1...50).map { _ in try server.stream() }
        let last = try server.connect()
        try last.send(Array(Self.get("/changes").utf8))
        #expect(try clients[0].rest() == [])
        server.listener.broadcast("changed")
        #expect(try clients[1].line() == "data: changed" && server.listener.streamCount == 50)
    }

    // MARK: Slow ones

    @Test func whoSaysNothingIsDropped() throws {
        let server = try Server(headLimit: .milliseconds(1))
        #expect(try server.connect().rest() == [])
    }

    /// One byte after the other would hold a connection for ever, if each had the time of all.
    @Test func whoSaysLittleIsDropped() throws {
        let server = try Server(headLimit: .milliseconds(50))
        let client = try server.connect()
        var isDropped = false
        for byte in Array("GET /".utf8) + Array(repeating: UInt8(ascii: "a"), count: 30_000) where !isDropped {
            isDropped = (try? client.send([byte])) == nil || client.hasEnded
            usleep(5000)
        }
        #expect(isDropped)
    }

    @Test func whoReadsNothingIsDropped() throws {
        let server = try Server(sendLimit: .milliseconds(1))
        let client = try server.stream()
        let message = String(repeating: "x", count: 1 << 20)
        // The system keeps some of it for a reader, and not more.
        try waiting(for: "the stream to be dropped") {
            server.listener.broadcast(message)
            return server.listener.streamCount == 0
        }
        withExtendedLifetime(client) {}
    }

    // MARK: The site

    @Test func onlyPagesOfOursAskForTheSite() throws {
        let server = try SiteServer(port: 0)
        defer { server.stop() }
        server.answer()
        let port = try #require(URL(string: server.address)?.port)
        func status(_ path: String, _ headers: String...) throws -> String {
            let text = (["GET \(path) HTTP/1.1"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
            return String(try Client(port).ask(text).status.dropFirst("HTTP/1.1 ".count))
        }
        let host = "Host: 127.0.0.1:\(port)"
        for path in ["/", "/.lessons/changes", "/.lessons/reload.js"] {
            #expect(try status(path, "Host: example.org") == "403 Forbidden")
            #expect(try status(path, "Host: 127.0.0.1:1") == "403 Forbidden")
            #expect(try status(path, host, "Origin: http://example.org") == "403 Forbidden")
        }
        #expect(try status("/.lessons/reload.js", host) == "200 OK")
        #expect(try status("/.lessons/reload.js", host, "Origin: http://localhost:\(port)") == "200 OK")
        // There is no site yet.
        #expect(try status("/", host) == "404 Not Found")
    }

    @Test func aSiteIsShownAndItsPagesAreToldOfChanges() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "served-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["/Lessons", "/Site"] {
            try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            atPath: Rendering.Course.project + "/Site/page.html", toPath: root + "/Site/page.html")
        func site(_ title: String) throws -> Site {
            try Data("# \(title)\n".utf8).write(to: URL(filePath: root + "/Lessons/README.md"))
            let builder = SiteBuilder(
                course: Course(root: root), typesetter: Typesetter(cacheFolder: root + "/scratch"), cache: PageCache())
            return try Site(builder, reports: [], toolchain: "none")
        }
        let server = try SiteServer(port: 0)
        defer { server.stop() }
        server.answer()
        let port = try #require(URL(string: server.address)?.port)
        func text(_ path: String, _ method: String = "GET") -> String {
            "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n"
        }
        server.show(try site("The first site"))
        let page = try Client(port).ask(text("/"))
        #expect(page.status == "HTTP/1.1 200 OK" && page.headers["content-type"] == ["text/html; charset=utf-8"])
        #expect(String(decoding: page.body, as: UTF8.self).contains("The first site"))
        #expect(try Client(port).ask(text("/index.html?x")).body == page.body)
        #expect(try Client(port).ask(text("/", "HEAD")).headers == page.headers)
        for path in ["/none.html", "/../Site/page.html", "/%2e%2e/Site/page.html", "//index.html", "/%00"] {
            let missing = try Client(port).ask(text(path))
            #expect(missing.status == "HTTP/1.1 404 Not Found", "\(path)")
            #expect(String(decoding: missing.body, as: UTF8.self).contains("There is no such page"))
        }
        let reader = try Client(port)
        try reader.send(Array(text("/.lessons/changes").utf8))
        while try reader.line() != ": open" {}
        #expect(try reader.line() == "")
        // It is listed a moment after it has been answered.
        try waiting(for: "the page to be told") {
            server.show(try site("The second site"))
            return reader.hasMore
        }
        #expect(try reader.line() == "data: changed")
        #expect(try String(decoding: Client(port).ask(text("/")).body, as: UTF8.self).contains("The second site"))
    }
}

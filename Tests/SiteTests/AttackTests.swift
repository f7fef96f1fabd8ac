import Foundation
import TestSupport
import Testing

@testable import LessonKit
@testable import LessonSite

/// Who may make the server show something, and who may make it run something. A page elsewhere may have the browser send any
/// request to this machine, but cannot set `Host` or `Origin`; another user of the machine may send any bytes, but has no token. Each
/// test has a process of its own, as in `ServerTests`.
@Suite struct AttackTests {
    /// A server of a course, until the test is over.
    private final class Server {
        let site: SiteServer
        let port: Int
        let token: String

        init(token: AccessToken = AccessToken()) throws {
            site = try SiteServer(port: 0, root: Rendering.Course.root, token: token)
            port = try #require(URL(string: site.address)?.port)
            self.token = try #require(site.addressWithToken().split(separator: "=").last.map(String.init))
        }

        deinit { site.stop() }

        var own: [String] { ["Host: 127.0.0.1:\(port)", "Origin: http://127.0.0.1:\(port)"] }
        var cookie: String { "Cookie: other=1; lessons-\(port)=\(token)" }

        func ask(_ path: String, _ headers: [String], method: String = "GET") throws -> Client.Answer {
            let text =
                (["\(method) \(path) HTTP/1.1", "Connection: close"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
            return try Client(port, keeping: self).ask(text)
        }

        func status(_ path: String, _ headers: [String], method: String = "GET") throws -> String {
            String(try ask(path, headers, method: method).status.dropFirst("HTTP/1.1 ".count))
        }

        /// Whether a conversation is begun.
        func converses(_ path: String, _ headers: [String]) throws -> Bool {
            try WebSocketClient(Client(port, keeping: self), path: path, headers: headers).status.contains(" 101 ")
        }
    }

    @Test func whoHasTheAddressOfTheTerminalGetsANotebook() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let first = try server.ask("/x.html?token=\(server.token)", [server.own[0]])
                #expect(first.status == "HTTP/1.1 303 See Other" && first.headers["location"] == ["/x.html"])
                let cookie = try #require(first.headers["set-cookie"]?.first)
                #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
                let kept = "Cookie: " + cookie.prefix { $0 != ";" }
                #expect(try server.converses("/.lessons/notebook", server.own + [kept]))
                #expect(try server.status("/.lessons/access", [server.own[0], kept]) == "200 OK")
            }
        }
    }

    @Test func aPageElsewhereCannotConverse() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                #expect(try server.converses("/.lessons/notebook", server.own + [server.cookie]))
                for origin in [
                    "http://example.org", "null", "http://127.0.0.1:\(server.port + 1)",
                    "https://127.0.0.1:\(server.port)",
                ] {
                    for path in ["/.lessons/notebook", "/.lessons/changes"] {
                        #expect(try !server.converses(path, [server.own[0], "Origin: \(origin)", server.cookie]))
                    }
                }
                // No page at all asks for a conversation.
                #expect(try !server.converses("/.lessons/notebook", [server.own[0], server.cookie]))
            }
        }
    }

    @Test func aPageElsewhereCannotPost() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                for path in ["/", "/.lessons/notebook", "/.lessons/access"] {
                    let foreign = [server.own[0], "Origin: http://example.org", server.cookie, "Content-Length: 0"]
                    #expect(try server.status(path, foreign, method: "POST").hasPrefix("4"))
                    #expect(try server.status(path, foreign, method: "OPTIONS").hasPrefix("4"))
                    #expect(
                        try server.ask(path, foreign, method: "OPTIONS").headers["access-control-allow-origin"] == nil)
                }
            }
        }
    }

    /// A name elsewhere that was made to lead to this machine (DNS rebinding).
    @Test func aForeignHostIsShownNothing() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                for host in [
                    "example.org", "example.org:\(server.port)", "127.0.0.1:1", "127.0.0.1",
                    "127.0.0.1.example.org:\(server.port)",
                ] {
                    let headers = ["Host: \(host)", "Origin: http://\(host)", server.cookie]
                    for path in ["/", "/.lessons/access", "/.lessons/notebook.css", "/?token=\(server.token)"] {
                        #expect(try server.status(path, headers) == "403 Forbidden", "\(host) \(path)")
                    }
                    for path in ["/.lessons/notebook", "/.lessons/changes"] {
                        #expect(try !server.converses(path, headers))
                    }
                }
            }
        }
    }

    @Test func withoutTheTokenNothingRuns() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server(), other = try Server()
                let old = "Cookie: lessons-\(server.port)=\(other.token)",
                    short = "Cookie: lessons-\(server.port)=\(server.token.dropLast())"
                for cookies in [
                    [], [old], [short], ["Cookie: lessons-\(server.port)="], ["Cookie: \(server.token)"],
                    ["X-Token: \(server.token)"],
                ] {
                    #expect(try !server.converses("/.lessons/notebook", server.own + cookies), "\(cookies)")
                    #expect(try server.status("/.lessons/access", [server.own[0]] + cookies) == "403 Forbidden")
                }
                #expect(try server.status("/?token=\(other.token)", [server.own[0]]) == "403 Forbidden")
                #expect(try server.status("/?token=", [server.own[0]]) == "403 Forbidden")
                // A second cookie of the name, set by another page of this host, takes nothing away.
                let both = "Cookie: lessons-\(server.port)=x; lessons-\(server.port)=\(server.token)"
                #expect(try server.converses("/.lessons/notebook", server.own + [both]))
            }
        }
    }

    /// Before there is a site: the first page that is asked for is answered, whatever is still being verified.
    @Test func theFirstPageComesAtOnce() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                let answer = try server.ask("/", [server.own[0]])
                #expect(answer.status == "HTTP/1.1 200 OK")
                #expect(String(decoding: answer.body, as: UTF8.self).contains("The course is being prepared"))
            }
        }
    }

    @Test func noPageHoldsTheToken() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                for path in ["/", "/index.html", "/.lessons/connection.js", "/.lessons/access"] {
                    for headers in [[server.own[0]], [server.own[0], server.cookie]] {
                        let answer = try server.ask(path, headers)
                        #expect(!String(decoding: answer.body, as: UTF8.self).contains(server.token), "\(path)")
                    }
                }
            }
        }
    }

    @Test func theTokenIsKeptForTheNextServerAndForNobodyElse() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let folder = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)").path
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(atPath: folder) }
                let first = AccessToken.kept(in: folder).address(of: "")
                let path = "\(folder)/token-\(getuid())"
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                #expect(AccessToken.kept(in: folder).address(of: "") == first)
                // One that others could read, one that is a link, and one that is a week old are none.
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
                let second = AccessToken.kept(in: folder).address(of: "")
                #expect(second != first)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -8 * 86_400)], ofItemAtPath: path)
                #expect(AccessToken.kept(in: folder).address(of: "") != second)
            }
        }
    }

    @Test(arguments: [
        "/../Package.swift", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc%2fpasswd",
        "/.lessons/../Course.swift",
        "/.lessons/%2e%2e/%2e%2e/style.css", "/.lessons/..%2fstyle.css", "/.lessons//etc/passwd", "/.lessons/", "/%00",
        "/.lessons/notebook.js%00.png", "/assets/../index.html", "/\\..\\x",
    ]) func noPathLeadsOut(_ path: String) async {
        await #expect(processExitsWith: .success) { [path] in
            try await onOwnThread {
                let server = try Server()
                let answer = try server.ask(path, [server.own[0], server.cookie])
                // Before there is a site, a path that could be a page shows that it is being prepared.
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(!answer.status.contains("200") || text.contains("The course is being prepared"), "\(path)")
                #expect(!text.contains("root:") && !text.contains("swift-tools-version"))
            }
        }
    }

    /// The first line of an answer is no place for what was asked.
    @Test func theWayOnIsOnThisServer() async {
        await #expect(processExitsWith: .success) {
            try await onOwnThread {
                let server = try Server()
                for path in ["//example.org/", "/%0d%0aSet-Cookie:x=y", "/\\example.org", "http://example.org/"] {
                    let answer = try server.ask("\(path)?token=\(server.token)", [server.own[0]])
                    guard answer.status.contains("303") else { continue }
                    let location = try #require(answer.headers["location"]?.first)
                    #expect(
                        location.hasPrefix("/") && !location.hasPrefix("//") && !location.hasPrefix("/\\"),
                        "\(location)")
                    #expect(answer.headers["set-cookie"]?.count == 1)
                }
            }
        }
    }
}

import Testing

@testable import LessonKit
@testable import LessonSite

/// What is read from a request, and whose it is. What is right is said by RFC 9110 (semantics), 9112 (HTTP/1.1), 3986 (addresses)
/// and 6265 (cookies).
@Suite struct RequestTests {
    private func request(_ target: String, host: String = "127.0.0.1:8000", origin: String? = nil, cookies: String = "")
        -> PageRequest
    {
        PageRequest(method: "GET", target: target, host: host, origin: origin, cookies: cookies)
    }

    @Test(arguments: [
        ("/", "/", ""), ("/a/b.html", "/a/b.html", ""),
        // The query is no part of the path, and a question mark may be in it (RFC 3986, 3.4).
        ("/a?b=c", "/a", "b=c"), ("/?x/../y?z", "/", "x/../y?z"), ("/a#b?c", "/a", "c"),
        // Percents stand for bytes (RFC 3986, 2.1), in capitals or not, and once.
        ("/%E5%8D%b7.html", "/卷.html", ""), ("/a%20b%3Fc", "/a b?c", ""), ("/%2541", "/%41", ""),
        ("/%2e%2e/x", "/../x", ""),
        // A server must take a whole address, too (RFC 9112, 3.2.2).
        ("http://127.0.0.1:8000/a?b", "/a", "b"), ("HTTP://127.0.0.1:8000", "/", ""),
        ("http://127.0.0.1:8000?x", "/", "x"),
    ]) func isRead(_ target: String, _ path: String, _ query: String) {
        let read = request(target)
        #expect(read.path == path && (target.contains("#") || read.query == query) && read.isOurs(port: 8000))
    }

    @Test func aTokenIsFoundInTheQueryAndInACookieOnly() {
        #expect(request("/?token=abc&x=1").value(of: "token") == "abc")
        #expect(request("/?xtoken=abc").value(of: "token") == nil)
        #expect(request("/token=abc").value(of: "token") == nil)
        let cookies = "other=1; lessons-8000=abc; lessons-80000=x;lessons-8000=def"
        #expect(request("/", cookies: cookies).cookies(named: "lessons-8000") == ["abc", "def"])
    }

    @Test(arguments: [
        ("127.0.0.1:8000", 8000, true), ("localhost:8000", 8000, true), ("LocalHost:8000", 8000, true),
        ("127.0.0.1:8001", 8000, false), ("127.0.0.1", 8000, false), ("localhost", 8000, false), ("", 8000, false),
        ("example.org:8000", 8000, false), ("127.0.0.1:8000.example.org", 8000, false),
        ("localhost.:8000", 8000, false),
        ("x@127.0.0.1:8000", 8000, false), ("127.0.0.1:8000, 127.0.0.1:8000", 8000, false), ("[::1]:8000", 8000, false),
        // The port of HTTP need not be named, and browsers do not (RFC 9110, 4.2.1 and 7.2).
        ("127.0.0.1", 80, true), ("localhost", 80, true), ("127.0.0.1:80", 80, true), ("example.org", 80, false),
    ]) func theHostIsThisMachine(_ host: String, _ port: Int, _ isOurs: Bool) {
        #expect(request("/", host: host).isOurs(port: port) == isOurs)
        // A host in the request line counts instead of the header (RFC 9112, 3.2.2).
        guard !host.isEmpty, !host.contains(" ") else { return }
        #expect(request("http://\(host)/", host: "other.example").isOurs(port: port) == isOurs)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8000", true), ("http://localhost:8000", true), ("https://127.0.0.1:8000", false),
        ("http://127.0.0.1:8001", false), ("http://127.0.0.1", false), ("http://example.org", false), ("null", false),
        ("", false), ("http://127.0.0.1:8000 http://example.org", false), ("http://127.0.0.1:8000.example.org", false),
    ]) func thePageThatAsksIsOurs(_ origin: String, _ isOurs: Bool) {
        #expect(request("/", origin: origin).isOurs(port: 8000) == isOurs)
    }
}

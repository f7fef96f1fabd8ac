import Testing

@testable import LessonKit
@testable import LessonSite

/// How the head of a request is read. What is right is said by RFC 9110 (semantics), 9112 (HTTP/1.1) and 3986 (addresses).
@Suite struct RequestTests {
    private static let host = "Host: 127.0.0.1:8000"

    /// A head of a request line and headers.
    private func head(_ line: String, _ headers: String...) -> HTTPRequest? {
        HTTPRequest(head: ([line] + headers).joined(separator: "\r\n"))
    }

    // MARK: The request line

    @Test(arguments: [
        ("GET / HTTP/1.1", "GET", "/"), ("HEAD /a/b.html HTTP/1.1", "HEAD", "/a/b.html"),
        ("POST /a HTTP/1.1", "POST", "/a"), ("M-SEARCH / HTTP/1.1", "M-SEARCH", "/"),
        // A method is told from others by its case (RFC 9110, 9.1).
        ("get / HTTP/1.1", "get", "/"),
        // The query is no part of the path, and a question mark may be in it (RFC 3986, 3.4).
        ("GET /a?b=c HTTP/1.1", "GET", "/a"), ("GET /?x/../y?z HTTP/1.1", "GET", "/"),
        // Percents stand for bytes (RFC 3986, 2.1), in capitals or not, and once.
        ("GET /%E5%8D%b7.html HTTP/1.1", "GET", "/卷.html"), ("GET /a%20b%3Fc HTTP/1.1", "GET", "/a b?c"),
        ("GET /%2541 HTTP/1.1", "GET", "/%41"), ("GET /?%41 HTTP/1.1", "GET", "/"),
        // A server must take a whole address, too (RFC 9112, 3.2.2).
        ("GET http://127.0.0.1:8000/a?b HTTP/1.1", "GET", "/a"), ("GET HTTP://127.0.0.1:8000 HTTP/1.1", "GET", "/"),
        ("GET http://127.0.0.1:8000?x HTTP/1.1", "GET", "/"),
        // A later minor version means the same (RFC 9110, 2.5).
        ("GET / HTTP/1.7", "GET", "/"),
    ]) func isRead(_ line: String, _ method: String, _ path: String) throws {
        let request = try #require(head(line, Self.host))
        #expect(request.method == method && request.path == path)
        #expect(request.isOurs(port: 8000))
    }

    @Test(arguments: [
        "", " ", "GET", "GET /", "GET / HTTP", "GET / HTTP/1", "GET / HTTP/1.1 ", "GET  / HTTP/1.1", "GET / a HTTP/1.1",
        "GET\t/ HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/2.0", "GET / HTTP/1.x", "GET / HTTP/1.10", "GET / http/1.1",
        "GET / HTTP/ 1.1", "G(T / HTTP/1.1", " / HTTP/1.1", "GET a HTTP/1.1", "GET * HTTP/1.1", "GET  HTTP/1.1",
        "GET https://127.0.0.1:8000/ HTTP/1.1", "CONNECT 127.0.0.1:8000 HTTP/1.1", "HTTP/1.1 200 OK",
        // Half a line end, and other controls (RFC 9112, 2.2; RFC 9110, 5.5).
        "GET /\ra HTTP/1.1", "GET /\na HTTP/1.1", "GET / HTTP/1.1\r", "GET /\0 HTTP/1.1", "GET /\u{7F} HTTP/1.1",
    ]) func isNone(_ line: String) { #expect(head(line, Self.host) == nil) }

    @Test func anEmptyLineBeforeItIsPassedOver() {
        // A server should do so (RFC 9112, 2.2).
        #expect(head("", "GET / HTTP/1.1", Self.host)?.path == "/")
    }

    // MARK: Headers

    @Test func namesAreInAnyCaseAndBlanksAroundValuesDoNotCount() throws {
        let request = try #require(
            head(
                "GET / HTTP/1.1", "hOsT:\t 127.0.0.1:8000 \t ", "Accept: a  b", "X-Empty:", "X-Colon: a:b",
                "!#$%&'*+-.^_`|~9: x"))
        #expect(
            request.headers == [
                "host": "127.0.0.1:8000", "accept": "a  b", "x-empty": "", "x-colon": "a:b", "!#$%&'*+-.^_`|~9": "x",
            ])
        #expect(request.isOurs(port: 8000))
    }

    /// A server must refuse a blank before the colon (RFC 9112, 5.1), a line that goes on (5.2), and what is no header.
    @Test(arguments: [
        "Accept : a", "Accept\t: a", " Accept: a", "\tgoes on", "Accept", ": a", "Acc ept: a", "Accépt: a", "",
        "Accept: a\rb", "Accept: a\nb", "\nAccept: a", "Accept: a\0", "Accept: \u{1B}[1m",
    ]) func aHeaderMayBeNone(_ line: String) {
        #expect(head("GET / HTTP/1.1", Self.host, line) == nil)
        #expect(head("GET / HTTP/1.1", line, Self.host) == nil)
    }

    @Test func oneHostAndNoMore() {
        // RFC 9112, 3.2: none or two are a bad request; HTTP/1.0 knew none.
        #expect(head("GET / HTTP/1.1") == nil)
        #expect(head("GET / HTTP/1.1", Self.host, Self.host) == nil)
        #expect(head("GET / HTTP/1.1", Self.host, "HOST: example.org") == nil)
        #expect(head("GET / HTTP/1.0")?.isOurs(port: 8000) == false)
        #expect(head("GET / HTTP/1.0", Self.host)?.isOurs(port: 8000) == true)
    }

    // MARK: Whose it is

    @Test(arguments: [
        ("127.0.0.1:8000", 8000, true), ("localhost:8000", 8000, true), ("LocalHost:8000", 8000, true),
        ("127.0.0.1:8001", 8000, false), ("127.0.0.1", 8000, false), ("localhost", 8000, false), ("", 8000, false),
        ("example.org:8000", 8000, false), ("127.0.0.1:8000.example.org", 8000, false),
        ("localhost.:8000", 8000, false),
        ("x@127.0.0.1:8000", 8000, false), ("127.0.0.1:8000, 127.0.0.1:8000", 8000, false), ("[::1]:8000", 8000, false),
        // The port of HTTP need not be named, and browsers do not (RFC 9110, 4.2.1 and 7.2).
        ("127.0.0.1", 80, true), ("localhost", 80, true), ("127.0.0.1:80", 80, true), ("example.org", 80, false),
    ]) func theHostIsThisMachine(_ host: String, _ port: Int, _ isOurs: Bool) throws {
        #expect(try #require(head("GET / HTTP/1.1", "Host: \(host)")).isOurs(port: port) == isOurs)
        // A host in the request line counts instead of the header (RFC 9112, 3.2.2).
        guard !host.isEmpty, !host.contains(" ") else { return }
        let whole = try #require(head("GET http://\(host)/ HTTP/1.1", "Host: other.example"))
        #expect(whole.isOurs(port: port) == isOurs)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8000", true), ("http://localhost:8000", true), ("https://127.0.0.1:8000", false),
        ("http://127.0.0.1:8001", false), ("http://127.0.0.1", false), ("http://example.org", false), ("null", false),
        ("", false), ("http://127.0.0.1:8000 http://example.org", false), ("http://127.0.0.1:8000.example.org", false),
    ]) func thePageThatAsksIsOurs(_ origin: String, _ isOurs: Bool) throws {
        let request = try #require(head("GET / HTTP/1.1", Self.host, "Origin: \(origin)"))
        #expect(request.isOurs(port: 8000) == isOurs)
    }

    @Test func twoOriginsAreNobodys() throws {
        let twice = try #require(
            head("GET / HTTP/1.1", Self.host, "Origin: http://127.0.0.1:8000", "Origin: http://127.0.0.1:8000"))
        #expect(!twice.isOurs(port: 8000))
    }
}

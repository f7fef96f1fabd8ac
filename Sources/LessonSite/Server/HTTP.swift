import LessonKit

/// A request of a browser.
struct HTTPRequest {
    let method: String
    /// The path without its query, percent-decoded.
    let path: String
    /// The headers by their names in lower case.
    let headers: [String: String]

    /// Reads the head of a request; nil if it is malformed (RFC 9112).
    init?(head: String) {
        guard let lines = head.headLines, let first = lines.first else { return nil }
        let words = first.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0].isToken, let version = words[2].wholeMatch(of: /HTTP\/1\.([0-9])/),
            let (authority, target) = Self.target(words[1])
        else { return nil }
        method = String(words[0])
        path = String(target.prefix { $0 != "?" && $0 != "#" }).percentDecoded
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].isToken else { return nil }
            let name = line[..<colon].lowercased()
            // Said twice, a header could mean one thing to us and another to the browser.
            headers[name] = headers[name] == nil ? line[line.index(after: colon)...].withoutBlanksAround : "twice"
        }
        guard headers["host"] != "twice", headers["host"] != nil || version.1 == "0" else { return nil }
        // What the request line names counts for more.
        if let authority { headers["host"] = String(authority) }
        self.headers = headers
    }

    /// The path and query that a request line asks for, and the host if it names one (RFC 9112, 3.2.1 and 3.2.2).
    private static func target(_ word: Substring) -> (authority: Substring?, target: Substring)? {
        if word.hasPrefix("/") { return (nil, word) }
        guard word.lowercased().hasPrefix("http://") else { return nil }
        let rest = word.dropFirst("http://".count)
        let authority = rest.prefix { !["/", "?", "#"].contains($0) }
        let target = rest[authority.endIndex...]
        return (authority, target.hasPrefix("/") ? target : "/" + target)
    }

    /// Whether the request names this machine as its host, and comes from a page of this server or from none. Otherwise
    /// a page elsewhere could make the browser read this server's pages.
    func isOurs(port: Int) -> Bool {
        // The port of HTTP itself is left out.
        let names = ["127.0.0.1", "localhost"].flatMap { port == 80 ? [$0, $0 + ":80"] : ["\($0):\(port)"] }
        guard let host = headers["host"], names.contains(host.lowercased()) else { return false }
        guard let origin = headers["origin"] else { return true }
        return names.map { "http://\($0)" }.contains(origin.lowercased())
    }
}

extension String {
    /// The lines of a head; nil if it holds a control character, such as half a line end.
    fileprivate var headLines: [Substring]? {
        var lines = split(separator: "\r\n", omittingEmptySubsequences: false)
        // Some clients send an empty line after the previous request (RFC 9112, 2.2).
        if lines.first == "" { lines.removeFirst() }
        let isClean = lines.allSatisfy { line in
            line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 || $0 == "\t" }
        }
        return isClean ? lines : nil
    }
}

extension Substring {
    /// Whether it may be the name of a method or of a header (RFC 9110, 5.6.2).
    fileprivate var isToken: Bool { wholeMatch(of: /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/) != nil }

    fileprivate var withoutBlanksAround: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let end = lastIndex { !isBlank($0) }.map(index(after:)) ?? startIndex
        return String(self[..<end].drop(while: isBlank))
    }
}

/// The response to a request.
struct HTTPResponse {
    var status = "200 OK"
    var type = "text/plain; charset=utf-8"
    var body: [UInt8] = []
    /// Whether the connection stays open for messages.
    var isStream = false
    /// Other headers, a line each.
    var headers = ""

    /// What a request is answered that may be none, or ask for something else than to be shown a page.
    static func answer(to request: HTTPRequest?, by respond: (HTTPRequest) -> HTTPResponse) -> HTTPResponse {
        guard let request else { return .failure("400 Bad Request") }
        guard ["GET", "HEAD"].contains(request.method) else {
            var refusal = HTTPResponse.failure("405 Method Not Allowed")
            refusal.headers = "Allow: GET, HEAD\r\n"
            return refusal
        }
        return respond(request)
    }

    static func failure(_ status: String) -> HTTPResponse {
        HTTPResponse(status: status, body: Array("\(status)\n".utf8))
    }

    /// The bytes to send, without the body if only the head was requested.
    func bytes(isHeadOnly: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nCache-Control: no-store\r\n\(headers)"
        head += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
        head += "Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\n"
        head += "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
        head += "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        head += "base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
        if !isStream { head += "Content-Length: \(body.count)\r\nConnection: close\r\n" }
        return Array("\(head)\r\n".utf8) + (isHeadOnly ? [] : body)
    }

    /// The media type of a file, by its name's extension.
    static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "woff2": "font/woff2"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "svg": "image/svg+xml"
        default: "text/plain; charset=utf-8"
        }
    }
}

import LessonKit

/// A request of a browser.
struct HTTPRequest {
    let method: String
    /// The path without its query, percent-decoded.
    let path: String
    /// The headers by their names in lower case.
    let headers: [String: String]

    /// Reads the head of a request; nil if it is malformed.
    init?(head: String) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else { return nil }
        method = String(words[0])
        path = String(words[1].prefix { $0 != "?" && $0 != "#" }).percentDecoded
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            // A repeated header could mean one thing to the server and another to the browser, so it matches nothing.
            let name = line[..<colon].lowercased()
            headers[name] = headers[name] == nil ? String(value) : "twice"
        }
        self.headers = headers
    }

    /// Whether the request names this machine as its host, and comes from a page of this server or from none. Otherwise
    /// a page elsewhere could make the browser read this server's pages.
    func isOurs(port: Int) -> Bool {
        let names = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = headers["host"], names.contains(host.lowercased()) else { return false }
        guard let origin = headers["origin"] else { return true }
        return names.map { "http://\($0)" }.contains(origin.lowercased())
    }
}

/// The response to a request.
struct HTTPResponse {
    var status = "200 OK"
    var type = "text/plain; charset=utf-8"
    var body: [UInt8] = []
    /// Whether the connection stays open for messages.
    var isStream = false

    static func failure(_ status: String) -> HTTPResponse {
        HTTPResponse(status: status, body: Array("\(status)\n".utf8))
    }

    /// The bytes to send, without the body if only the head was requested.
    func bytes(isHeadOnly: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nCache-Control: no-store\r\n"
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

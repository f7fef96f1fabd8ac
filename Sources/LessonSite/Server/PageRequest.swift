import FlyingFox
import LessonKit

/// What a browser asks for: where, of which host, from which page, and with which cookies.
struct PageRequest: Sendable {
    let method: String
    /// The path without its query, percent-decoded once.
    let path: String
    /// What follows the first question mark, as it is written.
    let query: String
    /// The host and port that the browser believes to talk to.
    let host: String
    /// The page from which the request comes; nil where the browser names none.
    let origin: String?
    let cookies: String

    /// Reads the parts of a request. A host in the request line counts for more than the header (RFC 9112, 3.2.2).
    init(method: String, target: String, host: String, origin: String? = nil, cookies: String = "") {
        var (authority, rest) = (host[...], target[...])
        if target.lowercased().hasPrefix("http://") {
            let whole = target.dropFirst("http://".count)
            authority = whole.prefix { !["/", "?", "#"].contains($0) }
            rest = whole[authority.endIndex...]
            if !rest.hasPrefix("/") { rest = "/" + rest }
        }
        self.method = method
        self.host = String(authority)
        self.origin = origin
        self.cookies = cookies
        path = String(rest.prefix { $0 != "?" && $0 != "#" }).percentDecoded
        query = String(rest.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" })
    }

    init(_ request: HTTPRequest) {
        func header(_ name: String) -> String? { request.headers[HTTPHeader(name)] }
        self.init(
            method: request.method.rawValue, target: request.target.rawValue, host: header("Host") ?? "",
            origin: header("Origin"), cookies: header("Cookie") ?? "")
    }

    /// The value of a name in the query; nil if it is not there.
    func value(of name: String) -> String? {
        query.split(separator: "&").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The values of all cookies of a name: a page elsewhere may have set another one.
    func cookies(named name: String) -> [String] {
        cookies.split(separator: ";").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    /// Whether the request names this machine as its host, and comes from a page of this server or from none. Otherwise
    /// a page elsewhere could make the browser read this server's pages.
    func isOurs(port: Int) -> Bool {
        // The port of HTTP itself is left out.
        let names = ["127.0.0.1", "localhost"].flatMap { port == 80 ? [$0, $0 + ":80"] : ["\($0):\(port)"] }
        guard names.contains(host.lowercased()) else { return false }
        guard let origin else { return true }
        return names.map { "http://\($0)" }.contains(origin.lowercased())
    }
}

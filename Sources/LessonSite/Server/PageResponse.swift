import FlyingFox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is answered to a request, with the headers that keep other pages away from ours.
struct PageResponse: Sendable {
    var code = 200
    var phrase = "OK"
    var type = "text/plain; charset=utf-8"
    var body: [UInt8] = []
    /// Other headers.
    var headers: [String: String] = [:]

    static func failure(_ code: Int, _ phrase: String) -> PageResponse {
        PageResponse(code: code, phrase: phrase, body: Array("\(code) \(phrase)\n".utf8))
    }

    /// A value as JSON.
    static func json(_ value: some Encodable) -> PageResponse {
        PageResponse(type: "application/json", body: Array((try? JSONEncoder().encode(value)) ?? Data()))
    }

    /// Sends the browser to another address of this server.
    static func redirect(to address: String, cookie: String) -> PageResponse {
        var response = failure(303, "See Other")
        response.headers = ["Location": address, "Set-Cookie": cookie]
        return response
    }

    /// The form in which the server sends it, without the body if only the head was requested.
    func response(isHeadOnly: Bool) -> HTTPResponse {
        var all = HTTPHeaders()
        for (name, value) in Self.guards.merging(headers, uniquingKeysWith: { $1 }) {
            all.setValues([value], for: HTTPHeader(name))
        }
        all.setValues([type], for: .contentType)
        all.setValues(["\(body.count)"], for: .contentLength)
        return HTTPResponse(
            statusCode: HTTPStatusCode(code, phrase: phrase), headers: all,
            body: isHeadOnly ? Data() : Data(body))
    }

    /// Lets a page run live cells.
    mutating func allowLiveCells() { headers["Content-Security-Policy"] = Self.policy(LiveFiles.policy) }

    private static func policy(_ more: String) -> String {
        "default-src 'none'; script-src 'self'\(more); style-src 'self'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }

    private static let guards = [
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Content-Security-Policy": policy(""),
    ]

    /// The media type of a file, by its name's extension.
    static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "json": "application/json"
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

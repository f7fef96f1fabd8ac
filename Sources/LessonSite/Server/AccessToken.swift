import LessonKit

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

/// What proves that a page was opened by whoever sees the terminal. It comes in the printed address, then in a cookie that no
/// script can read; a page elsewhere has neither, nor has another user of this machine.
struct AccessToken: Sendable {
    private let value: String

    init() { value = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined() }

    private init?(kept text: String) {
        guard text.utf8.count >= 30, text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
        value = text
    }

    /// The token of the last server, so that pages that are open follow a new one; a new token after a week.
    static func kept(in folder: String) -> AccessToken {
        let path = "\(folder)/token-\(getuid())"
        let age = time(nil) - Files.modificationTime(of: path) / 1_000_000_000
        if age < 7 * 86_400, let text = Files.readPrivate(path), let token = AccessToken(kept: text) { return token }
        let token = AccessToken()
        try? Files.writePrivate(token.value, to: path)
        return token
    }

    /// The address of a page with the token in it.
    func address(of page: String) -> String { "\(page)?token=\(value)" }

    /// Browsers send cookies to every port of a host, so the name has the port.
    private static func cookieName(_ port: Int) -> String { "lessons-\(port)" }

    /// The header by which the browser keeps the token to itself.
    func cookie(port: Int) -> String {
        "\(Self.cookieName(port))=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=604800"
    }

    /// Whether a request brings the token in its cookie.
    func isIn(_ request: PageRequest, port: Int) -> Bool {
        request.cookies(named: Self.cookieName(port)).contains(where: isSame)
    }

    /// Whether a text is the token; it takes as long to find out wherever the two differ.
    func isSame(_ text: String) -> Bool {
        let (a, b) = (Array(value.utf8), Array(text.utf8))
        return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

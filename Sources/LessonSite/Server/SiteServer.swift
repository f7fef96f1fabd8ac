import LessonKit
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Serves the site to this machine's browsers, as notebooks to whoever has the address that the terminal shows. Failing lessons
/// are shown as failing.
public final class SiteServer: Sendable {
    private let server: WebServer
    private let shown: Shown

    /// What is shown, and to whom it is told.
    private final class Shown: Sendable {
        let site = Mutex<Site?>(nil)
        let notebook = Notebook()
        let root: String
        let token: AccessToken
        /// The pages that are told when the site changes.
        let pages = Mutex<Set<PageSocket>>([])
        let status = Mutex(SiteStatus())

        init(root: String, token: AccessToken) { (self.root, self.token) = (root, token) }

        func tell(_ text: String) { for page in pages.withLock({ $0 }) { page.send(text) } }
    }

    /// Listens on a port of 127.0.0.1, or on any free one if it is 0, and answers from now on. `root` is the folder of the course;
    /// the token is kept in `folder` for the next server.
    public convenience init(port: Int, root: String, keepingTokenIn folder: String) throws {
        try self.init(port: port, root: root, token: .kept(in: folder))
    }

    init(port: Int, root: String, token: AccessToken, patience: Duration = .seconds(10)) throws {
        let shown = Shown(root: root, token: token)
        self.shown = shown
        server = try WebServer(port: port, patience: patience) { Self.answer($0, port: $1, shown) }
    }

    /// The address of the first page, and the same with the token that makes it a notebook.
    public var address: String { "http://127.0.0.1:\(server.port)/" }
    /// The address that is for the terminal only: of the page of one lesson or of the part of several, else of the first page.
    public func addressWithToken(of files: [Course.LessonFile] = []) -> String {
        var page = ""
        if let first = files.first, !first.part.isEmpty {
            page = files.count == 1 ? SiteMap.path(of: first).dropLast(3) + ".html" : "\(first.part)/index.html"
        }
        return shown.token.address(of: address + page.percentEncoded.hrefEscaped)
    }

    var notebook: Notebook { shown.notebook }

    /// Shows a site from now on, and tells all pages of it that are open.
    func show(_ site: Site) {
        shown.site.withLock { $0 = site }
        shown.tell("changed")
    }

    /// Says what is being verified.
    func show(_ status: SiteStatus) {
        shown.status.withLock { $0 = status }
        if let data = try? JSONEncoder().encode(status) { shown.tell(String(decoding: data, as: UTF8.self)) }
    }

    /// How many pages are told of changes.
    var pageCount: Int { shown.pages.withLock { $0.count } }

    /// Takes no more requests.
    public func stop() {
        shown.notebook.close()
        server.stop()
    }

    // MARK: Answers

    private static func answer(_ request: PageRequest, port: Int, _ shown: Shown) -> WebServer.Answer {
        guard request.isOurs(port: port) else { return .page(.failure(403, "Forbidden")) }
        if let token = request.value(of: "token") {
            guard shown.token.isSame(token) else { return .page(.failure(403, "Forbidden")) }
            // The token leaves the address bar and the history.
            let path = request.path.hasPrefix("//") ? "/" : request.path.percentEncoded.hrefEscaped
            return .page(.redirect(to: path, cookie: shown.token.cookie(port: port)))
        }
        let isReader = shown.token.isIn(request, port: port)
        switch request.path {
        case "/.lessons/changes":
            return request.origin == nil ? .page(.failure(403, "Forbidden")) : .socket(listener(shown))
        case "/.lessons/notebook":
            guard isReader, request.origin != nil else { return .page(.failure(403, "Forbidden")) }
            return .socket(shown.notebook.conversation())
        case "/.lessons/access":
            return .page(isReader ? .json(Access(passed: shown.notebook.passed)) : .failure(403, "Forbidden"))
        case let path where path.hasPrefix("/.lessons/"):
            guard let file = NotebookFiles.file(String(path.dropFirst("/.lessons/".count)), root: shown.root) else {
                return .page(.failure(404, "Not Found"))
            }
            return .page(copy(of: file, named: path))
        default: return .page(file(request.path, shown))
        }
    }

    /// What a page may know that came with the token.
    private struct Access: Codable { var passed: [String: [Int]] }

    /// A page that is told of changes, and says nothing.
    private static func listener(_ shown: Shown) -> PageSocket {
        PageSocket(
            opened: { page in
                _ = shown.pages.withLock { $0.insert(page) }
                let status = shown.status.withLock { $0 }
                if let data = try? JSONEncoder().encode(status) { page.send(String(decoding: data, as: UTF8.self)) }
            },
            closed: { page in shown.pages.withLock { _ = $0.remove(page) } })
    }

    /// A file of the site. Only names that the site knows are looked up, so no path leads anywhere else.
    private static func file(_ path: String, _ shown: Shown) -> PageResponse {
        guard let site = shown.site.withLock({ $0 }) else { return preparing(path, shown) }
        let name = String(path.dropFirst()) + (path.hasSuffix("/") ? "index.html" : "")
        switch site.files[name] {
        case .text(let make):
            // A file that it is made from is missing while another is written in its place.
            guard let text = try? make() else { return .failure(404, "Not Found") }
            let body = name.hasSuffix(".html") ? notebook(text, shown) : text
            var response = PageResponse(type: PageResponse.type(of: name), body: Array(body.utf8))
            if site.livePages.contains(name) { response.allowLiveCells() }
            return response
        case .bytes(let make):
            guard let body = try? make() else { return .failure(404, "Not Found") }
            return PageResponse(type: PageResponse.type(of: name), body: body)
        case .copy(let source): return copy(of: source, named: name)
        case nil:
            // A lesson that is being renamed is missing for a moment.
            var response = PageResponse.failure(404, "Not Found")
            (response.type, response.body) = (
                "text/html; charset=utf-8", Array(notebook(site.notFoundPage, shown).utf8)
            )
            return response
        }
    }

    private static func copy(of file: String, named name: String) -> PageResponse {
        guard let data = try? Files.read(file) else { return .failure(404, "Not Found") }
        return PageResponse(type: PageResponse.type(of: name), body: Array(data))
    }

    /// A page with the scripts that make it a notebook, and by which it knows whether its text is still the server's.
    private static func notebook(_ page: String, _ shown: Shown) -> String {
        let version = "<meta name=\"lessons.version\" content=\"\(page.hashValue)\">\n"
        return page.replacing("</head>", with: version + NotebookFiles.head, maxReplacements: 1)
    }

    /// What is shown before there is a site: the first page that is asked for comes at once.
    private static func preparing(_ path: String, _ shown: Shown) -> PageResponse {
        guard path.hasSuffix("/") || path.hasSuffix(".html") else { return .failure(503, "Service Unavailable") }
        let page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>The course is being prepared</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/.lessons/notebook.css">
            <script src="/.lessons/connection.js" defer></script>
            </head>
            <body class="preparing">
            <main>
            <h1>The course is being prepared</h1>
            <p>The pages come by themselves as soon as they are set, which takes some seconds the first time.</p>
            <p id="notebook.status" role="status"></p>
            </main>
            </body>
            </html>

            """
        return PageResponse(type: "text/html; charset=utf-8", body: Array(page.utf8))
    }
}

/// How far the lessons have been verified.
struct SiteStatus: Codable, Equatable, Sendable {
    var done = 0, total = 0
    /// The names of the lessons that run now.
    var running: [String] = []
}

import LessonKit

import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Serves the site to this machine's browsers while lessons are written; failing lessons are shown as failing.
public final class SiteServer: Sendable {
    private let listener: Listener
    private let site = Mutex<Site?>(nil)

    /// Listens on a port of 127.0.0.1, or on any free one if it is 0.
    public init(port: Int) throws { listener = try Listener(port: port) }

    /// The address of the first page.
    public var address: String { "http://127.0.0.1:\(listener.port)/" }

    /// Keeps the site up to date until the command is interrupted. `verify` returns the reports on lessons of a course
    /// and the compiler's version; `report` receives the address and messages.
    public func run(
        root: String, library: CourseLibrary,
        verify: (Course, [Course.LessonFile]) throws -> (reports: [Report], toolchain: String), report: (String) -> Void
    ) throws {
        let typesetter = Typesetter(), cache = PageCache()
        // Every lesson runs with these: when they change, all lessons must run again.
        let data = CourseData(of: Course(root: root)).folder + "/"
        let shared = library.binaries.map(\.file) + [Installation.current.command]
        var watch = FileWatch { Self.files(in: root) + shared }
        var knownReports: [Course.LessonFile: Report] = [:]
        var isFirst = true
        var next: Set<String>? = []
        while let changed = next {
            do {
                let course = Course(root: root)
                let isShared = changed.contains { $0.hasPrefix(data) || shared.contains($0) }
                knownReports = isShared ? [:] : knownReports.filter { !changed.contains($0.key.path) }
                let (reports, toolchain) = try verify(course, course.lessons.filter { knownReports[$0] == nil })
                for report in reports { knownReports[report.file] = report }
                let site = try Site(
                    SiteBuilder(course: course, typesetter: typesetter, cache: cache),
                    reports: course.lessons.compactMap { knownReports[$0] }, toolchain: toolchain)
                for problem in site.problems { report("\(problem)") }
                show(site)
            } catch {
                guard !isFirst else { throw error }
                report("\(error)")
            }
            if isFirst { answer() }
            if isFirst { report(address) }
            isFirst = false
            next = watch.wait()
        }
    }

    /// The files of the lessons and of the pages' template.
    private static func files(in root: String) -> [String] {
        Files.all(in: root + "/Lessons")
            + Files.names(in: root + "/Site").map { "\(root)/Site/\($0)" }.filter(Files.isFile)
    }

    /// Shows a site from now on, and tells all pages of it that are open.
    func show(_ site: Site) {
        self.site.withLock { $0 = site }
        listener.broadcast("changed")
    }

    /// Answers requests from now on.
    func answer() { listener.answer { [self] in respond(to: $0) } }

    /// Takes no more requests.
    func stop() { listener.stop() }

    private func respond(to request: HTTPRequest) -> HTTPResponse {
        guard request.isOurs(port: listener.port) else { return .failure("403 Forbidden") }
        switch request.path {
        case "/.lessons/changes":
            return HTTPResponse(type: "text/event-stream", body: Array(": open\n\n".utf8), isStream: true)
        case "/.lessons/reload.js":
            return HTTPResponse(type: HTTPResponse.type(of: request.path), body: Array(Self.reloadScript.utf8))
        default: return file(request.path)
        }
    }

    /// A file of the site. Only names that the site knows are looked up, so no path leads anywhere else.
    private func file(_ path: String) -> HTTPResponse {
        let name = String(path.dropFirst()) + (path.hasSuffix("/") ? "index.html" : "")
        switch site.withLock({ $0?.files[name] }) {
        case .text(let make):
            let body = name.hasSuffix(".html") ? Self.withReloadScript(make()) : make()
            return HTTPResponse(type: HTTPResponse.type(of: name), body: Array(body.utf8))
        case .copy(let source):
            guard let data = try? Files.read(source) else { return .failure("404 Not Found") }
            return HTTPResponse(type: HTTPResponse.type(of: name), body: Array(data))
        case nil:
            guard let page = site.withLock({ $0?.notFoundPage }) else { return .failure("404 Not Found") }
            // A lesson that is being renamed is missing for a moment.
            return HTTPResponse(
                status: "404 Not Found", type: HTTPResponse.type(of: ".html"),
                body: Array(Self.withReloadScript(page).utf8))
        }
    }

    /// A page with the script that reloads it when the site changes.
    private static func withReloadScript(_ page: String) -> String {
        let script = "<script src=\"/.lessons/reload.js\" defer></script>\n</head>"
        return page.replacing("</head>", with: script, maxReplacements: 1)
    }

    /// Reloads the page when the site has changed, and keeps the scroll position.
    private static let reloadScript = """
        "use strict";
        const place = "place " + location.pathname;
        const y = sessionStorage.getItem(place);
        if (y !== null) {
            sessionStorage.removeItem(place);
            scrollTo({ top: Number(y), behavior: "instant" });
        }
        const changes = new EventSource("/.lessons/changes");
        changes.onmessage = () => {
            sessionStorage.setItem(place, String(scrollY));
            changes.close();
            location.reload();
        };

        """
}

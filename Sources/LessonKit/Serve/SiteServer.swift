import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Shows the site to this machine's browsers while it is written, failing lessons as failing.
public final class SiteServer: Sendable {
    private let listener: Listener
    private let site = Mutex<Site?>(nil)

    /// Listens on a port of 127.0.0.1; on any free one for 0.
    public init(port: Int) throws { listener = try Listener(port: port) }

    /// Where the first page is.
    public var address: String { "http://127.0.0.1:\(listener.port)/" }

    /// Keeps the site up to date until the command is interrupted: `verify` gives the reports on lessons of a course and
    /// what its compiler calls itself; `tell` is told what there is to say.
    public func run(
        root: String, verify: (Course, [Course.LessonFile]) throws -> (reports: [Report], toolchain: String),
        tell: (String) -> Void
    ) throws {
        let libraries = try Libraries()
        let typesetter = Typesetter(scratch: libraries.scratch), store = PageStore()
        var seen = Stamps(), known: [Course.LessonFile: Report] = [:]
        var isFirst = true
        while !isRunnerInterrupted() {
            let stamps = Stamps(root: root, libraries: libraries)
            guard stamps != seen else {
                usleep(40_000)
                continue
            }
            do {
                let course = Course(root: root)
                // What a lesson runs with may change what it does; else only what was written since is looked at.
                if stamps.shared != seen.shared { known = [:] }
                let changed = course.lessons.filter {
                    known[$0] == nil || stamps.files[$0.path] != seen.files[$0.path]
                }
                seen = stamps
                for file in changed { known[file] = nil }
                let (reports, toolchain) = try verify(course, changed)
                for report in reports { known[report.file] = report }
                let site = try Site(
                    SiteBuilder(course: course, typesetter: typesetter, store: store),
                    reports: course.lessons.compactMap { known[$0] }, toolchain: toolchain)
                for problem in site.problems { tell("\(problem)") }
                show(site)
            } catch {
                guard !isFirst else { throw error }
                tell("\(error)")
            }
            if isFirst { answer() }
            if isFirst { tell(address) }
            isFirst = false
        }
    }

    /// Shows a site from now on, and tells all pages of it that are open.
    func show(_ site: Site) {
        self.site.withLock { $0 = site }
        listener.tell("changed")
    }

    /// Tells the files that the site is made of from any others.
    private struct Stamps: Equatable {
        /// Of each file of the lessons and of the frame, by its path.
        var files: [String: String] = [:]
        /// Of what every lesson runs with: the data and the libraries.
        var shared: [String] = []

        init() {}

        init(root: String, libraries: Libraries) {
            let pages = Files.names(in: root + "/Site").map { "\(root)/Site/\($0)" }.filter(Files.isFile)
            for file in Files.all(in: root + "/Lessons") + pages { files[file] = Files.stamp(of: file) }
            let data = files.filter { $0.key.hasPrefix(root + "/Lessons/Data/") }
            shared = data.map { "\($0.key) \($0.value)" }.sorted() + [libraries.identity, libraries.runnerIdentity]
        }
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
            return HTTPResponse(type: HTTPResponse.type(of: request.path), body: Array(Self.reload.utf8))
        default: return file(request.path)
        }
    }

    /// A file of the site. Only names that the site knows are looked up: no path leads anywhere else.
    private func file(_ path: String) -> HTTPResponse {
        let name = String(path.dropFirst()) + (path.hasSuffix("/") ? "index.html" : "")
        switch site.withLock({ $0?.files[name] }) {
        case .text(let make):
            let body = name.hasSuffix(".html") ? Self.followed(make()) : make()
            return HTTPResponse(type: HTTPResponse.type(of: name), body: Array(body.utf8))
        case .copy(let source):
            guard let data = try? Files.read(source) else { return .failure("404 Not Found") }
            return HTTPResponse(type: HTTPResponse.type(of: name), body: Array(data))
        case nil:
            guard let page = site.withLock({ $0?.missing }) else { return .failure("404 Not Found") }
            // A lesson that gets a new name is missing for a moment.
            return HTTPResponse(
                status: "404 Not Found", type: HTTPResponse.type(of: ".html"), body: Array(Self.followed(page).utf8))
        }
    }

    /// A page that loads itself anew when the site has changed.
    private static func followed(_ page: String) -> String {
        let script = "<script src=\"/.lessons/reload.js\" defer></script>\n</head>"
        return page.replacing("</head>", with: script, maxReplacements: 1)
    }

    /// Loads the page anew when the site has changed, at the place where one was reading.
    private static let reload = """
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

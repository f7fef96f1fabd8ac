import LessonKit
import Synchronization

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

extension SiteServer {
    /// Keeps the site up to date until the command is interrupted: shows what is known at once, verifies meanwhile, and does so
    /// again at each change. `makeVerifier` makes a verifier of a course; `observe` is told of the verification of so many lessons,
    /// and `report` of everything that is wrong.
    public func run(
        root: String, library: CourseLibrary, makeVerifier: (Course) throws -> Verifier,
        observe: (Int) -> any VerificationObserver, ended: (any VerificationObserver) -> Void,
        report: @escaping @Sendable (String) -> Void
    ) throws {
        let publisher = SitePublisher(server: self, root: root, report: report)
        detached { publisher.run() }
        defer { publisher.stop() }
        // Every lesson runs with these: when they change, all lessons must run again.
        let data = CourseData(of: Course(root: root)).folder + "/"
        let shared = library.binaries.map(\.file) + [Installation.current.command]
        let sources = library.watchedFolders
        var watch = FileWatch { Self.files(in: root) + shared + sources.flatMap(Files.all) }
        var isFirst = true
        var next: Set<String>? = []
        while let changed = next {
            do {
                let course = Course(root: root)
                let isShared = changed.contains { path in
                    path.hasPrefix(data) || shared.contains(path) || sources.contains { path.hasPrefix($0 + "/") }
                }
                let verifier = try makeVerifier(course)
                notebook.use(verifier, changed: isShared || isFirst ? nil : changed)
                let files = publisher.begin(course, verifier.toolchainVersion, changed: isShared ? nil : changed)
                let observer = observe(files.count)
                defer { ended(observer) }
                try verifier.verify(files, observer: Both(first: observer, second: publisher), condense: { _ in }) {
                    _ in
                }
            } catch {
                guard !isFirst || isRunnerInterrupted() else { throw error }
                report("\(error)")
            }
            publisher.finish()
            if isFirst, let failure = publisher.failure { throw failure }
            isFirst = false
            next = watch.wait()
        }
    }

    /// The files of the lessons and of the pages' template.
    private static func files(in root: String) -> [String] {
        Files.all(in: root + "/Lessons")
            + ["Site", "Site/Notebook"].flatMap { folder in
                Files.names(in: "\(root)/\(folder)").map { "\(root)/\(folder)/\($0)" }.filter(Files.isFile)
            }
    }
}

/// Tells two observers.
private struct Both: VerificationObserver {
    let first: any VerificationObserver, second: any VerificationObserver

    func begins(_ file: Course.LessonFile) {
        first.begins(file)
        second.begins(file)
    }

    func reaches(_ cell: Cell, of file: Course.LessonFile) {
        first.reaches(cell, of: file)
        second.reaches(cell, of: file)
    }

    func ends(_ report: Report) {
        first.ends(report)
        second.ends(report)
    }
}

/// Makes pages of what is known, again and again while more becomes known.
private final class SitePublisher: VerificationObserver {
    private struct State {
        var course: Course?
        var toolchain = ""
        var reports: [Course.LessonFile: Report] = [:]
        var status = SiteStatus()
        /// How often something has changed, how often it was when the pages were made last, and whether a verification goes on.
        var changes = 0, published = 0
        var isVerifying = false
        var isStopped = false
        var failure: (any Error)?
    }

    private let server: SiteServer
    private let root: String
    private let report: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(server: SiteServer, root: String, report: @escaping @Sendable (String) -> Void) {
        (self.server, self.root, self.report) = (server, root, report)
    }

    /// The error for which there are no pages at all.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Forgets what is known of lessons that have changed, of all if `changed` is nil; returns those to verify.
    func begin(_ course: Course, _ toolchain: String, changed: Set<String>?) -> [Course.LessonFile] {
        let (files, status) = state.withLock { state in
            state.course = course
            state.toolchain = toolchain
            let all = Set(course.lessons)
            state.reports = state.reports.filter { file, report in
                !report.isPending && all.contains(file) && !(changed?.contains(file.path) ?? true)
            }
            let files = course.lessons.filter { state.reports[$0] == nil }
            for file in files { state.reports[file] = Report(pending: file) }
            state.status = SiteStatus(done: 0, total: files.count)
            state.changes += 1
            state.isVerifying = true
            return (files, state.status)
        }
        server.show(status)
        return files
    }

    func begins(_ file: Course.LessonFile) { tell { $0.running.append(file.number) } }

    func ends(_ report: Report) {
        state.withLock { state in
            state.reports[report.file] = report
            state.changes += 1
        }
        tell { status in
            status.running.removeAll { $0 == report.file.number }
            status.done += 1
        }
    }

    private func tell(_ change: (inout SiteStatus) -> Void) {
        let status = state.withLock { state in
            change(&state.status)
            return state.status
        }
        server.show(status)
    }

    /// Waits until the pages show all that is known.
    func finish() {
        let last = state.withLock { state in
            state.isVerifying = false
            state.status.running = []
            return state.changes
        }
        tell { $0.done = $0.total }
        while state.withLock({ $0.published < last && !$0.isStopped }) && !isRunnerInterrupted() { usleep(5000) }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func run() {
        let typesetter = Typesetter(), cache = PageCache()
        var pause: useconds_t = 0
        while !state.withLock({ $0.isStopped }) {
            server.notebook.sweep()
            let work = state.withLock { state in
                state.changes > state.published ? (state.course, state.reports, state.toolchain, state.changes) : nil
            }
            guard let (course, reports, toolchain, changes) = work, let course else {
                usleep(20_000)
                continue
            }
            do {
                let start = ContinuousClock.now
                let site = try Site(
                    SiteBuilder(course: course, typesetter: typesetter, cache: cache),
                    reports: course.lessons.compactMap { reports[$0] }, toolchain: toolchain)
                let isDone = state.withLock { !$0.isVerifying }
                if isDone { for problem in site.problems { report("\(problem)") } }
                server.show(site)
                state.withLock { $0.failure = nil }
                // While lessons come one after the other, making pages takes a small part of the time.
                pause = useconds_t(min(max((ContinuousClock.now - start) / .microseconds(1) * 4, 300_000), 5_000_000))
            } catch {
                if state.withLock({ $0.published }) > 0 { report("\(error)") }
                state.withLock { $0.failure = $0.published == 0 ? error : nil }
            }
            state.withLock { $0.published = changes }
            var waited: useconds_t = 0
            while waited < pause, state.withLock({ $0.isVerifying && !$0.isStopped }) {
                usleep(20_000)
                waited += 20_000
            }
        }
    }
}

import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Makes pages of what is known, again and again while more becomes known.
final class SitePublisher: VerificationObserver {
    fileprivate struct State {
        var verifier: Verifier?
        var reports: [Course.LessonFile: Report] = [:]
        /// The texts of lessons whose live cells have run as WebAssembly, or cannot.
        var texts: [Course.LessonFile: String] = [:]
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
    func begin(_ verifier: Verifier, changed: Set<String>?) -> [Course.LessonFile] {
        let course = verifier.course
        let (files, status) = state.withLock { state in
            state.verifier = verifier
            if changed == nil { state.texts = [:] }
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
                state.changes > state.published ? (state.verifier, state.reports, state.changes) : nil
            }
            guard let (verifier, reports, changes) = work, let verifier else {
                usleep(20_000)
                continue
            }
            do {
                let start = ContinuousClock.now
                let course = verifier.course
                let shown = course.lessons.compactMap { reports[$0] }
                let site = try Site(
                    SiteBuilder(course: course, typesetter: typesetter, cache: cache),
                    reports: shown, toolchain: verifier.toolchainVersion, library: verifier.reference(for: shown))
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

    // MARK: Live cells

    /// Runs the live cells of lessons that have passed as WebAssembly too, one lesson after the other. Until that is done, and
    /// where it cannot be, their pages show what they print as they are written.
    func runLiveCells() {
        while !state.withLock({ $0.isStopped }) {
            guard let (file, text, verifier) = state.withLock({ $0.nextLive }) else {
                usleep(100_000)
                continue
            }
            do {
                let result = try verifier.runningLiveCells().verify(file)
                if !result.hasPassed { report(result.problemText(TerminalStyle(isColoured: false))) }
                state.withLock { state in
                    guard state.reports[file]?.lesson?.source.text == text else { return }
                    state.texts[file] = text
                    guard result.live != nil, result.lesson?.source.text == text else { return }
                    state.reports[file] = result
                    state.changes += 1
                }
            } catch {
                return report("Live cells are shown as they are written. \(error)")
            }
        }
    }
}

extension SitePublisher.State {
    /// A lesson whose live cells have not run as WebAssembly; nil if there is none.
    fileprivate var nextLive: (Course.LessonFile, String, Verifier)? {
        guard let verifier else { return nil }
        for (file, report) in reports where report.live == nil && !report.isPending && report.hasPassed {
            guard let lesson = report.lesson, lesson.cells.contains(where: { $0.kind == .live }) else { continue }
            let text = lesson.source.text
            if texts[file] != text { return (file, text, verifier) }
        }
        return nil
    }
}

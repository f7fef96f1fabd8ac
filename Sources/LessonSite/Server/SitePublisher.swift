import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Makes pages of what is known, again and again while more becomes known.
final class SitePublisher: VerificationObserver {
    private let server: SiteServer
    private let root: String
    private let report: @Sendable (String) -> Void
    private let state = Mutex(PublisherState<Verifier>())

    init(server: SiteServer, root: String, report: @escaping @Sendable (String) -> Void) {
        (self.server, self.root, self.report) = (server, root, report)
    }

    /// The error for which there are no pages at all.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Forgets what is known of lessons that have changed, of all if `changed` is nil; returns those to verify.
    func begin(_ verifier: Verifier, changed: Set<String>?) -> [Course.LessonFile] {
        let (files, status) = state.withLock { state in
            (state.begin(verifier, of: verifier.course, changed: changed), state.status)
        }
        server.show(status)
        return files
    }

    func begins(_ file: Course.LessonFile) { tell { $0.running.append(file.number) } }

    func ends(_ report: Report) {
        state.withLock { $0.end(report) }
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
        var live: (native: Verifier, verifier: Verifier)?
        while !state.withLock({ $0.isStopped }) {
            guard let (file, text, native) = state.withLock({ $0.nextLive }) else {
                usleep(100_000)
                continue
            }
            do {
                let verifier =
                    try live.flatMap { $0.native === native ? $0.verifier : nil } ?? native.runningLiveCells()
                live = (native, verifier)
                let result = try verifier.verify(file)
                if !result.hasPassed { report(result.problemText(TerminalStyle(isColoured: false))) }
                state.withLock { $0.keep(result, of: file, text: text, verifiedBy: native) }
            } catch let error as MissingRequirement {
                return report("Live cells are shown as they are written. \(error)")
            } catch {
                report("\(file.displayName): its live cells are shown as they are written. \(error)")
                state.withLock { $0.keep(nil, of: file, text: text, verifiedBy: native) }
            }
        }
    }
}

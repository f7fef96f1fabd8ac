import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Makes pages of what is known, again and again while more becomes known.
final class SitePublisher: Sendable {
    typealias Round = PublisherState<Verifier>.Round

    private let server: SiteServer
    private let root: String
    private let report: @Sendable (String) -> Void
    private let state = Mutex(PublisherState<Verifier>())

    init(server: SiteServer, root: String, report: @escaping @Sendable (String) -> Void) {
        (self.server, self.root, self.report) = (server, root, report)
    }

    /// The error for which there are no pages at all, although all lessons have been verified.
    var failure: (any Error)? {
        state.withLock { $0.isVerifying || $0.published < $0.changes ? nil : $0.failure }
    }

    /// Verifies what has changed, all lessons if `changed` is nil, beside what is being verified: at once what somebody has saved
    /// or `opened`, which is told to the observer and shown on the pages.
    func verify(
        by verifier: Verifier, changed: Set<String>?, opened: [Course.LessonFile] = [],
        observer: any VerificationObserver
    ) {
        let rounds = tell { $0.begin(verifier, of: verifier.course, changed: changed, opened: opened) }
        for round in rounds {
            let observer = RoundObserver(publisher: self, round: round, other: observer)
            detached { [self] in
                do {
                    try verifier.verify(
                        round.files, observer: observer,
                        isWanted: { [self] file in state.withLock { $0.isWanted(file, in: round) } },
                        condense: { _ in }
                    ) { _ in }
                } catch {
                    say(error)
                }
                tell { $0.end(round) }
            }
        }
    }

    /// Reports what went wrong; whoever ends the command knows why it ends.
    func say(_ error: any Error) {
        if isRunnerInterrupted() { return }
        for diagnostic in (error as? PackageFailure)?.diagnostics ?? [] { report("\(diagnostic)") }
        report("\(error)")
    }

    /// Changes what is known, and tells the pages how far the verification is.
    @discardableResult fileprivate func tell<Value: Sendable>(
        _ change: @Sendable (inout PublisherState<Verifier>) -> Value
    ) -> Value {
        let (value, status) = state.withLock { state in
            let value = change(&state)
            return (value, state.status)
        }
        server.show(status)
        return value
    }

    /// Ends what is being verified, and waits until it has ended.
    func stop() {
        state.withLock { $0.stop() }
        while state.withLock({ $0.isVerifying }) { usleep(5000) }
    }

    func run() {
        let typesetter = Typesetter(), cache = PageCache()
        var pause: useconds_t = 0
        while !state.withLock({ $0.isStopped }) {
            server.notebook.sweep()
            let work = state.withLock { state in
                state.isHurried = false
                return state.changes > state.published ? (state.verifier, state.reports, state.changes) : nil
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
                if !shown.contains(where: \.isPending) { for problem in site.problems { report("\(problem)") } }
                server.show(site)
                state.withLock { $0.failure = nil }
                // While lessons come one after the other, making pages takes a small part of the time.
                pause = useconds_t(min(max((ContinuousClock.now - start) / .microseconds(1) * 4, 300_000), 5_000_000))
            } catch {
                if state.withLock({ $0.published }) > 0 { report("\(error)") }
                state.withLock { $0.failure = $0.published == 0 ? error : $0.failure }
            }
            state.withLock { $0.published = changes }
            var waited: useconds_t = 0
            while waited < pause, state.withLock({ $0.isVerifying && !$0.isStopped && !$0.isHurried }) {
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

/// Tells a publisher and another observer what a round finds out.
private struct RoundObserver: VerificationObserver {
    let publisher: SitePublisher, round: SitePublisher.Round
    let other: any VerificationObserver

    func expects(_ count: Int) { other.expects(count) }

    func begins(_ file: Course.LessonFile) {
        other.begins(file)
        publisher.tell { $0.run(file, in: round) }
    }

    func reaches(_ cell: Cell, of file: Course.LessonFile) { other.reaches(cell, of: file) }

    func ends(_ report: Report) {
        other.ends(report)
        publisher.tell { $0.end(report, in: round) }
    }

    func leaves(_ file: Course.LessonFile) { other.leaves(file) }
}

@preconcurrency import Dispatch
import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Tells on stderr how far the work is: in one line on a terminal, in plain lines elsewhere. A lesson that is slow is
/// named while it still runs.
final class Progress: VerificationObserver {
    private struct State {
        var done = 0
        /// The lessons that run now, since when, and after how many seconds they are named next.
        var running: [String: (start: ContinuousClock.Instant, next: Double)] = [:]
    }

    private let total: Int
    private let session: Session
    private let explains: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())
    private let timer = DispatchSource.makeTimerSource(queue: .global())

    /// After as many seconds a lesson counts as slow; it is named again whenever it has taken twice as long.
    private static let slow = 10.0

    init(total: Int, session: Session, explains: Bool) {
        self.total = total
        self.session = session
        self.explains = explains
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { [weak self] in self?.tick() }
        timer.resume()
    }

    func begins(_ file: Course.LessonFile) {
        state.withLock { $0.running[file.displayName.visibleLine] = (.now, Self.slow) }
    }

    func ends(_ report: Report) {
        let done = state.withLock { state in
            state.done += 1
            state.running[report.file.displayName.visibleLine] = nil
            return state.done
        }
        if explains { say(report.explanation) }
        guard !report.reasons.isEmpty else { return }
        if isTerminal {
            fputs("\r\u{1B}[K\(done)/\(total) \(report.file.displayName.visibleLine)", stderr)
        } else if !explains {
            var count = Count()
            count.add(report)
            say("\(report.file.displayName.visibleLine): \(count)")
        }
    }

    private func tick() {
        let slow = state.withLock { state -> [String] in
            state.running.compactMap { name, times in
                let seconds = (ContinuousClock.now - times.start) / .seconds(1)
                guard seconds >= times.next else { return nil }
                state.running[name]?.next *= 2
                return "\(name) is still running after \(Int(seconds)) s"
            }
        }
        for line in slow.sorted() { say(line) }
    }

    private func say(_ line: String) {
        clear()
        session.say(line)
    }

    /// Makes room for other text.
    func clear() {
        if isTerminal { fputs("\r\u{1B}[K", stderr) }
    }

    /// Stops telling.
    func finish() {
        timer.cancel()
        clear()
    }
}

import TerminalText
@preconcurrency import Dispatch
import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Shows progress on stderr: in one changing line on a terminal, in plain lines elsewhere. A slow lesson is named while
/// it is still running.
final class Progress: VerificationObserver {
    private struct State {
        var done = 0, total = 0
        var running = SlowLessons()
    }

    private let session: Session
    private let explains: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())
    private let timer = DispatchSource.makeTimerSource(queue: .global())

    init(session: Session, explains: Bool) {
        self.session = session
        self.explains = explains
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { [weak self] in self?.tick() }
        timer.resume()
    }

    func expects(_ count: Int) {
        state.withLock { state in
            if state.done == state.total { (state.done, state.total) = (0, 0) }
            state.total += count
        }
    }

    func begins(_ file: Course.LessonFile) {
        state.withLock { $0.running.begin(file.displayName, at: .now) }
        draw()
    }

    func reaches(_ cell: Cell, of file: Course.LessonFile) {
        state.withLock { $0.running.reach(cell.name, of: file.displayName) }
        draw()
    }

    func ends(_ report: Report) {
        end(report.file)
        if explains { say(report.explanation) }
        if !report.reasons.isEmpty && !isTerminal && !explains {
            var count = VerdictCounts()
            count.add(report)
            say("\(report.file.displayName): \(count)")
        }
        draw()
    }

    func leaves(_ file: Course.LessonFile) {
        end(file)
        draw()
    }

    private func end(_ file: Course.LessonFile) {
        state.withLock { state in
            state.done += 1
            state.running.end(file.displayName)
        }
    }

    /// Shows in one line how many lessons are done, and which one has been running longest.
    private func draw() {
        guard isTerminal else { return }
        let (done, total, name) = state.withLock { ($0.done, $0.total, $0.running.oldest) }
        guard let name else { return Messages.erase() }
        let count = "\(done)/\(total) "
        // A line wider than the terminal could not be erased.
        var size = winsize()
        let width = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        Messages.progress("\(count)\(name.end(columns: width - count.count - 1))")
    }

    private func tick() {
        for line in state.withLock({ $0.running.lines(at: .now) }) { say(line) }
        draw()
    }

    private func say(_ line: String) { session.say(line) }

    /// Stops showing progress.
    func finish() {
        timer.cancel()
        Messages.erase()
    }
}

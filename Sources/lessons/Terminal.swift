import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A line on stderr that tells how far the work is; only where stderr is a terminal.
final class Progress: Sendable {
    private let total: Int
    private let done = Mutex(0)
    private let isShown = isatty(STDERR_FILENO) == 1

    init(total: Int) { self.total = total }

    /// Counts one more, and names it.
    func advance(past name: String) {
        let count = done.withLock { count in
            count += 1
            return count
        }
        if isShown && count < total { fputs("\r\u{1B}[K\(count)/\(total) \(name)", stderr) }
    }

    /// Makes room for other text.
    func clear() {
        if isShown { fputs("\r\u{1B}[K", stderr) }
    }
}

/// Ctrl-C and SIGTERM: what runs is killed and cleared away before the command ends with 130.
enum Interruption {
    /// Has the signals remembered.
    static func arm() {
        for signal in [SIGINT, SIGTERM] { interruptRunner(on: signal) }
        // Where nobody reads any more, writing fails instead.
        ignoreBrokenPipes()
    }

    static var hasCome: Bool { isRunnerInterrupted() }
}

import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Everything that the command writes to stderr: messages and, on a terminal, one line of progress that each message replaces, and what
/// it writes to stdout meanwhile.
enum Messages {
    /// Whether a line of progress is shown.
    private static let hasProgress = Mutex(false)

    /// Writes a line.
    static func say(_ text: String) {
        hasProgress.withLock { shown in
            fputs((shown ? erasing : "") + text + "\n", stderr)
            shown = false
        }
    }

    /// Shows a line of progress in the place of the last one.
    static func progress(_ text: String) {
        hasProgress.withLock { shown in
            fputs(erasing + text, stderr)
            shown = true
        }
    }

    /// Writes a text to stdout, in the place of the line of progress.
    static func print(_ text: String) {
        hasProgress.withLock { shown in
            if shown { fputs(erasing, stderr) }
            shown = false
            fputs(text, stdout)
            fflush(stdout)
        }
    }

    /// Erases the line of progress.
    static func erase() {
        hasProgress.withLock { shown in
            if shown { fputs(erasing, stderr) }
            shown = false
        }
    }

    /// Back to the start of the line, and erase to its end.
    private static let erasing = "\r\u{1B}[K"
}

import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

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

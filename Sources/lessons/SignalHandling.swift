import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Handles Ctrl-C and SIGTERM: running programs are killed and their files removed before the command ends with status
/// 130.
enum SignalHandling {
    /// Installs the handlers.
    static func install() {
        for signal in [SIGINT, SIGTERM] { interruptRunner(on: signal) }
        // Writing to a closed pipe fails instead of ending the command.
        ignoreBrokenPipes()
    }

    static var isInterrupted: Bool { isRunnerInterrupted() }
}

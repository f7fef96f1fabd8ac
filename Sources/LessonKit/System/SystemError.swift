#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A system call that failed.
public struct SystemError: Error, CustomStringConvertible {
    /// What was attempted, and why it failed.
    public let description: String
    /// Why it failed, in the system's words.
    let reason: String

    package init(_ attempt: String, code: Int32 = errno) {
        reason = String(cString: strerror(code))
        description = "\(attempt): \(reason)"
    }
}

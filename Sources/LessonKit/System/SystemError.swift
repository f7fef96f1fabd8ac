#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What the system refused, in its own words.
public struct SystemError: Error, CustomStringConvertible {
    /// What was tried, and why it failed.
    public let description: String
    /// Why it failed.
    let reason: String

    package init(_ attempt: String, code: Int32 = errno) {
        reason = String(cString: strerror(code))
        description = "\(attempt): \(reason)"
    }
}

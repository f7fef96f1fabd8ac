#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What a test waited for and never came.
public struct Hang: Error, CustomStringConvertible {
    /// What was waited for.
    public let event: String
    /// What to tell whoever reads the test's report.
    public var description: String { "It hangs: half an hour went by without \(event)." }
}

/// Waits until something has happened, however long it takes. What never happens is a hang: it is reported as one after
/// half an hour, so that a run of all tests comes to its end; no verdict depends on how fast anything is.
public func waiting(for event: String, until hasHappened: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(1800)
    while try !hasHappened() {
        if ContinuousClock.now >= end { throw Hang(event: event) }
        usleep(5000)
    }
}

/// How many cells passed, failed and were skipped.
public struct VerdictCounts: Sendable, Equatable {
    /// The numbers of cells.
    public var passed = 0, failed = 0, skipped = 0
    /// Starts at zero.
    public init() {}

    /// The number of all cells.
    public var total: Int { passed + failed + skipped }

    /// Adds the numbers of other counts.
    public mutating func add(_ other: VerdictCounts) {
        passed += other.passed
        failed += other.failed
        skipped += other.skipped
    }

    /// Adds the cells of a lesson; a file that cannot be read counts as one failed cell.
    public mutating func add(_ report: Report) {
        if !report.malformed.isEmpty { failed += 1 }
        for verdict in report.verdicts {
            switch verdict.outcome {
            case .passed: passed += 1
            case .notReached: skipped += 1
            case .failed, .crashed, .notCompiled, .timedOut: failed += 1
            }
        }
    }
}

extension VerdictCounts: CustomStringConvertible {
    /// The line with which `lessons verify` ends.
    public var description: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
}

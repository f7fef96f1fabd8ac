import Synchronization

/// Runs programs of one lesson again and again, each time from the first cell that has changed. Several may run at once.
package final class SnapshotRunner: Sendable {
    /// Where a Run comes from.
    package enum Origin: Equatable, Sendable {
        /// A cold run, and why it was one.
        case cold(reason: String)
        /// A snapshot of an earlier run, taken before the cell with this index; that cell and those after it have run. The
        /// index is the number of the lesson's cells if nothing has changed.
        case snapshot(beforeCell: Int)
    }

    /// What a cold run did otherwise than the run from a snapshot.
    package struct Difference: Sendable {
        /// The program.
        package var program: Program
        /// What the run from a snapshot did.
        package var snapshot: Run
        /// What the cold run did, which is right.
        package var cold: Run
    }

    /// `stop` or `close` ended the run.
    package struct Stopped: Error {}

    private let runner: Runner
    private let memoryBudget: Int
    private let limit: Duration
    private let hashes: ContentHashes
    private let state = Mutex(State())

    private struct State {
        /// The last cold run of the lesson's own program.
        var base: SnapshotBase?
        /// Why there is none.
        var reason = "it is the first run"
        /// The programs that have run, by the cells that they test.
        var known: [Int?: Known] = [:]
        /// How often runs, and confirmations, were to stop.
        var stops = 0, confirmationStops = 0
        var isClosed = false
    }

    private struct Known {
        var program: Program
        var run: Run
        var surroundings: [String]
        /// Whether a cold run did this.
        var isConfirmed: Bool
    }

    /// A runner whose snapshots take no more than `memoryBudget` bytes of memory, shared pages counted in proportion. A lesson
    /// may take `limit`, apart from cells with limits of their own.
    package init(runner: Runner, memoryBudget: Int, limit: Duration = .seconds(60)) {
        self.runner = runner
        self.memoryBudget = memoryBudget
        self.limit = limit
        hashes = ContentHashes(file: runner.cacheFolder + "/hashes.json")
    }

    /// Runs a program, from a snapshot where that surely gives what a cold run gives. The events are those of a cold run: what
    /// the cells before the snapshot did is told again. With `first`, the cell with that index and those after it are run even
    /// if nothing has changed. It ends early, with an error, once `isUnwanted` says so.
    package func run(
        _ program: Program, from first: Int? = nil, unless isUnwanted: () -> Bool = { false },
        onEvent: (ExecutionEvent) -> Void = { _ in }
    ) throws -> (Run, Origin) {
        let start = state.withLock { state in
            state.confirmationStops += 1
            return state.stops
        }
        func isStopped() -> Bool { state.withLock { $0.stops != start || $0.isClosed } || isUnwanted() }
        if isStopped() { throw Stopped() }
        let surroundings = surroundings(of: program)
        let (known, base, why) = state.withLock { ($0.known[program.subject?.index], $0.base, $0.reason) }
        if first == nil, let run = Self.repeats(known, program, surroundings, onEvent) {
            return (run, .snapshot(beforeCell: program.lesson.cells.count))
        }
        var reason = why
        if !program.isRun {
            reason = "it is not run, only compiled"
        } else if let base {
            let fast: Fast
            if base.surroundings == surroundings {
                fast = try runFast(program, from: first, base, isStopped, onEvent)
            } else {
                fast = .refused("the libraries, the data or the toolchain have changed")
            }
            switch fast {
            case .ran(let run, let position):
                keep(program, run, surroundings, isConfirmed: false)
                return (run, .snapshot(beforeCell: program.cells[position].index))
            case .refused(let objection): reason = objection
            }
        }
        let run = try runCold(program, surroundings, isStopped, onEvent)
        keep(program, run, surroundings, isConfirmed: true)
        return (run, .cold(reason: reason))
    }

    private func keep(
        _ program: Program, _ run: Run, _ surroundings: [String], isConfirmed: Bool, from position: Int = 0
    ) {
        let known = Known(
            program: program, run: run, surroundings: surroundings, isConfirmed: isConfirmed)
        state.withLock { $0.known[program.subject?.index] = known }
    }

    /// The last Run of a program of which nothing has changed, told again; nil if something has.
    private static func repeats(
        _ known: Known?, _ program: Program, _ surroundings: [String], _ onEvent: (ExecutionEvent) -> Void
    ) -> Run? {
        guard let known, known.surroundings == surroundings,
            SnapshotRules(base: known.program, program: program).areSame
        else { return nil }
        let cells = known.run.execution?.cells ?? []
        // Bytes that are no text are not kept.
        guard cells.allSatisfy({ $0.invalidByte == nil }) else { return nil }
        RecordedCells(cells: cells, outputs: cells.map { Array($0.output.utf8) })
            .tell(reachedEnd: known.run.execution?.termination == .finished, to: onEvent)
        return known.run
    }

    /// Makes ready what a run from a cell on will need; what takes time is done before it is asked for.
    package func prepare(cell index: Int) throws {
        guard let base = state.withLock({ $0.base }),
            let position = base.program.cells.firstIndex(where: { $0.index == index }),
            let nearest = (1..<max(position + 1, 1)).last(where: base.hasSnapshot)
        else { return }
        try base.interface(to: nearest)
    }

    /// Runs cold what was last run from snapshots, compares, and takes the snapshots from the new run of the lesson's own
    /// program. Returns the first difference, nil if there is none. A `run` meanwhile stops it: then it throws `Stopped`.
    package func confirm() throws -> Difference? {
        let (unconfirmed, start) = state.withLock { state in
            // The lesson's own program leaves snapshots for the others.
            let known = state.known.values.filter { !$0.isConfirmed }
            return (
                known.sorted { ($0.program.subject?.index ?? -1) < ($1.program.subject?.index ?? -1) },
                state.confirmationStops
            )
        }
        let isStopped = { self.state.withLock { $0.confirmationStops != start || $0.isClosed } }
        var difference: Difference?
        for known in unconfirmed {
            let cold = try runCold(known.program, known.surroundings, isStopped) { _ in }
            keep(known.program, cold, known.surroundings, isConfirmed: true)
            if difference == nil, !cold.didSame(as: known.run) {
                difference = Difference(program: known.program, snapshot: known.run, cold: cold)
            }
        }
        return difference
    }

    /// Ends a confirmation that is running now, which then throws `Stopped`.
    package func stopConfirming() { state.withLock { $0.confirmationStops += 1 } }

    /// Ends what is running now, which then throws `Stopped`.
    package func stop() {
        state.withLock {
            $0.stops += 1
            $0.confirmationStops += 1
        }
    }

    /// Ends all processes, and everything that is running.
    package func close() {
        let base = state.withLock { state in
            state.isClosed = true
            defer { state.base = nil }
            return state.base
        }
        _ = consume base
    }

    /// The bytes of memory that the snapshots take now.
    package var memory: Int { state.withLock { $0.base }?.memory ?? 0 }

    /// Everything but its code that a program's Run depends on.
    private func surroundings(of program: Program) -> [String] {
        [runner.library.contents(for: program, hashes), runner.toolchain.contents(hashes)]
            + runner.data.contents(hashes).map(\.text)
    }

    private func runCold(
        _ program: Program, _ surroundings: [String], _ isStopped: () -> Bool, _ onEvent: (ExecutionEvent) -> Void
    ) throws -> Run {
        guard case .lesson = program.purpose, Self.isSupported, runner.sandbox.level.isolation != .none else {
            if case .lesson = program.purpose {
                state.withLock { $0.reason = "there are no snapshots without a sandbox on Linux" }
            }
            let run = try runner.run(
                program, limit: limit, runsAllPositions: false, isStopped: isStopped, onEvent: onEvent)
            if isStopped() { throw Stopped() }
            return run
        }
        let (run, base) = try SnapshotBase.run(
            program, by: runner, limit: limit, surroundings: surroundings, memoryBudget: memoryBudget,
            isStopped: isStopped, onEvent: onEvent)
        let old = state.withLock { state in
            // The last good run serves as long as the lesson does not compile.
            guard let base, !state.isClosed else {
                state.reason = state.base == nil ? "the last run left no snapshots" : state.reason
                return SnapshotBase?.none
            }
            defer { state.base = base }
            return state.base
        }
        _ = consume old
        return run
    }

    /// What came of the wish to run a program from a snapshot.
    private enum Fast {
        case ran(Run, from: Int)
        /// It was not run, for a reason.
        case refused(String)
    }

    private func runFast(
        _ program: Program, from first: Int?, _ base: SnapshotBase, _ isStopped: () -> Bool,
        _ onEvent: (ExecutionEvent) -> Void
    ) throws -> Fast {
        let rules = SnapshotRules(base: base.program, program: program)
        if let objection = rules.objection { return .refused(objection) }
        let asked = first.flatMap { first in program.cells.firstIndex { $0.index >= first } }
        let change = min(rules.firstDifference, asked ?? .max, program.cells.count - 1)
        guard change > 0 else { return .refused("its first cell has changed") }
        var reason: String?
        for position in (1...change).reversed() {
            let objection =
                base.hasSnapshot(at: position) ? rules.objection(from: position) : base.reason(at: position)
            if let objection {
                reason = reason ?? objection
                continue
            }
            switch try base.run(program, from: position, isStopped: isStopped, onEvent: onEvent) {
            case .ran(let run): return .ran(run, from: position)
            case .refused(let reason): return .refused(reason)
            }
        }
        return .refused(reason ?? "there is no snapshot before the change")
    }

    /// Whether programs can be copied while they run on this system.
    package static var isSupported: Bool {
        #if os(Linux)
            true
        #else
            false
        #endif
    }
}

extension Run {
    /// Whether another Run did the same, however long each took.
    fileprivate func didSame(as other: Run) -> Bool {
        let cells = execution?.cells ?? [], others = other.execution?.cells ?? []
        return compilation.diagnostics == other.compilation.diagnostics
            && compilation.failure == other.compilation.failure
            && execution?.termination == other.execution?.termination && cells.count == others.count
            && zip(cells, others).allSatisfy {
                ($0.index, $0.output, $0.invalidByte) == ($1.index, $1.output, $1.invalidByte)
                    && $0.figures == $1.figures
            }
    }
}

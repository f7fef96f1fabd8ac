import Dispatch
import Synchronization

/// A program of a lesson that is compiled and run in the background.
///
/// Whoever listens to it may wait for other programs meanwhile. The program itself never does: programs that start from the same
/// snapshot take turns, and one that waited in its turn for another would wait for ever.
final class BackgroundRun: Sendable {
    let program: Program
    private let group = DispatchGroup()
    private let outcome = Mutex<Result<(RunCache.Entry, SnapshotRunner.Origin?), any Error>?>(nil)
    /// What it has done, until somebody listens.
    private let events = Mutex<[ExecutionEvent]>([])
    /// The Run in place of its own, if it was stopped.
    private let replacement = Mutex<RunCache.Entry?>(nil)
    /// Counts the events, and the end.
    private let news = DispatchSemaphore(value: 0)

    init(of program: Program, by verifier: Verifier, _ snapshots: SnapshotRunner?, on queue: DispatchQueue = .global())
    {
        self.program = program
        queue.async(group: group) { [self] in
            var origin: SnapshotRunner.Origin?
            let result = Result {
                try verifier.execute(
                    program, snapshots, isStopped: { isStopped }, onOrigin: { origin = $0 }
                ) { event in
                    events.withLock { $0.append(event) }
                    news.signal()
                }
            }
            outcome.withLock { $0 = result.map { ($0, origin) } }
            news.signal()
        }
    }

    private var isStopped: Bool { replacement.withLock { $0 != nil } }

    /// Ends it; what it would have done is taken from another entry.
    func stop(as entry: RunCache.Entry) { replacement.withLock { $0 = entry } }

    /// Tells what it does, as it happens, until it has ended.
    func listen(_ onEvent: (ExecutionEvent) -> Void) {
        while true {
            news.wait()
            let isOver = outcome.withLock { $0 != nil }
            let happened = events.withLock { events in
                defer { events = [] }
                return events
            }
            for event in happened { onEvent(event) }
            if isOver { return }
        }
    }

    /// Waits for the Run and returns its entry.
    func result() throws -> RunCache.Entry { try ended().0 }

    /// Waits for the end; returns where the Run comes from, nil if there are no snapshots.
    func origin() throws -> SnapshotRunner.Origin? { try ended().1 }

    private func ended() throws -> (RunCache.Entry, SnapshotRunner.Origin?) {
        group.wait()
        if let entry = replacement.withLock({ $0 }) { return (entry, nil) }
        return try outcome.withLock { $0 }!.get()
    }
}

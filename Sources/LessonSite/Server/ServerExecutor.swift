import Dispatch
import Synchronization

/// Runs the server's tasks on threads of its own: those of Swift's shared pool are as many as the processor has cores, and may all be
/// waiting for something.
final class ServerExecutor: TaskExecutor {
    static let shared = ServerExecutor()

    /// Each serial queue has a thread when it has work.
    private let queues = (1...4).map { DispatchQueue(label: "lessons.server.\($0)") }
    private let turn = Atomic(0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        queues[abs(turn % queues.count)].async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

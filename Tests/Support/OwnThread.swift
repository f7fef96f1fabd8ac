import Foundation

/// Does something that waits on a thread of its own. The threads on which tests run are those on which a server of the same process
/// answers: a test that waited there would wait for itself.
public func onOwnThread(_ work: @escaping @Sendable () throws -> Void) async throws {
    try await Task(executorPreference: OwnThread()) { try work() }.value
}

/// Runs each job on a new thread.
private final class OwnThread: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job), executor = asUnownedTaskExecutor()
        Thread.detachNewThread { job.runSynchronously(on: executor) }
    }
}

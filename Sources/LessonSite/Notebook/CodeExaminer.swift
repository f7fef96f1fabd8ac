import Dispatch
import Synchronization

/// Says what the compiler thinks of code while it is written.
final class CodeExaminer: Sendable {
    private let queue = DispatchQueue(label: "examination of code", qos: .utility)
    private let wanted = Mutex(0)

    /// Does what was asked last. What was asked before it, and has not begun, nobody waits for.
    func examine(_ work: @escaping @Sendable () -> Void) {
        let number = wanted.withLock { wanted in
            wanted += 1
            return wanted
        }
        queue.async { [self] in if wanted.withLock({ $0 }) == number { work() } }
    }
}

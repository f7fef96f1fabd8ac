import Dispatch
import LessonKit
import Synchronization

/// What can be said of code while it is written: compiler's errors, how a word goes on, and the type of what is under the cursor.
final class CodeExaminer: Sendable {
    private let queue = DispatchQueue(label: "examination of code", qos: .utility)
    private let wanted = Mutex(0)

    init(verifier: Verifier) {}

    /// Does what was asked last; what was asked before it, and has not begun, nobody waits for.
    func examine(_ work: @escaping @Sendable () -> Void) {
        let number = wanted.withLock { wanted in
            wanted += 1
            return wanted
        }
        queue.async { [self] in if wanted.withLock({ $0 }) == number { work() } }
    }

    func complete(_ edited: EditedLesson, _ cell: String, _ line: Int, _ column: Int, _ answer: @escaping @Sendable ([CompletionState]) -> Void) {
        answer([])
    }

    func describe(_ edited: EditedLesson, _ cell: String, _ line: Int, _ column: Int, _ answer: @escaping @Sendable (String) -> Void) {
        answer("")
    }

    func close() {}
}

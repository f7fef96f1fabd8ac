@preconcurrency import Dispatch
import Synchronization

/// Says in plain lines that something takes long, as the compiler may need many seconds for a fault in a type.
final class CompilationNotice: Sendable {
    private let slow: Mutex<SlowLessons>
    private let timer = DispatchSource.makeTimerSource(queue: .global())

    /// Watches what is called by a name, such as “Your answer”; `phase` is what happens to it.
    init(of name: String, _ session: Session, before phase: String = "compiling") {
        var lessons = SlowLessons(firstNamedAfter: 5, before: phase)
        lessons.begin(name, at: .now)
        slow = Mutex(lessons)
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { [weak self] in
            for line in self?.slow.withLock({ $0.lines(at: .now) }) ?? [] { session.say(line) }
        }
        timer.resume()
    }

    deinit { timer.cancel() }

    /// It runs, or will never run.
    func end() { timer.cancel() }
}

import Dispatch
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What is told while lessons are verified.
public protocol VerificationObserver: Sendable {
    /// A lesson's programs begin to run.
    func begins(_ file: Course.LessonFile)
    /// A lesson has a report, whether its programs ran now or earlier.
    func ends(_ report: Report)
}

extension Runner {
    /// Verifies lessons, as many programs at once as there are jobs and those that took longest first.
    ///
    /// A report is condensed as soon as it is there, since many reports are large; what comes of it is delivered in the
    /// order of the files.
    public func verify<Condensed: Sendable>(
        _ files: [Course.LessonFile], observer: some VerificationObserver, condense: @Sendable (Report) -> Condensed,
        deliver: @escaping @Sendable (Condensed) -> Void
    ) throws {
        let reports = InOrder(deliver: deliver)
        @Sendable func end(_ report: Report, at index: Int) {
            observer.ends(report)
            reports.add(condense(report), at: index)
        }
        // What has run already needs no more than looking up. Of the others only the time they took is kept: a course
        // may have more lessons than fit in memory.
        let waiting = Mutex<[(index: Int, seconds: Double)]>([])
        try concurrently(Array(files.indices)) { index in
            switch self.prepare(files[index]) {
            case .failure(let unreadable): end(unreadable.report, at: index)
            case .success(let preparation):
                if preparation.isComplete {
                    end(self.report(on: preparation), at: index)
                } else {
                    waiting.withLock { $0.append((index, preparation.expectedSeconds)) }
                }
            }
        }
        let order = waiting.withLock { $0.sorted { ($1.seconds, $0.index) < ($0.seconds, $1.index) }.map(\.index) }
        let queue = ProgramQueue(lessons: order)
        try concurrently(Array(0..<max(min(settings.jobs, 2 * order.count + 2), 1))) { _ in
            while let work = queue.next() {
                do {
                    switch work {
                    case .lesson(let index):
                        guard case .success(let preparation) = self.prepare(files[index]), !preparation.isComplete
                        else {
                            // Someone changed it, or another process ran it, a moment ago.
                            queue.add(nil, of: index)
                            switch self.prepare(files[index]) {
                            case .failure(let unreadable): end(unreadable.report, at: index)
                            case .success(let preparation): end(self.report(on: preparation), at: index)
                            }
                            continue
                        }
                        observer.begins(files[index])
                        queue.add(preparation, of: index)
                    case .program(let index, let number, let program):
                        let entry = try self.execute(program)
                        if let complete = queue.finish(index, number, entry) {
                            end(self.report(on: complete), at: index)
                        }
                    }
                } catch {
                    queue.stop()
                    throw error
                }
            }
        }
    }

    /// Verifies one lesson.
    public func verify(_ file: Course.LessonFile) throws -> Report {
        struct Silence: VerificationObserver {
            func begins(_ file: Course.LessonFile) {}
            func ends(_ report: Report) {}
        }
        let only = Mutex<Report?>(nil)
        try verify([file], observer: Silence(), condense: { $0 }) { report in only.withLock { $0 = report } }
        return only.withLock { $0 } ?? Report(file: file)
    }

    /// Does something for each element, as many at once as there are jobs; throws the first error, after which no more
    /// is begun.
    func concurrently<Element: Sendable>(_ elements: [Element], _ work: @Sendable (Element) throws -> Void) throws {
        let state = Mutex<(next: Int, error: (any Error)?)>((0, nil))
        DispatchQueue.concurrentPerform(iterations: max(min(settings.jobs, elements.count), 1)) { _ in
            while let element = state.withLock({ state -> Element? in
                guard state.error == nil, state.next < elements.count else { return nil }
                defer { state.next += 1 }
                return elements[state.next]
            }) {
                do { try work(element) } catch { state.withLock { $0.error = $0.error ?? error } }
            }
        }
        if let error = state.withLock({ $0.error }) { throw error }
    }
}

extension Runner.Preparation {
    /// Whether every program has a Run.
    var isComplete: Bool { !entries.contains { $0 == nil } }
}

/// The lessons that wait, and the programs of those that have begun. A lesson begins only when a worker has nothing else
/// to do, so that few are held at a time.
private final class ProgramQueue: Sendable {
    enum Work {
        case lesson(Int)
        case program(lesson: Int, number: Int, Program)
    }

    private struct State {
        var lessons: ArraySlice<Int>
        var programs: [(lesson: Int, number: Int, program: Program)] = []
        var begun: [Int: Runner.Preparation] = [:]
        /// How many lessons are being read, whose programs will come.
        var reading = 0
    }

    private let state: Mutex<State>
    init(lessons: [Int]) { state = Mutex(State(lessons: lessons[...])) }

    /// The next thing to do; nil when nothing will come any more.
    func next() -> Work? {
        while true {
            let (work, mayCome) = state.withLock { state -> (Work?, Bool) in
                if !state.programs.isEmpty {
                    let next = state.programs.removeFirst()
                    return (.program(lesson: next.lesson, number: next.number, next.program), false)
                }
                if let index = state.lessons.popFirst() {
                    state.reading += 1
                    return (.lesson(index), false)
                }
                return (nil, state.reading > 0)
            }
            if let work { return work }
            guard mayCome else { return nil }
            usleep(500)
        }
    }

    /// Takes in the programs of a lesson that still have to run; nil for a lesson that needs none.
    func add(_ preparation: Runner.Preparation?, of index: Int) {
        state.withLock { state in
            state.reading -= 1
            guard let preparation else { return }
            state.begun[index] = preparation
            for (number, entry) in preparation.entries.enumerated() where entry == nil {
                state.programs.append((index, number, preparation.programs[number]))
            }
        }
    }

    /// Takes in a Run; returns the lesson if it was the last one missing.
    func finish(_ index: Int, _ number: Int, _ entry: Cache.Entry) -> Runner.Preparation? {
        state.withLock { state in
            state.begun[index]?.entries[number] = entry
            guard let preparation = state.begun[index], preparation.isComplete else { return nil }
            state.begun[index] = nil
            return preparation
        }
    }

    /// Drops all that waits.
    func stop() {
        state.withLock { state in
            state.lessons = []
            state.programs = []
            state.reading = 0
        }
    }
}

/// Hands on values in the order of their numbers, each as soon as all before it have come.
private final class InOrder<Value: Sendable>: Sendable {
    private let state = Mutex<(next: Int, waiting: [Int: Value])>((0, [:]))
    private let deliver: @Sendable (Value) -> Void
    init(deliver: @escaping @Sendable (Value) -> Void) { self.deliver = deliver }

    func add(_ value: Value, at index: Int) {
        state.withLock { state in
            state.waiting[index] = value
            while let value = state.waiting.removeValue(forKey: state.next) {
                deliver(value)
                state.next += 1
            }
        }
    }
}

import Dispatch
import Synchronization

/// Receives notifications while lessons are verified.
public protocol VerificationObserver: Sendable {
    /// Called before so many lessons are verified.
    func expects(_ count: Int)
    /// Called when a lesson's programs begin to run.
    func begins(_ file: Course.LessonFile)
    /// Called when one of its programs reaches a cell.
    func reaches(_ cell: Cell, of file: Course.LessonFile)
    /// Called when a lesson has a report, whether its programs ran now or earlier.
    func ends(_ report: Report)
    /// Called instead when nobody wants the report any more.
    func leaves(_ file: Course.LessonFile)
}

extension VerificationObserver {
    /// Does nothing.
    public func expects(_ count: Int) {}
    /// Does nothing.
    public func reaches(_ cell: Cell, of file: Course.LessonFile) {}
    /// Does nothing.
    public func leaves(_ file: Course.LessonFile) {}
}

extension Verifier {
    /// Verifies lessons, running as many programs at once as there are jobs, and those lessons first that took longest.
    ///
    /// Each report is condensed as soon as it is ready, since many reports are large; the condensed reports are
    /// delivered in the order of the files. A lesson that `isWanted` refuses, now or later, is left without a report.
    public func verify<Condensed: Sendable>(
        _ files: [Course.LessonFile], observer: some VerificationObserver,
        isWanted: @escaping @Sendable (Course.LessonFile) -> Bool = { _ in true },
        condense: @Sendable (Report) -> Condensed, deliver: @escaping @Sendable (Condensed) -> Void
    ) throws {
        observer.expects(files.count)
        let reports = OrderedDelivery(deliver: deliver)
        @Sendable func end(_ report: Report, at index: Int) {
            observer.ends(report)
            reports.add(condense(report), at: index)
        }
        // Lessons that have run already only need to be looked up.
        let waiting = Mutex<[(index: Int, lesson: PreparedLesson)]>([])
        try concurrently(Array(files.indices)) { index in
            guard isWanted(files[index]) else { return observer.leaves(files[index]) }
            switch self.prepare(files[index]) {
            case .failure(let unreadable): end(unreadable.report, at: index)
            case .success(let lesson):
                if lesson.isComplete {
                    end(self.report(on: lesson), at: index)
                } else {
                    waiting.withLock { $0.append((index, lesson)) }
                }
            }
        }
        let queue = ProgramQueue(
            lessons: waiting.withLock { waiting in
                let lessons = waiting.sorted {
                    ($1.lesson.expectedSeconds, $0.index) < ($0.lesson.expectedSeconds, $1.index)
                }
                waiting = []
                return lessons
            })
        try concurrently(Array(0..<max(settings.jobs, 1))) { _ in
            do {
                while let work = queue.next(begins: { observer.begins(files[$0]) }) {
                    let file = files[work.lesson]
                    let entry =
                        isWanted(file)
                        ? try self.execute(
                            work.program, isStopped: { !isWanted(file) },
                            onEvent: { event in
                                guard case .begins(let index) = event else { return }
                                observer.reaches(work.program.lesson.cells[index], of: file)
                            }) : nil
                    // A program that was stopped has not done what it would have done.
                    guard let entry, isWanted(file) else {
                        if queue.drop(work.lesson) { observer.leaves(file) }
                        continue
                    }
                    if let complete = queue.finish(work.lesson, work.number, entry) {
                        end(self.report(on: complete), at: work.lesson)
                    }
                }
            } catch {
                queue.stop()
                throw error
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

    /// Does work for each element, for as many at once as there are jobs; after the first error, which it throws, no
    /// more work begins.
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

/// The waiting lessons, and the programs of those that have begun. A lesson begins only when a worker has nothing else
/// to do, so that few lessons have Runs in memory at a time.
private final class ProgramQueue: Sendable {
    /// A program that has to run, with the index of its lesson and its own index among the lesson's programs.
    struct Work {
        let lesson: Int, number: Int
        let program: Program
    }

    private struct State {
        var lessons: ArraySlice<(index: Int, lesson: PreparedLesson)>
        var programs: ArraySlice<Work> = []
        var begun: [Int: PreparedLesson] = [:]
    }

    private let state: Mutex<State>
    init(lessons: [(index: Int, lesson: PreparedLesson)]) { state = Mutex(State(lessons: lessons[...])) }

    /// The next program; nil when all have been handed out. `begins` is called with a lesson's index before its first
    /// program.
    func next(begins: (Int) -> Void) -> Work? {
        let (work, begun) = state.withLock { state -> (Work?, Int?) in
            if let work = state.programs.popFirst() { return (work, nil) }
            guard let (index, lesson) = state.lessons.popFirst() else { return (nil, nil) }
            state.begun[index] = lesson
            for (number, entry) in lesson.entries.enumerated() where entry == nil {
                state.programs.append(Work(lesson: index, number: number, program: lesson.programs[number]))
            }
            return (state.programs.popFirst(), index)
        }
        if let begun { begins(begun) }
        return work
    }

    /// Records a Run; returns the lesson if this was its last missing Run. What would run out of time as the lesson's own
    /// program did, in the same cell, need not begin.
    func finish(_ index: Int, _ number: Int, _ entry: RunCache.Entry) -> PreparedLesson? {
        state.withLock { state in
            state.begun[index]?.entries[number] = entry
            if number == 0 {
                let isEndless = { (work: Work) in work.lesson == index && entry.run.keepsFromRunning(work.program) }
                for work in state.programs where isEndless(work) {
                    state.begun[index]?.entries[work.number] = .notRun(like: entry)
                }
                state.programs.removeAll(where: isEndless)
            }
            guard let lesson = state.begun[index], lesson.isComplete else { return nil }
            state.begun[index] = nil
            return lesson
        }
    }

    /// Drops a lesson and its waiting programs; whether it was there still.
    func drop(_ index: Int) -> Bool {
        state.withLock { state in
            state.programs.removeAll { $0.lesson == index }
            return state.begun.removeValue(forKey: index) != nil
        }
    }

    /// Drops all waiting lessons and programs.
    func stop() {
        state.withLock { state in
            state.lessons = []
            state.programs = []
        }
    }
}

/// Delivers values in the order of their indices, each as soon as all values before it have been added.
private final class OrderedDelivery<Value: Sendable>: Sendable {
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

import Dispatch
import LessonKit
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One lesson that is open in the notebook, in one window or many: what the reader wrote is in files, what runs is told to all.
final class NotebookSession: Sendable {
    /// The path below `Lessons` without the ending.
    let path: String
    private let file: Course.LessonFile
    private let lesson: Lesson
    private let verifier: Verifier
    private let runner: SnapshotRunner
    private let examiner = CodeExaminer()
    private let assistant: CodeAssistant
    /// Where programs run, one at a time, and where files are written.
    private let programs = DispatchQueue(label: "programs of a lesson"),
        files = DispatchQueue(label: "files of a lesson")
    private let state: Mutex<State>

    fileprivate struct State {
        var pages: Set<PageSocket> = []
        /// When the last page was closed.
        var emptySince: ContinuousClock.Instant?
        /// Cells whose results are not those of the text above them.
        var outOfDate: Set<String> = []
        /// The number of the run that was asked for last.
        var run = 0
        var isRunning = false
        /// The run that was asked to end.
        var stoppedRun = 0
        /// What the last run of each cell told, for pages that are opened later.
        var told: [String: [NotebookEvent]] = [:]
    }

    /// How much memory the snapshots of one lesson may take, in bytes.
    private static let memoryBudget = 1 << 30

    init(_ file: Course.LessonFile, path: String, verifier: Verifier) throws {
        (self.file, self.path, self.verifier) = (file, path, verifier)
        lesson = try Lesson(SourceText(file))
        runner = verifier.snapshotRunner(memoryBudget: Self.memoryBudget)
        assistant = CodeAssistant(verifier)
        state = Mutex(State(emptySince: .now))
        // What was written earlier has not run yet.
        markOutOfDate(from: try attempts().edits.map(\.name))
    }

    // MARK: Pages

    /// Takes a page that wants to be told.
    func add(_ page: PageSocket) {
        state.withLock { state in
            state.pages.insert(page)
            state.emptySince = nil
        }
        files.async { [self] in
            perform(for: page) {
                tell(.opened(try currentState()), to: page)
                for event in state.withLock({ $0.told.values.joined() }) { tell(event, to: page) }
            }
        }
    }

    func remove(_ page: PageSocket) {
        state.withLock { state in
            state.pages.remove(page)
            if state.pages.isEmpty { state.emptySince = .now }
        }
    }

    /// Whether no page has been open for ten minutes.
    var isAbandoned: Bool {
        state.withLock { state in state.emptySince.map { ContinuousClock.now - $0 > .seconds(600) } ?? false }
    }

    /// Ends all that runs.
    func close() {
        runner.stop()
        runner.close()
        assistant.close()
    }

    private func tell(_ event: NotebookEvent, to page: PageSocket? = nil) {
        guard let data = try? JSONEncoder().encode(event) else { return }
        let text = String(decoding: data, as: UTF8.self)
        if let page { return page.send(text) }
        for page in state.withLock({ $0.pages }) { page.send(text) }
    }

    private func perform(for page: PageSocket, _ work: () throws -> Void) {
        do { try work() } catch { tell(.refused(reason: "\(error)"), to: page) }
    }

    // MARK: What is asked

    /// Does what a page asks for.
    func handle(_ request: NotebookRequest, from page: PageSocket) {
        switch request {
        case .open, .resetProgress: break
        case .stop: stop()
        case .run(let cell): files.async { [self] in perform(for: page) { try run(from: cell) } }
        case .check(let exercise): check(exercise, for: page)
        case .save(let cell, let text, let version, let window):
            files.async { [self] in perform(for: page) { try save(text, as: cell, over: version, window, page) } }
        case .add(let below, let window):
            files.async { [self] in perform(for: page) { try add(below: below, window) } }
        case .reset(let cell, let version):
            files.async { [self] in perform(for: page) { try reset(cell, over: version, page) } }
        case .examine(let cell, let text, let mark):
            examiner.examine { [self] in
                guard let problems = try? written(text, in: cell)?.problems(verifier) else { return }
                tell(.examined(cell: cell, mark: mark, problems: problems.map(ProblemState.init)), to: page)
            }
        case .complete(let cell, let text, let line, let column, let isAsked, let mark):
            assistant.complete({ [self] in try? written(text, in: cell) }, line: line, column: column, isAsked: isAsked)
            {
                [self] in
                tell(.completions(cell: cell, mark: mark, items: $0.map(CompletionState.init)), to: page)
            }
        case .describe(let cell, let text, let line, let column, let mark):
            assistant.describe({ [self] in try? written(text, in: cell) }, line: line, column: column) { [self] in
                tell(
                    .described(cell: cell, mark: mark, declaration: $0?.declaration, sentence: $0?.sentence), to: page)
            }
        case .prepare(let cell):
            programs.async { [self] in
                if let index = try? edited().names.firstIndex(of: cell) { try? runner.prepare(cell: index) }
            }
            assistant.prepare { [self] in try? written("", in: cell) }
        }
    }

    // MARK: Files

    private func attempts() throws -> Attempts { try Attempts(at: file, lesson, in: verifier.course) }

    /// The lesson with what the reader wrote.
    private func edited() throws -> EditedLesson { EditedLesson(lesson, edits: try attempts().edits) }

    /// A text that is being written; nil if its cell is gone. An answer is in the place of its exercise's first cell.
    private func written(_ text: String, in name: String) throws -> WrittenCode? {
        let edited = try edited()
        let exercise = name.hasPrefix("exercise-") ? Int(name.dropFirst("exercise-".count)) : nil
        let starter = exercise.flatMap { number in
            edited.lesson.exercises.indices.contains(number - 1)
                ? edited.lesson.exercises[number - 1].starter.index : nil
        }
        return (starter ?? edited.names.firstIndex(of: name)).map { WrittenCode(text, in: edited, cell: $0) }
    }

    private func currentState() throws -> NotebookState {
        let (outOfDate, isRunning) = state.withLock { ($0.outOfDate, $0.isRunning) }
        return NotebookState(
            cells: lesson.cells.map { .init(name: "\($0.position)", text: $0.block.text, kind: $0.kind.rawValue) },
            exercises: lesson.exercises.map { .init(starter: "\($0.starter.position)", check: "\($0.check.position)") },
            entries: try attempts().entries.map(EntryState.init), passed: LearnerProgress(in: verifier.course).passed,
            outOfDate: outOfDate.sorted(), isRunning: isRunning)
    }

    private func save(
        _ text: String, as name: String, over version: String, _ window: String, _ page: PageSocket
    ) throws {
        guard text.utf8.count <= CellEdit.longestText else {
            throw Refusal(description: "A cell has at most 500,000 bytes; this one has \(text.utf8.count).")
        }
        do {
            let entry = try attempts().write(text, to: name, over: version)
            tell(.saved(EntryState(entry), window: window))
            if entry.place != nil { markOutOfDate(from: [name]) }
        } catch let stale as Attempts.Stale {
            tell(.stale(cell: name, stale.entry.map(EntryState.init)), to: page)
        }
    }

    private func add(below name: String, _ window: String) throws {
        guard let cell = lesson.cells.first(where: { "\($0.position)" == name }) else {
            throw Refusal(description: "The lesson has no cell \(name).")
        }
        // Below a cell of an exercise is below the whole exercise.
        let exercise = lesson.exercises.first { ($0.starter.index...$0.check.index).contains(cell.index) }
        let entry = try attempts().add(below: exercise?.check.index ?? cell.index)
        tell(.saved(EntryState(entry), window: window))
    }

    private func reset(_ name: String, over version: String, _ page: PageSocket) throws {
        do {
            let before = try edited()
            try attempts().reset(name, over: version)
            state.withLock { $0.told[name] = nil }
            tell(.reset(cell: name))
            if let index = before.names.firstIndex(of: name) {
                let isAdded = Int(name) == nil
                markOutOfDate(
                    from: before.names.indices.contains(index + 1) && isAdded ? [before.names[index + 1]] : [name])
            }
        } catch let stale as Attempts.Stale {
            tell(.stale(cell: name, stale.entry.map(EntryState.init)), to: page)
        }
    }

    // MARK: Running

    /// Marks cells whose text has changed, and those that come after them, as out of date.
    private func markOutOfDate(from names: [String]) {
        guard let edited = try? edited() else { return }
        let changed = edited.names.indices.filter { names.contains(edited.names[$0]) }
        let first = changed.first { edited.lesson.cells[$0].isInLessonsProgram }
        let marked = edited.names.indices.filter { index in
            changed.contains(index) || first.map { index >= $0 } ?? false
        }.filter { !edited.lesson.cells[$0].kind.isInExercise }
        let outOfDate = state.withLock { state in
            state.outOfDate.formUnion(marked.map { edited.names[$0] })
            state.outOfDate.formIntersection(edited.names)
            return state.outOfDate
        }
        tell(.outOfDate(cells: outOfDate.sorted()))
    }

    private func stop() {
        let isRunning = state.withLock { state in
            state.stoppedRun = state.run
            return state.isRunning
        }
        if isRunning { runner.stop() }
    }

    /// Runs the lesson from a cell on; what is out of date above it, too.
    private func run(from name: String) throws {
        let edited = try edited()
        guard let asked = edited.names.firstIndex(of: name) else {
            throw Refusal(description: "The lesson has no cell \(name) any more; load the page again.")
        }
        let cells = edited.lesson.cells
        let (number, outOfDate) = state.withLock { state in
            state.run += 1
            return (state.run, state.outOfDate)
        }
        // Whoever asks again does not want to wait for the run before.
        if state.withLock({ $0.isRunning }) { runner.stop() }
        let stale = cells.indices.filter { outOfDate.contains(edited.names[$0]) }
        let isMain = cells[asked].isInLessonsProgram
        let first = (stale + (isMain ? [asked] : [])).filter { $0 <= asked && cells[$0].isInLessonsProgram }.min()
        let alone = cells.indices.filter { index in
            cells[index].runsAlone && (index == asked || first.map { index > $0 } ?? false)
        }
        programs.async { [self] in perform(edited, number, first, alone) }
    }

    private func perform(_ edited: EditedLesson, _ number: Int, _ first: Int?, _ alone: [Int]) {
        let isWanted = state.withLock { state in
            state.isRunning = state.run == number && state.stoppedRun < number
            return state.isRunning
        }
        guard isWanted else { return }
        let names = edited.names
        let shown =
            first.map { first in names.indices.filter { $0 >= first && edited.lesson.cells[$0].isInLessonsProgram } }
            ?? []
        let told = Set((shown + alone).filter { !edited.lesson.cells[$0].kind.isInExercise })
        tell(.runs(cells: told.sorted().map { names[$0] }))
        let start = ContinuousClock.now
        let reporter = RunReporter(edited, told: told) { [self] event in
            state.withLock { $0.keep(event) }
            tell(event)
        }
        var origin = "", wasStopped = false
        do {
            let from = try verifier.run(edited, from: first, alone: alone, by: runner) { reporter.handle($0) }
            if case .snapshot(let cell)? = from { origin = "after cell \(names[max(cell - 1, 0)])" }
            if case .cold(let reason)? = from { origin = reason }
        } catch is SnapshotRunner.Stopped {
            wasStopped = true
        } catch {
            tell(.refused(reason: "\(error)"))
        }
        let outOfDate = state.withLock { state in
            state.isRunning = false
            state.outOfDate.subtract(reporter.upToDate)
            state.outOfDate.formUnion(told.map { names[$0] }.filter { !reporter.upToDate.contains($0) })
            return state.outOfDate
        }
        tell(.outOfDate(cells: outOfDate.sorted()))
        tell(.stopped(seconds: (ContinuousClock.now - start) / .seconds(1), origin: origin, wasStopped: wasStopped))
        if !wasStopped, origin.hasPrefix("after cell") { confirm(edited, number, told) }
    }

    /// In idle time, checks that a cold run does the same as the run that was shown.
    private func confirm(_ edited: EditedLesson, _ number: Int, _ told: Set<Int>) {
        programs.async { [self] in
            guard state.withLock({ $0.run == number }), case .some(.some) = try? runner.confirm() else { return }
            tell(.differs)
            let (main, alone) = (
                told.filter { edited.lesson.cells[$0].isInLessonsProgram },
                told.filter { edited.lesson.cells[$0].runsAlone }
            )
            perform(edited, number, main.min(), alone.sorted())
        }
    }

    // MARK: Exercises

    private func check(_ exercise: Int, for page: PageSocket) {
        tell(.checking(exercise: exercise))
        files.async { [self] in
            perform(for: page) {
                guard let submission = try attempts().submission(exercise),
                    let entry = try attempts().entry("exercise-\(exercise)")
                else { throw Refusal(description: "There is no answer to exercise \(exercise) yet; write one.") }
                programs.async { [self] in
                    perform(for: page) {
                        let check = try verifier.check(submission, answer: entry.code, by: runner)
                        tell(.checked(exercise: exercise, CheckState(check)))
                    }
                }
            }
        }
    }
}

extension NotebookSession.State {
    /// Keeps what a cell's run tells.
    fileprivate mutating func keep(_ event: NotebookEvent) {
        switch event {
        case .begins(let cell): told[cell] = [event]
        case .prints(let cell, _), .figure(let cell, _), .ended(let cell, _): told[cell, default: []].append(event)
        default: break
        }
    }
}

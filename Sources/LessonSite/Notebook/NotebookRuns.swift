import Dispatch
import LessonKit
import Synchronization

/// Runs an open lesson's programs, one at a time, and tells its pages what they do. It knows which cells show results that are not
/// those of the text above them.
final class NotebookRuns: Sendable {
    private let edits: NotebookEdits
    private let pages: NotebookPages
    private let verifier: Verifier
    private let runner: SnapshotRunner
    private let programs = DispatchQueue(label: "programs of a lesson")
    private let state = Mutex(State())

    fileprivate struct State {
        /// Cells whose results are not those of the text above them.
        var outOfDate: Set<String> = []
        /// The number of the run that was asked for last, and what it was when each cell was marked: a run that was asked for
        /// before does not know the text above the cell.
        var run = 0, marks: [String: Int] = [:]
        var isRunning = false
        /// The run that was asked to end.
        var stoppedRun = 0
        /// What the last run of each cell told, for pages that are opened later.
        var told: [String: [NotebookEvent]] = [:]
    }

    /// How much memory the snapshots of one lesson may take, in bytes.
    private static let memoryBudget = 1 << 30

    init(of edits: NotebookEdits, verifier: Verifier, pages: NotebookPages) {
        (self.edits, self.verifier, self.pages) = (edits, verifier, pages)
        runner = verifier.snapshotRunner(memoryBudget: Self.memoryBudget)
    }

    /// Ends all that runs.
    func close() {
        runner.stop()
        runner.close()
    }

    // MARK: What is shown

    /// The cells that are out of date, in order, and whether a program runs.
    var status: (outOfDate: [String], isRunning: Bool) {
        state.withLock { ($0.outOfDate.sorted(), $0.isRunning) }
    }

    /// What the last run of each cell told.
    var told: [NotebookEvent] { state.withLock { Array($0.told.values.joined()) } }

    /// Forgets what the last run of a cell told.
    func forget(_ name: String) { state.withLock { $0.told[name] = nil } }

    /// Marks cells whose text has changed, and those that come after them, as out of date.
    func markOutOfDate(from names: [String]) {
        guard let edited = try? edits.edited() else { return }
        let changed = edited.names.indices.filter { names.contains(edited.names[$0]) }
        let first = changed.first { edited.lesson.cells[$0].isInLessonsProgram }
        let marked = edited.names.indices.filter { index in
            changed.contains(index) || first.map { index >= $0 } ?? false
        }.filter { !edited.lesson.cells[$0].kind.isInExercise }
        let outOfDate = state.withLock { state in
            for index in marked { state.marks[edited.names[index]] = state.run }
            state.outOfDate.formUnion(marked.map { edited.names[$0] })
            state.outOfDate.formIntersection(edited.names)
            return state.outOfDate
        }
        pages.tell(.outOfDate(cells: outOfDate.sorted()))
    }

    // MARK: Running

    /// Makes ready what a run from a cell on needs.
    func prepare(_ name: String) {
        programs.async { [self] in
            if let index = try? edits.edited().names.firstIndex(of: name) { try? runner.prepare(cell: index) }
        }
    }

    /// Ends what is running.
    func stop() {
        let isRunning = state.withLock { state in
            state.stoppedRun = state.run
            return state.isRunning
        }
        if isRunning { runner.stop() }
    }

    /// Runs the lesson from a cell on; what is out of date above it, too.
    func run(from name: String) throws {
        let edited = try edits.edited()
        guard let asked = edited.names.firstIndex(of: name) else {
            throw Refusal(description: "The lesson has no cell \(name) any more; load the page again.")
        }
        let cells = edited.lesson.cells
        let (number, outOfDate) = state.withLock { state in
            state.run += 1
            return (state.run, state.outOfDate)
        }
        // Whoever asks again does not want to wait for the run before, or for its confirmation.
        if state.withLock({ $0.isRunning }) { runner.stop() } else { runner.stopConfirming() }
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
        pages.tell(.runs(cells: told.sorted().map { names[$0] }))
        let start = ContinuousClock.now
        let reporter = RunReporter(edited, told: told) { [self] event in
            state.withLock { $0.keep(event) }
            pages.tell(event)
        }
        var origin = "", wasStopped = false
        do {
            let from = try verifier.run(edited, from: first, alone: alone, by: runner) { reporter.handle($0) }
            if case .snapshot(let cell)? = from { origin = "after cell \(names[max(cell - 1, 0)])" }
            if case .cold(let reason)? = from { origin = reason }
        } catch is SnapshotRunner.Stopped {
            wasStopped = true
        } catch {
            pages.tell(.refused(reason: "\(error)"))
        }
        let outOfDate = state.withLock { state in
            state.isRunning = false
            state.outOfDate.subtract(reporter.upToDate.filter { state.marks[$0] ?? 0 < number })
            state.outOfDate.formUnion(told.map { names[$0] }.filter { !reporter.upToDate.contains($0) })
            return state.outOfDate
        }
        pages.tell(.outOfDate(cells: outOfDate.sorted()))
        pages.tell(
            .stopped(seconds: (ContinuousClock.now - start) / .seconds(1), origin: origin, wasStopped: wasStopped))
        if !wasStopped, origin.hasPrefix("after cell") { confirm(edited, number, told) }
    }

    /// In idle time, checks that a cold run does the same as the run that was shown.
    private func confirm(_ edited: EditedLesson, _ number: Int, _ told: Set<Int>) {
        programs.async { [self] in
            guard state.withLock({ $0.run == number }), case .some(.some) = try? runner.confirm() else { return }
            pages.tell(.differs)
            let (main, alone) = (
                told.filter { edited.lesson.cells[$0].isInLessonsProgram },
                told.filter { edited.lesson.cells[$0].runsAlone }
            )
            perform(edited, number, main.min(), alone.sorted())
        }
    }

    /// Judges an answer to an exercise.
    func check(_ submission: Submission, answer: String, exercise: Int, for page: PageSocket) {
        runner.stopConfirming()
        programs.async { [self] in
            pages.perform(for: page) {
                let check = try verifier.check(submission, answer: answer, by: runner)
                pages.tell(.checked(exercise: exercise, CheckState(check)))
            }
        }
    }
}

extension NotebookRuns.State {
    /// Keeps what a cell's run tells.
    fileprivate mutating func keep(_ event: NotebookEvent) {
        switch event {
        case .begins(let cell): told[cell] = [event]
        case .prints(let cell, _), .figure(let cell, _), .ended(let cell, _): told[cell, default: []].append(event)
        default: break
        }
    }
}

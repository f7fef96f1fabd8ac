import Dispatch
import Synchronization

/// What happens while a lesson runs as the learner watches, in the order of the document.
public enum LessonEvent: Sendable {
    /// The lesson has been read.
    case opens(Lesson)
    /// The cell begins.
    case begins(Cell)
    /// It prints bytes of UTF-8, in pieces of any length.
    case prints([UInt8])
    /// It shows a figure.
    case shows(Figure)
    /// It has ended, or will not be reached.
    case judged(Report.Verdict)
}

extension Verifier {
    /// Runs one lesson whatever is known of it, telling what happens as it happens.
    public func run(_ file: Course.LessonFile, tell: @escaping (LessonEvent) -> Void) throws -> Report {
        let prepared: PreparedLesson
        switch prepare(file) {
        case .failure(let unreadable): return unreadable.report
        case .success(let lesson): prepared = lesson
        }
        tell(.opens(prepared.lesson))
        // The programs of single cells run beside the main one; each is shown when the main one has come to its place.
        let background = prepared.programs.dropFirst().map { BackgroundRun(of: $0, by: self) }
        var lesson = EventOrder(prepared: prepared, background: background, tell: tell)
        let main: RunCache.Entry
        do {
            main = try execute(prepared.programs[0]) { lesson.follow($0) }
        } catch {
            for run in background { _ = try? run.result() }
            throw error
        }
        var complete = prepared
        complete.entries = try [main] + background.map { try $0.result() }
        complete.reasons = [0: "it was asked for"]
        let report = report(on: complete)
        lesson.finish(report)
        return report
    }
}

/// A program of a single cell, on its way.
private final class BackgroundRun: Sendable {
    let program: Program
    private let group = DispatchGroup()
    private let outcome = Mutex<Result<RunCache.Entry, any Error>?>(nil)

    init(of program: Program, by verifier: Verifier) {
        self.program = program
        DispatchQueue.global().async(group: group) {
            let result = Result { try verifier.execute(program) }
            self.outcome.withLock { $0 = result }
        }
    }

    /// Waits for the Run.
    func result() throws -> RunCache.Entry {
        group.wait()
        return try outcome.withLock { $0 }!.get()
    }
}

/// Brings what several programs do into the order of the document. An exercise is shown as its starter and what the check
/// prints of the solution, which stays unseen.
private struct EventOrder {
    let prepared: PreparedLesson
    let background: [BackgroundRun]
    let tell: (LessonEvent) -> Void
    /// How many cells, from the first, have been told.
    private var toldCount = 0
    /// What the lesson's own program has done so far.
    private var mainCells: [Execution.CellExecution] = []
    private var output: [UInt8] = []

    init(prepared: PreparedLesson, background: [BackgroundRun], tell: @escaping (LessonEvent) -> Void) {
        self.prepared = prepared
        self.background = background
        self.tell = tell
    }

    private var cells: [Cell] { prepared.lesson.cells }

    /// Whether what the cell prints is shown as it comes.
    private var isOpen: Bool { mainCells.last.map { cells[$0.index].kind != .solution } ?? false }

    mutating func follow(_ event: ExecutionEvent) {
        switch event {
        case .begins(let index):
            mainCells.append(Execution.CellExecution(index: index))
            output = []
            switch cells[index].kind {
            case .plain:
                tellCells(before: index)
                tell(.begins(cells[index]))
            case .check:
                guard let starter = exercise(with: cells[index])?.starter else { return }
                tellCells(before: starter.index)
                tell(.begins(starter))
            default: break
            }
        case .prints(let bytes):
            output += bytes
            if isOpen { tell(.prints(bytes)) }
        case .shows(let figure):
            mainCells[mainCells.count - 1].figures.append(figure)
            if isOpen { tell(.shows(figure)) }
        case .ends(let index):
            mainCells[mainCells.count - 1].output = String(decoding: output, as: UTF8.self)
            guard isOpen else { return }
            judge(exercise(with: cells[index])?.starter ?? cells[index])
            toldCount = index + 1
        }
    }

    private func exercise(with check: Cell) -> Exercise? {
        prepared.lesson.exercises.first { $0.check.index == check.index }
    }

    private func judge(_ cell: Cell) {
        let main = Run(execution: Execution(cells: mainCells, termination: .finished))
        guard let runs = try? [main] + background.map({ isNeeded($0, for: cell) ? try $0.result().run : Run() }) else {
            return
        }
        let judge = LessonJudge(lesson: prepared.lesson, programs: prepared.programs, runs: runs)
        if let verdict = judge.verdict(on: cell, warningsFail: false) { tell(.judged(verdict)) }
    }

    private func isNeeded(_ run: BackgroundRun, for cell: Cell) -> Bool {
        switch run.program.purpose {
        case .answer(let exercise): exercise.starter.index == cell.index
        default: run.program.subject?.index == cell.index
        }
    }

    /// Tells of the cells that have programs of their own, up to one of the lesson's.
    private mutating func tellCells(before index: Int) {
        while toldCount < index {
            let cell = cells[toldCount]
            toldCount += 1
            guard cell.kind.rules.membership == .own,
                let run = background.first(where: { isNeeded($0, for: cell) }), let entry = try? run.result()
            else { continue }
            tellCell(cell, of: run.program, entry.run)
        }
    }

    private func tellCell(_ cell: Cell, of program: Program, _ run: Run) {
        tell(.begins(cell))
        let ran = run.execution?.cells.last { $0.index == cell.index }
        if let ran, !ran.output.isEmpty { tell(.prints(Array(ran.output.utf8))) }
        for figure in ran?.figures ?? [] { tell(.shows(figure)) }
        if case .crashed(let crash) = run.execution?.termination, ran != nil {
            tell(.prints(Array("\(crash.fatalError)\n".utf8)))
        }
        if program.goal == .isRefused { tell(.prints(Array(run.compilation.listing(of: cell).utf8))) }
        judge(cell)
    }

    /// Tells of all cells that the lesson's own program did not come to the end of.
    mutating func finish(_ report: Report) {
        for verdict in report.verdicts where verdict.cell.index >= toldCount {
            let cell = verdict.cell
            tellCells(before: cell.index)
            if cell.kind.rules.membership == .own {
                tellCells(before: cell.index + 1)
                continue
            }
            // A cell that crashed has been begun and has printed already.
            let index = prepared.lesson.exercises.first { $0.starter.index == cell.index }?.check.index ?? cell.index
            if !mainCells.contains(where: { $0.index == index }) { tell(.begins(cell)) }
            tell(.judged(verdict))
            toldCount = index + 1
        }
    }
}

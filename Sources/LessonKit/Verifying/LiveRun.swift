import Dispatch
import Synchronization

/// What happens while a lesson runs before the learner's eyes, in the order of the document.
public enum LiveEvent: Sendable {
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

extension Runner {
    /// Runs one lesson whatever is known of it, telling what happens as it happens.
    public func run(_ file: Course.LessonFile, tell: @escaping (LiveEvent) -> Void) throws -> Report {
        let preparation: Preparation
        switch prepare(file) {
        case .failure(let unreadable): return unreadable.report
        case .success(let success): preparation = success
        }
        tell(.opens(preparation.lesson))
        // The programs of single cells run beside the main one; each is shown when the main one has come to its place.
        let side = preparation.programs.dropFirst().map { SideRun(of: $0, by: self) }
        var lesson = LiveLesson(preparation: preparation, side: side, tell: tell)
        let main: Cache.Entry
        do {
            main = try execute(preparation.programs[0]) { lesson.follow($0) }
        } catch {
            for run in side { _ = try? run.result() }
            throw error
        }
        var complete = preparation
        complete.entries = try [main] + side.map { try $0.result() }
        complete.reasons = [0: "it was asked for"]
        let report = report(on: complete)
        lesson.finish(report)
        return report
    }
}

/// A program of a single cell, on its way.
private final class SideRun: Sendable {
    let program: Program
    private let group = DispatchGroup()
    private let outcome = Mutex<Result<Cache.Entry, any Error>?>(nil)

    init(of program: Program, by runner: Runner) {
        self.program = program
        DispatchQueue.global().async(group: group) {
            let result = Result { try runner.execute(program) }
            self.outcome.withLock { $0 = result }
        }
    }

    /// Waits for the Run.
    func result() throws -> Cache.Entry {
        group.wait()
        return try outcome.withLock { $0 }!.get()
    }
}

/// Brings what several programs do into the order of the document. An exercise is shown as its starter and what the check
/// prints of the solution, which stays unseen.
private struct LiveLesson {
    let preparation: Runner.Preparation
    let side: [SideRun]
    let tell: (LiveEvent) -> Void
    /// How many cells, from the first, have been told of.
    private var told = 0
    /// What the lesson's own program has done so far.
    private var main = Run()
    private var output: [UInt8] = []

    init(preparation: Runner.Preparation, side: [SideRun], tell: @escaping (LiveEvent) -> Void) {
        self.preparation = preparation
        self.side = side
        self.tell = tell
    }

    private var cells: [Cell] { preparation.lesson.cells }

    /// Whether what the cell prints is shown as it comes.
    private var isOpen: Bool { main.cells.last.map { cells[$0.index].kind != .solution } ?? false }

    mutating func follow(_ event: RunEvent) {
        switch event {
        case .begins(let index):
            main.cells.append(Run.CellRun(index: index))
            output = []
            switch cells[index].kind {
            case .plain:
                tellOfCells(before: index)
                tell(.begins(cells[index]))
            case .check:
                guard let starter = exercise(with: cells[index])?.starter else { return }
                tellOfCells(before: starter.index)
                tell(.begins(starter))
            default: break
            }
        case .prints(let bytes):
            output += bytes
            if isOpen { tell(.prints(bytes)) }
        case .shows(let figure):
            main.cells[main.cells.count - 1].figures.append(figure)
            if isOpen { tell(.shows(figure)) }
        case .ends(let index):
            main.cells[main.cells.count - 1].output = String(decoding: output, as: UTF8.self)
            guard isOpen else { return }
            judge(exercise(with: cells[index])?.starter ?? cells[index])
            told = index + 1
        }
    }

    private func exercise(with check: Cell) -> Exercise? {
        preparation.lesson.exercises.first { $0.check.index == check.index }
    }

    private func judge(_ cell: Cell) {
        guard let runs = try? [main] + side.map({ isNeeded($0, for: cell) ? try $0.result().run : Run() }) else {
            return
        }
        let bench = Bench(lesson: preparation.lesson, programs: preparation.programs, runs: runs)
        if let verdict = bench.verdict(on: cell, warningsFail: false) { tell(.judged(verdict)) }
    }

    private func isNeeded(_ run: SideRun, for cell: Cell) -> Bool {
        switch run.program.purpose {
        case .attempt(let exercise): exercise.starter.index == cell.index
        default: run.program.subject?.index == cell.index
        }
    }

    /// Tells of the cells that have programs of their own, up to one of the lesson's.
    private mutating func tellOfCells(before index: Int) {
        while told < index {
            let cell = cells[told]
            told += 1
            guard [.trap, .error, .compileOnly].contains(cell.kind),
                let run = side.first(where: { isNeeded($0, for: cell) }), let entry = try? run.result()
            else { continue }
            tellOfCell(cell, of: run.program, entry.run)
        }
    }

    private func tellOfCell(_ cell: Cell, of program: Program, _ run: Run) {
        tell(.begins(cell))
        let ran = run.cells.last { $0.index == cell.index }
        if let ran, !ran.output.isEmpty { tell(.prints(Array(ran.output.utf8))) }
        for figure in ran?.figures ?? [] { tell(.shows(figure)) }
        if case .crashed(let crash) = run.ending, ran != nil { tell(.prints(Array("\(crash.fatalError)\n".utf8))) }
        if case .error = program.purpose { tell(.prints(Array(run.compilerOutput(of: cell).utf8))) }
        judge(cell)
    }

    /// Tells of all cells that the lesson's own program did not come to the end of.
    mutating func finish(_ report: Report) {
        for verdict in report.verdicts where verdict.cell.index >= told {
            let cell = verdict.cell
            tellOfCells(before: cell.index)
            if [.trap, .error, .compileOnly].contains(cell.kind) {
                tellOfCells(before: cell.index + 1)
                continue
            }
            // A cell that crashed has been begun and has printed already.
            let index = preparation.lesson.exercises.first { $0.starter.index == cell.index }?.check.index ?? cell.index
            if !main.cells.contains(where: { $0.index == index }) { tell(.begins(cell)) }
            tell(.judged(verdict))
            told = index + 1
        }
    }
}

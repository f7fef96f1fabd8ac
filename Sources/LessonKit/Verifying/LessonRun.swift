import Dispatch

/// Something that happens while a lesson runs before the learner's eyes, in the order of the document.
public enum LessonEvent: Sendable {
    /// The lesson has been read.
    case opens(Lesson)
    /// The cell begins.
    case begins(Cell)
    /// It prints bytes of UTF-8, in chunks of any length.
    case prints([UInt8])
    /// It shows a figure.
    case shows(Figure)
    /// It has ended, or will not be reached.
    case judged(Report.Verdict)
    /// Which of the lesson's cells were taken from an earlier run, in words; at the end of a run that may take some.
    case comes(String)
}

extension Verifier {
    /// Runs one lesson, even if its result is known, and reports what happens as it happens; with earlier runs, those of its
    /// cells that have changed and what comes after them.
    public func run(
        _ file: Course.LessonFile, after earlier: RepeatedRuns? = nil, onEvent: @escaping (LessonEvent) -> Void
    ) throws -> Report {
        let prepared: PreparedLesson
        switch prepare(file) {
        case .failure(let unreadable): return unreadable.report
        case .success(let lesson): prepared = lesson
        }
        onEvent(.opens(prepared.lesson))
        // The programs of single cells run beside the main one; each is shown when the main one has reached its place.
        let snapshots = earlier?.runner(of: file, by: self)
        let main = BackgroundRun(of: prepared.programs[0], by: self, snapshots, on: DispatchQueue(label: "lesson"))
        let background = prepared.programs.dropFirst().map { BackgroundRun(of: $0, by: self, snapshots) }
        var events = EventSequencer(
            prepared: prepared, background: background,
            allowsUnpromisedOutput: allowsUnpromisedOutput(in: prepared.file),
            onEvent: onEvent)
        main.listen { events.handle($0) }
        var complete = prepared
        do {
            let entry = try main.result()
            // What would run out of time in the same cell need not wait for it.
            for run in background where entry.run.keepsFromRunning(run.program) { run.stop(as: .notRun(like: entry)) }
            if let origin = try main.origin() { onEvent(.comes(origin.description(in: prepared.lesson))) }
            complete.entries = try ([main] + background).map { try $0.result() }
        } catch {
            for run in background { _ = try? run.result() }
            throw error
        }
        complete.reasons = [0: "it was asked for"]
        let report = report(on: complete, keepsRuns: earlier == nil)
        events.finish(report)
        return report
    }
}

/// Reports what several programs do in the order of the document. An exercise is shown as its starter and what its
/// check prints after the solution, which stays hidden.
private struct EventSequencer {
    let prepared: PreparedLesson
    let background: [BackgroundRun]
    let onEvent: (LessonEvent) -> Void
    let allowsUnpromisedOutput: Bool
    /// How many cells, from the first one, have been reported.
    private var reportedCount = 0
    /// What the lesson's own program has done so far.
    private var mainCells: [Execution.CellExecution] = []
    private var output: [UInt8] = []

    init(
        prepared: PreparedLesson, background: [BackgroundRun], allowsUnpromisedOutput: Bool,
        onEvent: @escaping (LessonEvent) -> Void
    ) {
        self.allowsUnpromisedOutput = allowsUnpromisedOutput
        self.prepared = prepared
        self.background = background
        self.onEvent = onEvent
    }

    private var cells: [Cell] { prepared.lesson.cells }

    /// Whether what the current cell prints is shown as it comes.
    private var isOpen: Bool { mainCells.last.map { cells[$0.index].kind != .solution } ?? false }

    mutating func handle(_ event: ExecutionEvent) {
        switch event {
        case .begins(let index):
            mainCells.append(Execution.CellExecution(index: index))
            output = []
            switch cells[index].kind {
            case .plain:
                reportCells(before: index)
                onEvent(.begins(cells[index]))
            case .check:
                guard let starter = exercise(with: cells[index])?.starter else { return }
                reportCells(before: starter.index)
                onEvent(.begins(starter))
            default: break
            }
        case .prints(let bytes):
            output += bytes
            if isOpen { onEvent(.prints(bytes)) }
        case .shows(let figure):
            mainCells[mainCells.count - 1].figures.append(figure)
            if isOpen { onEvent(.shows(figure)) }
        case .ends(let index):
            mainCells[mainCells.count - 1].output = String(decoding: output, as: UTF8.self)
            mainCells[mainCells.count - 1].invalidByte = output.firstInvalidUTF8
            guard isOpen else { return }
            judge(exercise(with: cells[index])?.starter ?? cells[index])
            reportedCount = index + 1
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
        let judge = LessonJudge(
            lesson: prepared.lesson, programs: prepared.programs, runs: runs,
            allowsUnpromisedOutput: allowsUnpromisedOutput)
        if let verdict = judge.verdict(on: cell, warningsFail: false) { onEvent(.judged(verdict)) }
    }

    private func isNeeded(_ run: BackgroundRun, for cell: Cell) -> Bool {
        switch run.program.purpose {
        case .answer(let exercise): exercise.starter.index == cell.index
        default: run.program.subject?.index == cell.index
        }
    }

    /// Reports the cells with separate programs that precede a cell of the lesson's own program.
    private mutating func reportCells(before index: Int) {
        while reportedCount < index {
            let cell = cells[reportedCount]
            reportedCount += 1
            guard cell.kind.rules.membership == .separate,
                let run = background.first(where: { isNeeded($0, for: cell) }), let entry = try? run.result()
            else { continue }
            replay(cell, of: run.program, entry.run)
        }
    }

    private func replay(_ cell: Cell, of program: Program, _ run: Run) {
        onEvent(.begins(cell))
        let ran = run.execution?.cells.last { $0.index == cell.index }
        ran?.replay(prints: { onEvent(.prints($0)) }, shows: { onEvent(.shows($0)) })
        if case .crashed(let crash) = run.execution?.termination, ran != nil {
            onEvent(.prints(Array("\(crash.fatalError)\n".utf8)))
        }
        if program.goal == .failsToCompile { onEvent(.prints(Array(run.compilation.listing(of: cell).utf8))) }
        judge(cell)
    }

    /// Reports all cells whose end the lesson's own program did not reach.
    mutating func finish(_ report: Report) {
        for verdict in report.verdicts where verdict.cell.index >= reportedCount {
            let cell = verdict.cell
            reportCells(before: cell.index)
            if cell.kind.rules.membership == .separate {
                reportCells(before: cell.index + 1)
                continue
            }
            // The beginning and the output of a crashed cell have been reported already.
            let index = prepared.lesson.exercises.first { $0.starter.index == cell.index }?.check.index ?? cell.index
            if !mainCells.contains(where: { $0.index == index }) { onEvent(.begins(cell)) }
            onEvent(.judged(verdict))
            reportedCount = index + 1
        }
    }
}

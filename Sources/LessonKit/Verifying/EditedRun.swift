/// Something that happens while a lesson runs with a reader's edits. Cells are known by their indices in the edited lesson.
package enum EditedEvent: Sendable {
    /// The cell begins.
    case begins(Int)
    /// It prints bytes of UTF-8, in chunks of any length.
    case prints(Int, [UInt8])
    /// It shows a figure.
    case shows(Int, Figure)
    /// It has ended, or could not begin.
    case ended(Int, EditedResult)
}

/// What a cell did in a run with edits.
package struct EditedResult: Sendable {
    /// How it ended.
    package var outcome: Report.Outcome
    /// Why, at the places in the cells; for a cell that only does something else than the lesson promises, how it differs.
    package var problems: [PlacedProblem]
    /// How long it took, in seconds; nil if it did not run.
    package var seconds: Double?
}

extension Verifier {
    /// A runner for the programs of one lesson that run again and again.
    package func snapshotRunner(memoryBudget: Int) -> SnapshotRunner {
        SnapshotRunner(runner: runner, memoryBudget: memoryBudget, limit: settings.limit)
    }

    /// Runs a lesson with a reader's edits: its own program from a cell on, if one is given, then the programs of single cells.
    /// Returns where the Run of its own program comes from.
    package func run(
        _ edited: EditedLesson, from first: Int?, alone: [Int], by runner: SnapshotRunner,
        onEvent: (EditedEvent) -> Void
    ) throws -> SnapshotRunner.Origin? {
        let programs = Program.all(of: edited.lesson)
        var origin: SnapshotRunner.Origin?
        if let first {
            try withoutActuallyEscaping(onEvent) { onEvent in
                let main = MainProgramEvents(program: programs[0], onEvent: onEvent)
                let (run, from) = try runner.run(programs[0], from: first, onEvent: { main.handle($0) })
                main.finish(run)
                origin = from
            }
        }
        for index in alone {
            guard let program = programs.first(where: { $0.subject?.index == index }) else { continue }
            onEvent(.begins(index))
            let run = try runner.run(program).0
            program.report(run, on: edited.lesson.cells[index], to: onEvent)
        }
        return origin
    }
}

extension Program {
    /// Reports the Run of a single cell's program.
    fileprivate func report(_ run: Run, on cell: Cell, to onEvent: (EditedEvent) -> Void) {
        let ran = run.execution?.cells.last { $0.index == cell.index }
        ran?.replay(prints: { onEvent(.prints(cell.index, $0)) }, shows: { onEvent(.shows(cell.index, $0)) })
        if case .crashed(let crash) = run.execution?.termination, ran != nil {
            onEvent(.prints(cell.index, Array("\(crash.fatalError)\n".utf8)))
        }
        if goal == .failsToCompile { onEvent(.prints(cell.index, Array(run.compilation.listing(of: cell).utf8))) }
        onEvent(.ended(cell.index, result(of: cell, run)))
    }

    /// What a cell did, judged by what the lesson promises of it.
    fileprivate func result(of cell: Cell, _ run: Run) -> EditedResult {
        let verdict = Judge(program: self, run: run, isBlocked: false).verdict(on: cell, warningsFail: false)
        return EditedResult(
            outcome: verdict.outcome, problems: verdict.problems.map { $0.placed(in: lesson) },
            seconds: verdict.execution?.seconds)
    }
}

/// Turns what a lesson's own program does into events of its cells.
private final class MainProgramEvents {
    private let program: Program
    private let onEvent: (EditedEvent) -> Void
    private var cells: [Execution.CellExecution] = []
    private var output: [UInt8] = []
    private var start = ContinuousClock.now

    init(program: Program, onEvent: @escaping (EditedEvent) -> Void) {
        (self.program, self.onEvent) = (program, onEvent)
    }

    func handle(_ event: ExecutionEvent) {
        switch event {
        case .begins(let index):
            cells.append(Execution.CellExecution(index: index))
            output = []
            start = .now
            onEvent(.begins(index))
        case .prints(let bytes):
            output += bytes
            if let index = cells.last?.index { onEvent(.prints(index, bytes)) }
        case .shows(let figure):
            guard let index = cells.last?.index else { return }
            cells[cells.count - 1].figures.append(figure)
            onEvent(.shows(index, figure))
        case .ends(let index):
            cells[cells.count - 1].output = String(decoding: output, as: UTF8.self)
            cells[cells.count - 1].invalidByte = output.firstInvalidUTF8
            cells[cells.count - 1].seconds = (ContinuousClock.now - start) / .seconds(1)
            let run = Run(execution: Execution(cells: cells, termination: .finished))
            onEvent(.ended(index, program.result(of: program.lesson.cells[index], run)))
        }
    }

    /// Reports the cell in which the program stopped, or those that do not compile; of cells that were not reached nothing is said.
    func finish(_ run: Run) {
        if run.execution?.termination == .finished { return }
        for cell in program.cells {
            let result = program.result(of: cell, run)
            let hasEnded = cells.dropLast().contains { $0.index == cell.index }
            if !hasEnded && result.outcome != .notReached { onEvent(.ended(cell.index, result)) }
        }
    }
}

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

/// Brings what several programs do into the order of the document.
private struct LiveLesson {
    let preparation: Runner.Preparation
    let side: [SideRun]
    let tell: (LiveEvent) -> Void
    /// How many cells, from the first, have been told of.
    private var told = 0
    private var current = Run.CellRun(index: 0)
    private var output: [UInt8] = []

    init(preparation: Runner.Preparation, side: [SideRun], tell: @escaping (LiveEvent) -> Void) {
        self.preparation = preparation
        self.side = side
        self.tell = tell
    }

    mutating func follow(_ event: RunEvent) {
        switch event {
        case .begins(let index):
            while told < index { tellOfSideRun() }
            current = Run.CellRun(index: index)
            output = []
            tell(.begins(preparation.lesson.cells[index]))
        case .prints(let bytes):
            output += bytes
            tell(.prints(bytes))
        case .shows(let figure):
            current.figures.append(figure)
            tell(.shows(figure))
        case .ends(let index):
            current.output = String(decoding: output, as: UTF8.self)
            var run = Run()
            run.cells = [current]
            let judge = Judge(lesson: preparation.lesson, program: preparation.programs[0], run: run, isBlocked: false)
            tell(.judged(judge.verdict(on: preparation.lesson.cells[index], warningsFail: false)))
            told = index + 1
        }
    }

    private mutating func tellOfSideRun() {
        let cell = preparation.lesson.cells[told]
        told += 1
        guard let side = side.first(where: { $0.program.subject?.index == cell.index }), let entry = try? side.result()
        else {
            return
        }
        let judge = Judge(lesson: preparation.lesson, program: side.program, run: entry.run, isBlocked: false)
        tell(verdict: judge.verdict(on: cell, warningsFail: false), ending: entry.run.ending)
    }

    /// Tells of a cell that has run already.
    private func tell(verdict: Report.Verdict, ending: Run.Ending) {
        tell(.begins(verdict.cell))
        if let run = verdict.run, !run.output.isEmpty { tell(.prints(Array(run.output.utf8))) }
        for figure in verdict.run?.figures ?? [] { tell(.shows(figure)) }
        if case .crashed(let crash) = ending, verdict.run != nil { tell(.prints(Array("\(crash.fatalError)\n".utf8))) }
        tell(.judged(verdict))
    }

    /// Tells of all cells that the main program did not come to the end of.
    mutating func finish(_ report: Report) {
        while told < report.verdicts.count {
            let verdict = report.verdicts[told]
            if verdict.cell.kind == .plain {
                // One that crashed has been begun and has printed already.
                if verdict.run == nil { tell(.begins(verdict.cell)) }
                tell(.judged(verdict))
                told += 1
            } else {
                tellOfSideRun()
            }
        }
    }
}

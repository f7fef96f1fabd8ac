/// Records what a program prints, shows and sends while it runs.
final class ExecutionRecorder {
    let program: Program
    let limit: TimeLimit
    let onEvent: (ExecutionEvent) -> Void
    /// A new random token for each run, so that no lesson knows it; 0 is what the library says to a cheat.
    let token = UInt64.random(in: 1 ... .max)
    private(set) lazy var reader = ChannelReader(token: String(token, radix: 36))
    var errors: [UInt8] = []
    var backtrace: [UInt8] = []

    private var cells: [Execution.CellExecution] = []
    private var outputs: [[UInt8]] = []
    private var hasFinished = false
    private(set) var hasViolatedProtocol = false
    /// The program's own time, once it has started.
    var clock: ProgramClock?
    /// When the cell began that is running now, by the wall and in own time where it has a limit of its own.
    private var start = ContinuousClock.now, ownStart = Duration.zero
    /// The program's own time when it came to its subject.
    private var subjectStart: Duration?
    /// The own time of cells with a limit of their own, less what the cells took whose record was there at the beginning.
    private var outside = Duration.zero
    /// The state before each cell that was reached, and at the end; kept only for a run that others may continue.
    private(set) var marks: [RecordedCells.Mark] = []
    /// Called when such a run reaches a cell or its end, with the position among the program's cells.
    var onBoundary: ((Int) -> Void)?

    init(
        program: Program, limit: TimeLimit, after beginning: RecordedCells = RecordedCells(),
        onEvent: @escaping (ExecutionEvent) -> Void
    ) {
        self.program = program
        self.limit = limit
        self.onEvent = onEvent
        (cells, outputs, errors) = (beginning.cells, beginning.outputs, beginning.errors)
        outside = .zero - (beginning.marks.last?.time ?? .zero)
        isAfterBeginning = !cells.isEmpty
    }

    /// What it has recorded so far.
    var recorded: RecordedCells { RecordedCells(cells: cells, outputs: outputs, errors: errors, marks: marks) }

    /// Whether what was recorded last belongs to the beginning, and this run has not reached a cell yet.
    private(set) var isAfterBeginning: Bool

    /// How much the program has printed to stdout.
    var printedBytes: Int { outputs.reduce(0) { $0 + $1.count } }
    var printedLines: Int {
        outputs.reduce(0) { lines, output in lines + output.count { $0 == UInt8(ascii: "\n") } }
    }

    private var current: Cell? { cells.last.map { program.lesson.cells[$0.index] } }

    var deadline: ContinuousClock.Instant? {
        guard let clock else { return nil }
        let deadline = limit.deadline(of: current, from: start, by: clock, outside: outside, in: program)
        guard let subjectStart, let limit = program.subjectLimit, current?.timeout == nil else { return deadline }
        return min(deadline, clock.deadline(subjectStart + limit))
    }

    func prints(_ bytes: UnsafeRawBufferPointer) {
        guard !outputs.isEmpty, !isAfterBeginning else { return }
        outputs[outputs.count - 1].append(contentsOf: bytes)
        onEvent(.prints(Array(bytes)))
    }

    /// Handles messages from the channel; `before` and `answer` are called before and after each.
    func receive(_ bytes: UnsafeRawBufferPointer, before: () -> Void, answer: () -> Void) {
        for message in reader.receive(bytes) {
            before()
            handle(message)
            answer()
        }
    }

    private func handle(_ message: ChannelReader.Message) {
        switch message {
        case .shows(let figure) where !cells.isEmpty && !isAfterBeginning:
            cells[cells.count - 1].figures.append(figure)
            cells[cells.count - 1].figurePlaces.append(outputs[cells.count - 1].count)
            onEvent(.shows(figure))
        case .reachesCell(let index) where index == nextIndex:
            if !isAfterBeginning { endCell() }
            isAfterBeginning = false
            start = .now
            if let onBoundary {
                marks.append(.init(errorCount: errors.count, time: (clock?.now() ?? .zero) - outside))
                onBoundary(cells.count)
            }
            if cells.count == program.cells.count {
                hasFinished = true
            } else {
                cells.append(Execution.CellExecution(index: index))
                outputs.append([])
                if current?.timeout != nil || current?.kind == .live, let clock { ownStart = clock.now() }
                if index == program.subject?.index { subjectStart = clock?.now() }
                onEvent(.begins(index))
            }
        default: hasViolatedProtocol = true
        }
    }

    /// The only index that the channel may report next; nil after the end.
    private var nextIndex: Int? {
        guard !hasFinished else { return nil }
        return cells.count < program.cells.count ? program.cells[cells.count].index : program.lesson.cells.count
    }

    private func endCell() {
        guard let cell = current else { return }
        let duration = ContinuousClock.now - start
        cells[cells.count - 1].seconds = duration / .seconds(1)
        if cell.timeout != nil, let clock { outside += clock.now() - ownStart }
        if cell.kind == .live, let clock { cells[cells.count - 1].ownSeconds = (clock.now() - ownStart) / .seconds(1) }
        onEvent(.ends(cell.index))
    }

    func finish(_ termination: ChildProcess.Termination, after duration: Duration) -> Execution {
        let standardError = Self.programText(of: errors)
        let cells = zip(cells, outputs).map { cell, output in
            var cell = cell
            cell.output = String(decoding: output, as: UTF8.self)
            cell.invalidByte = output.firstInvalidUTF8
            return cell
        }
        return Execution(
            cells: cells, termination: self.termination(termination, standardError: standardError),
            standardError: standardError, seconds: duration / .seconds(1))
    }

    /// What a program wrote to stderr, without what the runtime says about its own trouble with a backtrace.
    static func programText(of errors: [UInt8]) -> String {
        errors.textWithEscapes.replacing(/swift-runtime: failed to suspend thread [^\n]*\n?/, with: "")
    }

    private func termination(
        _ termination: ChildProcess.Termination, standardError: String
    ) -> Execution.Termination {
        switch termination {
        case _ where hasViolatedProtocol: .protocolViolation
        case .timedOut: .timedOut
        case .outputLimitExceeded: .outputLimitExceeded
        case .exited(0) where hasFinished: .finished
        // The sandbox reports a death by a signal as a shell does.
        case .exited(let status) where status > 128 && status < 160 && wasStopped(by: status - 128, standardError):
            crash(status - 128, standardError)
        case .exited(let status): .exited(status)
        case .signalled(let signal): crash(signal, standardError)
        }
    }

    /// Whether a signal stopped the program, rather than `exit` with the status that a shell reports for that signal:
    /// the runtime leaves a message about every crash, and other signals are believed.
    private func wasStopped(by signal: Int32, _ standardError: String) -> Bool {
        let crashes: Set<Int32> = [4, 5, 6, 7, 8, 11]
        return !crashes.contains(signal) || !backtrace.isEmpty || standardError.contains("*** Signal ")
            || standardError.split(separator: "\n").contains(where: Crash.isMessage)
    }

    private func crash(_ signal: Int32, _ standardError: String) -> Execution.Termination {
        .crashed(Crash(standardError: standardError, backtrace: backtrace, signal: signal, program: program))
    }
}

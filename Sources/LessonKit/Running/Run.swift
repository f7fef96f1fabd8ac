#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// What happened when a program ran.
public struct Run: Codable, Sendable {
    /// What one cell did.
    public struct CellRun: Codable, Sendable {
        /// The cell's index.
        public var index: Int
        /// All it printed to stdout.
        public var output = ""
        /// What it showed.
        public var figures: [Figure] = []
        /// How long it took, in seconds.
        public var seconds = 0.0
    }

    /// How a program ended.
    public enum Ending: Codable, Equatable, Sendable {
        /// It came to the end of its last cell.
        case finished
        /// A trap or a signal stopped it.
        case crashed(Crash)
        /// It left with this status before its end.
        case exited(Int32)
        /// It was stopped at its time limit.
        case outOfTime
        /// It was stopped because it printed more than anyone will read.
        case outOfBounds
        /// What came over the channel was not what a lesson's program sends.
        case garbled
    }

    /// What the compiler or linker printed, if it failed without telling of an error in the code.
    public var compilerFailure: String?
    /// What the linker said of a program that compiled, and was to be more than compiled only if it can be.
    public var linkFailure: String?
    /// What the compiler said.
    public var remarks: [CompilerRemark] = []
    /// The cells that were reached, in their order; the last may not have come to its end.
    public var cells: [CellRun] = []
    /// How the program ended.
    public var ending = Ending.finished
    /// What it printed to stderr.
    public var standardError = ""
    /// How long compiling and running took, in seconds.
    public var compileSeconds = 0.0, runSeconds = 0.0
}

extension Run {
    /// What the sandbox says that could not be set up; no lesson's program has run then.
    var sandboxFault: Toolchain.Missing? {
        let begins = ["bwrap: ", "confine: "].contains { standardError.hasPrefix($0) }
        guard cells.isEmpty, begins, case .exited = ending else { return nil }
        return Toolchain.Missing(
            description:
                "The sandbox no longer works: \(standardError.visible.prefix(200)) Call again; it is tried anew.")
    }
}

/// What a running program does, told while it runs.
public enum RunEvent: Sendable {
    /// The program comes to the cell with this index.
    case begins(Int)
    /// The cell prints bytes of UTF-8, in pieces of any length.
    case prints([UInt8])
    /// The cell shows a figure.
    case shows(Figure)
    /// The cell has come to its end.
    case ends(Int)
}

/// The time a program may take: what the lesson has, and apart from it what single cells have.
struct TimeLimit {
    /// The own time of all cells without a limit of their own: what other programs take from them does not count.
    var lesson: Duration

    /// The processor time of a program: what all cores can do in its time, and a little more.
    func processorSeconds(of program: Program) -> Int {
        let time = (lesson + Self.timeouts(of: program)) / .seconds(1)
        return Int(min(time, 1e6).rounded(.up) + 1) * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    }

    /// When a program must be stopped that came to a cell at `start`, and had `outside` of its own time in cells with a
    /// limit of their own. Theirs is wall time.
    func deadline(
        of cell: Cell?, from start: ContinuousClock.Instant, by clock: ProgramClock, outside: Duration,
        in program: Program
    ) -> ContinuousClock.Instant {
        if let timeout = cell?.timeout { return start + timeout }
        return clock.deadline(lesson + outside, allowance: .seconds(60) + Self.timeouts(of: program))
    }

    private static func timeouts(of program: Program) -> Duration {
        program.cells.compactMap(\.timeout).reduce(.zero, +)
    }
}

extension Program {
    /// The most that a program may print to each of stdout and stderr, in bytes, and in lines that are compared.
    private static let outputLimit = 16 << 20, lineLimit = 1_000_000

    /// Runs the compiled program in a folder of its own, and tells what it does as it does it.
    func run(
        _ executable: String, in folder: String, sandbox: Sandbox, limit: TimeLimit, tell: (RunEvent) -> Void
    ) throws -> Run {
        // Escaping closures are called only by `supervise`, which returns before this function does.
        try withoutActuallyEscaping(tell) { tell in
            let recorder = Recorder(program: self, limit: limit, tell: tell)
            let output = try FileDescriptor.pipe(), errors = try FileDescriptor.pipe()
            let messages = try FileDescriptor.pipe(), answers = try FileDescriptor.pipe()
            let backtrace = try FileDescriptor.pipe()
            let outputReader = PipeReader(output.read, limit: Self.outputLimit, lineLimit: Self.lineLimit) {
                recorder.prints($0)
            }
            let pipes = [
                outputReader,
                PipeReader(errors.read, limit: Self.outputLimit) { recorder.errors.append(contentsOf: $0) },
                PipeReader(messages.read, limit: Self.outputLimit * 4) { bytes in
                    recorder.receive(bytes) {
                        // All that was printed before the message is in the pipe by now.
                        outputReader.drain()
                    } answer: {
                        answers.write.write(byte: 1)
                    }
                    if recorder.isGarbled { outputReader.abandon() }
                },
                PipeReader(backtrace.read, limit: Self.outputLimit) { recorder.backtrace.append(contentsOf: $0) },
            ]
            var environment = Sandbox.environment(folder: folder)
            environment["LESSON_CHANNEL"] = "3,4,\(recorder.token)"
            environment["SWIFT_BACKTRACE"] =
                "enable=yes,interactive=no,color=no,format=json,threads=crashed,images=none,registers=none,"
                + "output-to=/proc/self/fd/5"
            let start = ContinuousClock.now
            var process = try ChildProcess(
                sandbox.command(
                    running: executable, in: folder, environment: environment,
                    seconds: limit.processorSeconds(of: self)),
                descriptors: [.null(), output.write, errors.write, messages.write, answers.read, backtrace.write])
            recorder.clock = ProgramClock(of: process.pid)
            let ending = try process.supervise(pipes) { recorder.deadline ?? .now + limit.lesson }
            return recorder.finish(ending, after: ContinuousClock.now - start)
        }
    }
}

/// Puts together what a program prints, shows and says.
private final class Recorder {
    let program: Program
    let limit: TimeLimit
    let tell: (RunEvent) -> Void
    /// Chosen anew for each run, so that no lesson knows it.
    let token = String(UInt64.random(in: .min ... .max), radix: 36)
    private(set) lazy var reader = ChannelReader(token: token)
    var errors: [UInt8] = []
    var backtrace: [UInt8] = []

    private var cells: [Run.CellRun] = []
    private var outputs: [[UInt8]] = []
    private var hasFinished = false
    private(set) var isGarbled = false
    /// The program's own time, once it has started.
    var clock: ProgramClock?
    /// When the cell began that is running now, by the wall and in own time where it has a limit of its own.
    private var start = ContinuousClock.now, ownStart = Duration.zero
    /// The own time of cells with a limit of their own.
    private var outside = Duration.zero

    init(program: Program, limit: TimeLimit, tell: @escaping (RunEvent) -> Void) {
        self.program = program
        self.limit = limit
        self.tell = tell
    }

    private var current: Cell? { cells.last.map { program.lesson.cells[$0.index] } }

    var deadline: ContinuousClock.Instant? {
        clock.map { limit.deadline(of: current, from: start, by: $0, outside: outside, in: program) }
    }

    func prints(_ bytes: UnsafeRawBufferPointer) {
        guard !outputs.isEmpty else { return }
        outputs[outputs.count - 1].append(contentsOf: bytes)
        tell(.prints(Array(bytes)))
    }

    /// Takes in what came over the channel, in turn with what was printed before it.
    func receive(_ bytes: UnsafeRawBufferPointer, before: () -> Void, answer: () -> Void) {
        for message in reader.receive(bytes) {
            before()
            handle(message)
            answer()
        }
    }

    private func handle(_ message: ChannelReader.Message) {
        switch message {
        case .shows(let figure) where !cells.isEmpty:
            cells[cells.count - 1].figures.append(figure)
            tell(.shows(figure))
        case .reachesCell(let index) where index == nextIndex:
            endCell()
            if cells.count == program.cells.count {
                hasFinished = true
            } else {
                cells.append(Run.CellRun(index: index))
                outputs.append([])
                if current?.timeout != nil, let clock { ownStart = clock.now() }
                tell(.begins(index))
            }
        default: isGarbled = true
        }
    }

    /// The only index that may come next over the channel; nil behind the end.
    private var nextIndex: Int? {
        guard !hasFinished else { return nil }
        return cells.count < program.cells.count ? program.cells[cells.count].index : program.lesson.cells.count
    }

    private func endCell() {
        guard let cell = current else { return }
        let duration = ContinuousClock.now - start
        cells[cells.count - 1].seconds = duration / .seconds(1)
        if cell.timeout != nil, let clock { outside += clock.now() - ownStart }
        start = .now
        tell(.ends(cell.index))
    }

    func finish(_ ending: ChildProcess.Ending, after duration: Duration) -> Run {
        var run = Run()
        run.standardError = String(decoding: errors, as: UTF8.self)
        run.ending = self.ending(ending, standardError: run.standardError)
        run.cells = zip(cells, outputs).map { cell, output in
            var cell = cell
            cell.output = String(decoding: output, as: UTF8.self)
            return cell
        }
        run.runSeconds = duration / .seconds(1)
        return run
    }

    private func ending(_ ending: ChildProcess.Ending, standardError: String) -> Run.Ending {
        switch ending {
        case _ where isGarbled: .garbled
        case .outOfTime: .outOfTime
        case .outOfBounds: .outOfBounds
        case .exited(0) where hasFinished: .finished
        // The sandbox reports the death by a signal as a shell does.
        case .exited(let status) where status > 128 && status < 160 && wasStopped(by: status - 128, standardError):
            crash(status - 128, standardError)
        case .exited(let status): .exited(status)
        case .signalled(let signal): crash(signal, standardError)
        }
    }

    /// Whether a signal stopped the program, and not `exit` with the status that a shell would report for it: of a crash
    /// the runtime leaves a word, and of the other signals none leaves a choice.
    private func wasStopped(by signal: Int32, _ standardError: String) -> Bool {
        let crashes: Set<Int32> = [4, 5, 6, 7, 8, 11]
        return !crashes.contains(signal) || !backtrace.isEmpty || standardError.contains("*** Signal ")
            || standardError.split(separator: "\n").contains(where: Crash.isMessage)
    }

    private func crash(_ signal: Int32, _ standardError: String) -> Run.Ending {
        .crashed(Crash(standardError: standardError, backtrace: backtrace, signal: signal, program: program))
    }
}

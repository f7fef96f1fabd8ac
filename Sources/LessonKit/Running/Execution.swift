import TerminalText

/// What a program did when it ran.
public struct Execution: Codable, Sendable {
    /// What one cell did.
    public struct CellExecution: Codable, Sendable {
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
    public enum Termination: Codable, Equatable, Sendable {
        /// It came to the end of its last cell.
        case finished
        /// A trap or a signal stopped it.
        case crashed(Crash)
        /// It left with this status before its end.
        case exited(Int32)
        /// It was stopped at its time limit.
        case timedOut
        /// It was stopped because it printed more than anyone will read.
        case outputLimitExceeded
        /// What came over the channel was not what a lesson's program sends.
        case protocolViolation
    }

    /// The cells that were reached, in their order; the last may not have come to its end.
    public var cells: [CellExecution]
    /// How the program ended.
    public var termination: Termination
    /// What it printed to stderr.
    public var standardError = ""
    /// How long it took.
    public var seconds = 0.0

    /// What the sandbox says that could not be set up; no lesson's program has run then.
    var sandboxFault: MissingRequirement? {
        let isFault = ["bwrap: ", "confine: "].contains { standardError.hasPrefix($0) }
        guard cells.isEmpty, isFault, case .exited = termination else { return nil }
        return MissingRequirement(
            description:
                "The sandbox no longer works: \(standardError.escapingControls.prefix(200)) Call again; it is tried anew."
        )
    }
}

/// What a running program does, as it happens.
public enum ExecutionEvent: Sendable {
    /// The program comes to the cell with this index.
    case begins(Int)
    /// The cell prints bytes of UTF-8, in pieces of any length.
    case prints([UInt8])
    /// The cell shows a figure.
    case shows(Figure)
    /// The cell has come to its end.
    case ends(Int)
}

extension Program {
    /// The most that a program may print to each of stdout and stderr, in bytes, and in lines that are compared.
    private static let outputLimit = 16 << 20, lineLimit = 1_000_000

    /// Runs the compiled program in its folder, and tells what it does as it does it.
    func execute(
        _ executable: String, in folder: borrowing WorkFolder, sandbox: Sandbox, environment: [String: String],
        limit: TimeLimit, tell: (ExecutionEvent) -> Void
    ) throws -> Execution {
        if sandbox.level.hasOwnUser { folder.open() }
        let command = sandbox.command(
            running: executable, in: folder, environment: environment, seconds: limit.processorSeconds(of: self))
        // Escaping closures are called only by `supervise`, which returns before this function does.
        return try withoutActuallyEscaping(tell) { tell in
            let recorder = ExecutionRecorder(program: self, limit: limit, tell: tell)
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
                    if recorder.hasViolatedProtocol { outputReader.abandon() }
                },
                PipeReader(backtrace.read, limit: Self.outputLimit) { recorder.backtrace.append(contentsOf: $0) },
            ]
            var command = command
            command.environment["LESSON_CHANNEL"] = "3,4,\(recorder.token)"
            command.environment["SWIFT_BACKTRACE"] =
                "enable=yes,interactive=no,color=no,format=json,threads=crashed,images=none,registers=none,"
                + "output-to=/proc/self/fd/5"
            let start = ContinuousClock.now
            var process = try ChildProcess(
                command,
                descriptors: [.null(), output.write, errors.write, messages.write, answers.read, backtrace.write])
            recorder.clock = ProgramClock(of: process.pid)
            let termination = try process.supervise(pipes) { recorder.deadline ?? .now + limit.lesson }
            return recorder.finish(termination, after: ContinuousClock.now - start)
        }
    }
}

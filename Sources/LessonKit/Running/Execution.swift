import TerminalText

/// What a program did when it was run.
public struct Execution: Codable, Sendable {
    /// What one cell did.
    public struct CellExecution: Codable, Sendable {
        /// The cell's index.
        public var index: Int
        /// Everything that it printed to stdout.
        public var output = ""
        /// The offset of the first byte of what it printed that is not part of a UTF-8 character; nil if all are.
        public var invalidByte: Int?
        /// The figures that it showed.
        public var figures: [Figure] = []
        /// How many bytes it had printed when it showed each figure.
        var figurePlaces: [Int] = []
        /// How long the cell took, in seconds.
        public var seconds = 0.0
        /// The own time of a live cell, in seconds: what a busy machine took from it does not count.
        var ownSeconds: Double?

        /// Tells again what the cell printed, as bytes where its output is not a text yet, and which figures it showed, in their
        /// order.
        func replay(_ bytes: [UInt8]? = nil, prints: ([UInt8]) -> Void, shows: (Figure) -> Void) {
            let output = bytes ?? Array(output.utf8)
            var rest = output[...]
            func tell(upTo place: Int) {
                let piece = rest.prefix(max(place - rest.startIndex, 0))
                if !piece.isEmpty { prints(Array(piece)) }
                rest = rest[piece.endIndex...]
            }
            for (index, figure) in figures.enumerated() {
                tell(upTo: figurePlaces.indices.contains(index) ? figurePlaces[index] : output.count)
                shows(figure)
            }
            tell(upTo: output.count)
        }
    }

    /// How a program ended.
    public enum Termination: Codable, Equatable, Sendable {
        /// It reached the end of its last cell.
        case finished
        /// A trap or a signal stopped it.
        case crashed(Crash)
        /// It exited with this status before its end.
        case exited(Int32)
        /// It was stopped at its time limit.
        case timedOut
        /// It was stopped because it printed more than 16 MB or a million lines.
        case outputLimitExceeded
        /// It sent something over the channel that a lesson's program never sends.
        case protocolViolation
    }

    /// The cells that were reached, in their order; the last one may not have reached its end.
    public var cells: [CellExecution]
    /// How the program ended.
    public var termination: Termination
    /// What it printed to stderr.
    public var standardError = ""
    /// How long it took, in seconds.
    public var seconds = 0.0

    /// The error of a sandbox that could not be set up, in which case no program has run; nil if there is none.
    var sandboxFault: MissingRequirement? {
        let isFault = ["bwrap: ", "confine: "].contains { standardError.hasPrefix($0) }
        guard cells.isEmpty, isFault, case .exited = termination else { return nil }
        return MissingRequirement(
            description:
                "The sandbox no longer works: \(standardError.escapingControls.prefix(200)) Run the command again; the sandbox will be tested again."
        )
    }
}

/// Something that a running program does.
public enum ExecutionEvent: Sendable {
    /// The program reaches the cell with this index.
    case begins(Int)
    /// The cell prints bytes of UTF-8, in chunks of any length.
    case prints([UInt8])
    /// The cell shows a figure.
    case shows(Figure)
    /// The cell has reached its end.
    case ends(Int)
}

extension Program {
    /// Runs the compiled program in its folder, and reports what it does as it happens.
    func execute(
        _ executable: String, with libraries: [String], in folder: borrowing WorkFolder, sandbox: Sandbox,
        environment: [String: String],
        limit: TimeLimit, isStopped: () -> Bool = { false }, onEvent: (ExecutionEvent) -> Void
    ) throws -> Execution {
        if sandbox.level.hasSeparateUser { folder.openToOtherUsers() }
        var command = sandbox.command(
            running: executable, using: libraries, in: folder, environment: environment,
            seconds: limit.processorSeconds(of: self))
        // Escaping closures are called only by `supervise`, which returns before this function does.
        return try withoutActuallyEscaping(onEvent) { onEvent in
            let recorder = ExecutionRecorder(program: self, limit: limit, onEvent: onEvent)
            let pipes = try ProgramPipes(to: recorder)
            command.environment.merge(ProgramPipes.variables) { $1 }
            let start = ContinuousClock.now
            var process = try ChildProcess(
                command,
                descriptors: [.null(), pipes.output, pipes.errors, pipes.channel, .null(), pipes.backtrace])
            recorder.clock = ProgramClock(of: process.pid)
            let termination = try process.supervise(pipes.readers) {
                isStopped() ? .now : recorder.deadline ?? .now + limit.lesson
            }
            return recorder.finish(termination, after: ContinuousClock.now - start)
        }
    }
}

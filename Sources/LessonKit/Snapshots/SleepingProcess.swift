import Synchronization

/// A process that waits for the runner: the first one of a program, or a snapshot that the program has left. It makes copies of
/// itself that run, one at a time. `LessonChannel/Snapshots.swift` is its side.
final class SleepingProcess: Sendable {
    private let socket: MessageSocket
    private let turn = Mutex(())

    /// Does something while no other thread uses the process.
    func inTurn<Value>(_ work: () throws -> Value) rethrows -> Value { try turn.withLock { _ in try work() } }

    init(_ socket: MessageSocket) { self.socket = socket }

    /// How a run ended.
    struct End {
        var termination: ChildProcess.Termination
        /// Whether it has left processes behind that could not be stopped.
        var leavesProcesses = false
    }

    /// Has a copy load a library of cells and run its entry, with the given pipes; false if the process is gone.
    func run(_ library: String, entry: String, with pipes: ProgramPipes) -> Bool {
        let ends = [pipes.output, pipes.errors, pipes.channel, pipes.backtrace]
        defer { for end in ends { end.close() } }
        // The program that traces a crash opens its pipe by name, and runs as the user of the lesson.
        for pipe in [pipes.output, pipes.errors, pipes.backtrace] { pipe.openToOtherUsers() }
        return socket.send(Array("r\(library)\0\(entry)\0".utf8), ends)
    }

    /// Reads what the copy writes until it has ended or been stopped; nil if the process itself has died.
    ///
    /// A shell's number for a death by a signal takes the signal's place where the sandbox reports it so.
    func supervise(
        _ pipes: [PipeReader], reportsSignalsAsStatus: Bool, isStopped: () -> Bool,
        deadline: () -> ContinuousClock.Instant
    ) throws -> End? {
        while true {
            let isReady = FileDescriptor.wait(
                for: pipes.filter { !$0.isClosed }.map(\.descriptor) + [socket.descriptor])
            for pipe in pipes where isReady.contains(pipe.descriptor.number) { pipe.drain() }
            if isReady.contains(socket.descriptor.number) {
                defer { for pipe in pipes { pipe.drain() } }
                guard let reply = reply() else { return nil }
                return Self.end(reply, reportsSignalsAsStatus)
            }
            if ChildProcess.isInterrupted.load(ordering: .relaxed) {
                stop()
                throw ChildProcess.Interrupted()
            } else if isStopped() {
                stop()
                throw SnapshotRunner.Stopped()
            } else if pipes.contains(where: \.exceedsLimit) {
                return End(termination: .outputLimitExceeded, leavesProcesses: stop())
            } else if ContinuousClock.now >= deadline() {
                return End(termination: .timedOut, leavesProcesses: stop())
            }
        }
    }

    /// Stops the copy and waits until it is gone; whether it has left processes behind.
    @discardableResult private func stop() -> Bool {
        guard socket.send([UInt8(ascii: "s")]), let reply = reply() else { return true }
        return reply >> 32 != 0
    }

    /// The bytes of memory that the process takes, with its part of shared pages; nil if it does not say.
    func memory() -> Int? {
        guard socket.send([UInt8(ascii: "m")]), let reply = reply(), reply >= 0 else { return nil }
        return Int(reply)
    }

    private func reply() -> Int64? {
        guard socket.wait(milliseconds: 10_000), case .message(let bytes, _) = socket.receive(), bytes.count == 8 else {
            return nil
        }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }

    /// Reads the status that `waitpid` gives.
    private static func end(_ reply: Int64, _ reportsSignalsAsStatus: Bool) -> End? {
        guard reply >= 0 else { return nil }
        let status = Int32(truncatingIfNeeded: reply), signal = status & 0x7f
        let termination: ChildProcess.Termination =
            if signal == 0 { .exited((status >> 8) & 0xff) } else if reportsSignalsAsStatus {
                .exited(128 + signal)
            } else { .signalled(signal) }
        return End(termination: termination, leavesProcesses: reply >> 32 != 0)
    }
}

import Synchronization

/// A program that has run to its end, and the snapshots that it has left at its cells.
final class SnapshotBase: Sendable {
    let program: Program
    let run: Run
    /// What else the run depends on.
    let surroundings: [String]
    private let runner: Runner, limit: TimeLimit
    private let folder: SnapshotFolder
    private let process: BaseProcess
    let recorded: RecordedCells
    private let snapshots: SnapshotSet
    /// The modules that tell of the cells before a position, as far as they have been made; nil where that failed.
    private let interfaces = Mutex<[Int: String?]>([:])

    private init(
        _ program: Program, _ run: Run, surroundings: [String], runner: Runner, limit: TimeLimit,
        folder: SnapshotFolder,
        process: BaseProcess, recorded: RecordedCells, snapshots: SnapshotSet
    ) {
        (self.program, self.run, self.surroundings) = (program, run, surroundings)
        (self.runner, self.limit, self.folder) = (runner, limit, folder)
        (self.process, self.recorded, self.snapshots) = (process, recorded, snapshots)
    }

    /// Compiles a program, runs it cold and keeps its snapshots within a memory budget; no base if it does not run.
    static func run(
        _ program: Program, by runner: Runner, limit: Duration, surroundings: [String], memoryBudget: Int,
        isStopped: () -> Bool, onEvent: (ExecutionEvent) -> Void
    ) throws -> (Run, SnapshotBase?) {
        let folder = try SnapshotFolder(for: runner)
        let (compilation, executable) = try runner.toolchain.compile(program, as: .base, in: folder.buildPath)
        guard let executable else { return (Run(compilation: compilation), nil) }
        if isStopped() { throw SnapshotRunner.Stopped() }
        let limit = TimeLimit(lesson: limit)
        return try withoutActuallyEscaping(onEvent) { onEvent in
            let recorder = ExecutionRecorder(program: program, limit: limit, onEvent: onEvent)
            let pipes = try ProgramPipes(to: recorder)
            let offers = try FileDescriptor.socketPair(carriesMessages: true)
            let control = try FileDescriptor.socketPair(carriesMessages: true)
            var command = runner.sandbox.command(
                running: executable, using: runner.library.readablePaths(for: program) + [folder.libraries],
                in: folder.work, environment: runner.environment(folder: folder.work.path),
                seconds: limit.processorSeconds(of: program))
            command.environment.merge(ProgramPipes.variables) { $1 }
            command.environment["LESSON_SNAPSHOTS"] = "yes"
            let start = ContinuousClock.now
            let process = BaseProcess(
                try ChildProcess(
                    command,
                    descriptors: [
                        .null(), pipes.output, pipes.errors, pipes.channel, offers.other, pipes.backtrace,
                        control.other,
                    ]))
            recorder.clock = ProgramClock(of: process.pid)
            let snapshots = SnapshotSet(
                offers: MessageSocket(offers.own), token: recorder.token, memoryBudget: memoryBudget)
            recorder.onBoundary = { snapshots.collect(at: $0) }
            let first = SleepingProcess(MessageSocket(control.own))
            let deadline = { recorder.deadline ?? .now + limit.lesson }
            let end = try first.supervise(
                pipes.readers, reportsSignalsAsStatus: runner.sandbox.level.reportsSignalsAsStatus,
                isStopped: isStopped,
                deadline: deadline)
            // The first process ends before its copy only where it could not be started.
            let termination = try end?.termination ?? process.supervise(pipes.readers, deadline)
            let execution = recorder.finish(termination, after: ContinuousClock.now - start)
            let run = try runner.run(of: program, compilation, execution, in: folder.work)
            guard end != nil, !recorder.hasViolatedProtocol else { return (run, nil) }
            snapshots.keepWithinBudget()
            process.first = first
            return (
                run,
                SnapshotBase(
                    program, run, surroundings: surroundings, runner: runner, limit: limit, folder: folder,
                    process: process, recorded: recorder.recorded, snapshots: snapshots)
            )
        }
    }

    /// Why there is no snapshot before the cell at a position or, if it is the last one before it, an earlier one.
    func reason(at position: Int) -> String { snapshots.objection(at: position) ?? "no snapshot is left" }

    /// The bytes of memory that its snapshots take.
    var memory: Int { snapshots.memory }

    /// Whether there is a snapshot before the cell at a position.
    func hasSnapshot(at position: Int) -> Bool { snapshots[position] != nil }

    /// Makes ready what a run from a position on needs of the cells before it: the folder of their module; nil if there can be
    /// none.
    @discardableResult func interface(to position: Int) throws -> String? {
        try interfaces.withLock { interfaces in
            if let known = interfaces[position] { return known }
            let path = "\(folder.buildPath)/before-\(position)"
            let isThere = try Tail.compileInterface(of: program, to: position, in: path, by: runner.toolchain)
            interfaces[position] = .some(isThere ? path : nil)
            return isThere ? path : nil
        }
    }

    /// What came of the wish to run a program from a snapshot.
    enum Outcome {
        case ran(Run)
        /// It was not run, for a reason, and nothing has been reported.
        case refused(String)
    }

    /// Runs a program whose cells before a position are the same, from the snapshot there.
    ///
    /// The cells are compiled alone, and meanwhile the whole program is checked: nothing is reported before the check has
    /// passed.
    func run(
        _ program: Program, from position: Int, isStopped: () -> Bool, onEvent: (ExecutionEvent) -> Void
    ) throws -> Outcome {
        guard let snapshot = snapshots[position] else { return .refused(reason(at: position)) }
        let start = ContinuousClock.now
        let build = try folder.makeBuildFolder()
        defer { folder.remove(build) }
        let check = try ProgramCheck(of: program, in: build.path + "/whole", by: runner.toolchain)
        defer { check.wait() }
        let tail = Tail(of: program, from: position)
        guard let interface = try interface(to: position),
            try tail.compile(to: build.library, in: build.path, interface: interface, by: runner.toolchain)
        else { return .refused("its changed cells cannot be compiled alone") }
        if check.result == .some(nil) { return .refused(Self.doesNotCompile) }
        return try snapshot.inTurn {
            if isStopped() { throw SnapshotRunner.Stopped() }
            return try run(
                tail, build.library, in: snapshot, checkedBy: check, since: start, isStopped: isStopped,
                onEvent: onEvent)
        }
    }

    private func run(
        _ tail: Tail, _ library: String, in snapshot: SleepingProcess, checkedBy check: ProgramCheck,
        since start: ContinuousClock.Instant, isStopped: () -> Bool, onEvent: (ExecutionEvent) -> Void
    ) throws -> Outcome {
        try withoutActuallyEscaping(onEvent) { onEvent in
            let gate = EventGate(onEvent)
            let beginning = recorded.prefix(tail.position)
            let recorder = ExecutionRecorder(
                program: tail.program, limit: limit, after: beginning, onEvent: gate.receive)
            beginning.tell(to: gate.receive)
            let pipes = try ProgramPipes(to: recorder)
            let began = ContinuousClock.now
            recorder.clock = ProgramClock(of: process.pid)
            var isRefused = false
            let checkReader = PipeReader(check.end, limit: 8) { _ in
                if check.result == .some(nil) { isRefused = true } else { gate.open() }
            }
            guard snapshot.run(library, entry: Program.tailEntryName, with: pipes) else {
                snapshots.removeAll()
                return .refused("the process of the snapshot has ended")
            }
            let end: SleepingProcess.End?
            do {
                end = try snapshot.supervise(
                    pipes.readers + [checkReader],
                    reportsSignalsAsStatus: runner.sandbox.level.reportsSignalsAsStatus,
                    isStopped: { isRefused || isStopped() }
                ) { recorder.deadline ?? .now + limit.lesson }
            } catch is SnapshotRunner.Stopped where isRefused {
                return .refused(Self.doesNotCompile)
            }
            let diagnostics = check.wait()
            if end == nil || end?.leavesProcesses == true { snapshots.removeAll() }
            // A process that is gone, or one that did not reach its first cell, has not run the lesson.
            guard let diagnostics else { return .refused(Self.doesNotCompile) }
            guard !recorder.isAfterBeginning, end != nil || gate.isOpen else {
                return .refused("the changed cells could not be loaded")
            }
            gate.open()
            var execution = recorder.finish(
                end?.termination ?? .signalled(9), after: beginning.duration + (ContinuousClock.now - began))
            execution.standardError = tail.namingLesson(execution.standardError)
            var compilation = Compilation(diagnostics: diagnostics)
            compilation.seconds = (began - start) / .seconds(1)
            return .ran(Run(compilation: compilation, execution: execution))
        }
    }

    private static let doesNotCompile = "the lesson does not compile"
}

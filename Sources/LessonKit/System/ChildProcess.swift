import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A running process in a session of its own: no signal of the terminal reaches it, and its whole group can be stopped
/// at once. This is the only place that starts, awaits and kills processes.
package struct ChildProcess: ~Copyable {
    /// What to start.
    struct Command {
        /// The file to run.
        var executable: String
        var arguments: [String]
        var environment: [String: String]
        var directory: String
        /// What it may use of the machine.
        var confinement = Confinement()
    }

    /// How a process ended.
    package enum Termination: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case timedOut
        case outputLimitExceeded
    }

    /// Set by the handler of SIGINT and SIGTERM: every process is then killed, and `Interrupted` thrown.
    static let isInterrupted = Atomic(false)
    struct Interrupted: Error {}

    let pid: pid_t
    private var termination: Termination?
    /// A pipe whose other end the supervisor holds open as long as it lives, so that waiting for its death needs no
    /// polling.
    private let exitPipe: FileDescriptor

    /// The program that starts all others, holds them to their limits and kills what they leave running.
    static let supervisor = Installation.current.folder + "/confine"

    /// Starts a process whose only descriptors 0, 1, 2 … are the given ones. They are closed here, so that a pipe ends
    /// when the process has closed its own end.
    init(_ command: Command, descriptors: [FileDescriptor]) throws(SystemError) {
        let exitPipe = try FileDescriptor.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in (descriptors + [exitPipe.write]).enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor.number, Int32(target))
        }
        #if os(Linux)
            // Whoever started the command may have left more open.
            posix_spawn_file_actions_addclosefrom_np(&actions, Int32(descriptors.count + 1))
        #endif
        posix_spawn_file_actions_addchdir_np(&actions, command.directory)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSID) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)

        let supervisor = Self.supervisor
        let arguments = CStrings(
            [supervisor, "--supervise", "\(getpid())", "--exit-pipe", "\(descriptors.count)"]
                + command.confinement.arguments
                + ["--", command.executable] + command.arguments)
        let environment = CStrings(command.environment.map { "\($0)=\($1)" }.sorted())
        var pid: pid_t = 0
        let code = withExtendedLifetime((descriptors, exitPipe, arguments, environment)) {
            posix_spawn(&pid, supervisor, &actions, &attributes, arguments.pointers, environment.pointers)
        }
        for descriptor in descriptors + [exitPipe.write] { descriptor.close() }
        guard code == 0 else { throw SystemError("cannot start \(command.executable)", code: code) }
        self.pid = pid
        self.exitPipe = exitPipe.read
    }

    /// Reads what the process writes until it has ended by itself or been killed; what it started in its group dies
    /// with it.
    ///
    /// This waits for the process's death, never for the end of a pipe, which a process left running could hold open
    /// for ever.
    mutating func supervise(_ pipes: [PipeReader], deadline: () -> ContinuousClock.Instant) throws(Interrupted)
        -> Termination
    {
        while termination == nil {
            // An interrupt or the deadline is noticed as soon as this has waited.
            let ready = FileDescriptor.wait(for: pipes.filter { !$0.isClosed }.map(\.descriptor) + [exitPipe])
            for pipe in pipes where ready.contains(pipe.descriptor.number) { pipe.drain() }
            // Asked before the clock, so that a deadline of now has passed.
            let end = deadline()
            if Self.isInterrupted.load(ordering: .relaxed) {
                kill()
                throw Interrupted()
            } else if pipes.contains(where: \.exceedsLimit) {
                termination = kill(.outputLimitExceeded)
            } else if ContinuousClock.now >= end {
                termination = kill(.timedOut)
            } else {
                reap(ready.contains(exitPipe.number) ? 0 : WNOHANG)
            }
        }
        for pipe in pipes { pipe.drain() }
        return termination ?? .timedOut
    }

    deinit {
        if termination == nil { Self.stop(pid) }
    }

    private mutating func kill(_ reason: Termination = .timedOut) -> Termination {
        kill()
        return reason
    }

    private mutating func kill() {
        if termination == nil { Self.stop(pid) }
        termination = .timedOut
    }

    /// Has the supervisor kill everything that it started, and waits until it has.
    private static func stop(_ pid: pid_t) {
        signal(pid, SIGTERM)
        var status: Int32 = 0
        for milliseconds in 1...60_000 {
            let result = waitpid(pid, &status, WNOHANG)
            if result == pid || result < 0 && errno == ECHILD { return }
            usleep(1000)
            // A program that shares its user may have stopped the supervisor itself.
            if milliseconds.isMultiple(of: 500) { signal(pid, SIGCONT) }
        }
        signal(-pid, SIGKILL)
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    private static func signal(_ pid: pid_t, _ signal: Int32) {
        #if canImport(Glibc)
            _ = Glibc.kill(pid, signal)
        #else
            _ = Darwin.kill(pid, signal)
        #endif
    }

    private mutating func reap(_ options: Int32) {
        var status: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(pid, &status, options) } while result < 0 && errno == EINTR
        guard result == pid else { return }
        let signal = status & 0x7f
        termination = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}

/// Null-terminated C strings in a null-terminated array.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]
    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }
    deinit { for pointer in pointers { free(pointer) } }
}

/// Makes a signal stop everything that the runner has started before the command ends, instead of ending the command at
/// once.
public func interruptRunner(on number: Int32) {
    // Whoever started the command may have had the signal blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = signal(number) { _ in ChildProcess.isInterrupted.store(true, ordering: .relaxed) }
}

/// Whether a signal given to `interruptRunner` has arrived.
public func isRunnerInterrupted() -> Bool { ChildProcess.isInterrupted.load(ordering: .relaxed) }

/// Makes writing to a pipe that nobody reads fail, instead of ending the command without a message.
public func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

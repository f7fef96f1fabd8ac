#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The time that a program may take: the lesson's limit, and the limits of single cells, which are separate.
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

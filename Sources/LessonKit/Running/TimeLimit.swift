import TerminalText
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The time a program may take: what the lesson has, and apart from it what single cells have.
struct TimeLimit {
    /// The wall time of all cells without a limit of their own.
    var lesson: Duration

    /// The processor time of a program: what all cores can do in its wall time, and a little more.
    func processorSeconds(of program: Program) -> Int {
        let wall = program.cells.compactMap(\.timeout).reduce(lesson, +) / .seconds(1)
        return Int(min(wall, 1e6).rounded(.up) + 1) * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    }

    /// When a program must be stopped that has used up `used` of the lesson's time before it came to a cell at `start`.
    func deadline(of cell: Cell?, from start: ContinuousClock.Instant, used: Duration) -> ContinuousClock.Instant {
        start + (cell?.timeout ?? lesson - used)
    }
}

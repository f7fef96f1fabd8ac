import TerminalText
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The time that a program may take: the lesson's limit, and the limits of single cells, which are separate.
struct TimeLimit {
    /// The wall time of all cells without their own limit, together.
    var lesson: Duration

    /// The limit of processor time of a program, in seconds: what all cores can do in its wall time, and a little more.
    func processorSeconds(of program: Program) -> Int {
        let wall = program.cells.compactMap(\.timeout).reduce(lesson, +) / .seconds(1)
        return Int(min(wall, 1e6).rounded(.up) + 1) * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    }

    /// When a program must be stopped that reached a cell at `start`, after it had used `used` of the lesson's time.
    func deadline(of cell: Cell?, from start: ContinuousClock.Instant, used: Duration) -> ContinuousClock.Instant {
        start + (cell?.timeout ?? lesson - used)
    }
}

/// How much time a program has had: the processor time of its busiest thread, plus the time in which none of its threads
/// could run. What other programs take from it on a busy machine does not count.
///
/// It is fed samples of all threads of the program and knows nothing of where they come from. In an interval between two
/// samples, the processor was used by the thread that ran longest or, where more threads are busy than there are
/// processors, by all of them over the number of processors: threads of one program that wait for each other are no
/// neighbours. What remains of the interval after the thread that was running or ready longest, the program has slept.
/// Whatever no sample shows, such as a thread that began and ended between two, counts as slept: nothing is free.
struct OwnTime {
    /// What Linux tells of one thread.
    struct Thread: Equatable {
        /// Its number, which no other thread has at the same time.
        var id: Int32
        /// How long it has run since it began, and how long it was ready and waited for a processor.
        var ran: Duration, waited: Duration
        /// Whether it runs or waits for a processor at this moment.
        var isReady: Bool
    }

    /// The time that counts so far.
    private(set) var total = Duration.zero
    private let processors: Int
    private var known: [Int32: Thread] = [:]
    /// Time that looks slept, while a thread is ready that may have waited in it: Linux tells of a wait when it is over.
    private var undecided = Duration.zero
    /// The least of it since a moment some seconds ago. No wait is that long, so that much was slept.
    private var leastUndecided = Duration.zero
    private var sinceThen = Duration.zero
    /// How long a thread may wait for a processor until the wait counts as sleep.
    static let longestWait = Duration.seconds(2)

    /// The time of a program that has `processors` processors to itself at most.
    init(processors: Int) { self.processors = max(processors, 1) }

    /// Takes in all threads that the program has now, an interval after the last sample or the program's start; nil where
    /// they cannot be read, which counts as if it had run all the while.
    mutating func add(_ threads: [Thread]?, after interval: Duration) {
        guard let threads else {
            total += interval + undecided
            (undecided, leastUndecided, sinceThen) = (.zero, .zero, .zero)
            return
        }
        var busiest = Duration.zero, all = Duration.zero, ready = Duration.zero
        var next: [Int32: Thread] = [:]
        for thread in threads {
            let (ran, waited) = progress(of: thread, in: interval)
            busiest = max(busiest, ran)
            all += ran
            ready = max(ready, ran + waited)
            next[thread.id] = thread
        }
        known = next
        let used = max(busiest, all / processors)
        total += used
        settle(interval - max(ready, used), isReady: threads.contains(where: \.isReady), interval)
    }

    /// How long a thread ran and waited since the last sample, or since it began.
    private func progress(of thread: Thread, in interval: Duration) -> (ran: Duration, waited: Duration) {
        if let last = known[thread.id], last.ran <= thread.ran, last.waited <= thread.waited {
            return (thread.ran - last.ran, thread.waited - last.waited)
        }
        // One that was overlooked may be older than the interval.
        let ran = min(thread.ran, interval)
        return (ran, min(thread.waited, interval - ran))
    }

    /// Counts the time that was slept, as soon as it is certain. Less than none was slept where a thread tells now of a
    /// wait that began before the interval.
    private mutating func settle(_ slept: Duration, isReady: Bool, _ interval: Duration) {
        undecided = max(undecided + slept, .zero)
        leastUndecided = min(leastUndecided, undecided)
        sinceThen += interval
        if !isReady {
            count(undecided)
        } else if sinceThen >= Self.longestWait {
            count(leastUndecided)
        }
    }

    private mutating func count(_ slept: Duration) {
        total += slept
        undecided -= slept
        leastUndecided = undecided
        sinceThen = .zero
    }

    /// How much longer a process may run, a wall time after its start, whose own time may reach a limit: as long as it would take
    /// with a processor to itself, and until twenty times the limit and an allowance of wall time at most.
    func remaining(of limit: Duration, after elapsed: Duration, allowance: Duration) -> Duration {
        min(limit - total, limit * 20 + allowance - elapsed)
    }
}

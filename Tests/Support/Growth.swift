#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// How many times as long work takes that is `large` as work that is `small`, in processor time of this thread: what other
/// programs do meanwhile has no part in it.
///
/// To tell linear from quadratic time, the sizes are so far apart that nothing else can make one look like the other: 16
/// times the size is 16 or 256 times the work. A ratio beyond `bound` is measured again, and the smallest of five counts.
public func growth(
    from small: Int, to large: Int, bound: Double, of work: (Int) throws -> Void
) rethrows -> Double {
    // What is done once for all, such as the making of tables, is no part of it.
    try work(small)
    var ratio = Double.infinity
    for _ in 0..<5 where ratio > bound {
        var least = Double.infinity
        for _ in 0..<3 { least = min(least, try processorTime { try work(small) }) }
        ratio = min(ratio, try processorTime { try work(large) } / least)
    }
    return ratio
}

/// Seconds for which this thread ran.
private func processorTime(of work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try work()
    return now() - start
}

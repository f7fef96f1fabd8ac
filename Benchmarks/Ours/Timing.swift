import Glibc

/// Seconds since some moment.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The most memory that this process has held, in megabytes.
func peakMemory() -> Double {
    var usage = rusage()
    getrusage(
        0,  // this process
        &usage)
    return Double(usage.ru_maxrss) * 1024 / 1e6
}

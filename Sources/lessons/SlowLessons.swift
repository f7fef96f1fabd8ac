/// The lessons that run now, and which of them to name because they have been running for long.
struct SlowLessons {
    /// Since when each runs, and after how many seconds it is named next.
    private var running: [String: (start: ContinuousClock.Instant, next: Double)] = [:]

    /// After as many seconds a lesson counts as slow; it is named again whenever it has taken twice as long.
    private static let slow = 10.0

    /// A lesson begins.
    mutating func begin(_ name: String, at now: ContinuousClock.Instant) { running[name] = (now, Self.slow) }

    /// A lesson has ended.
    mutating func end(_ name: String) { running[name] = nil }

    /// The one that has been running for longest.
    var oldest: String? { running.min { $0.value.start < $1.value.start }?.key }

    /// What there is to say of slow ones, each when it is due.
    mutating func lines(at now: ContinuousClock.Instant) -> [String] {
        let due = running.filter { (now - $0.value.start) / .seconds(1) >= $0.value.next }
        for name in due.keys { running[name]?.next *= 2 }
        return due.map { "\($0) is still running after \(Int((now - $1.start) / .seconds(1))) s" }.sorted()
    }
}

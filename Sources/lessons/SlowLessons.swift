/// The lessons that run now, and which of them to name because they have been running for long.
struct SlowLessons {
    /// Since when each runs, and after how many seconds it is named next.
    private var running: [String: (start: ContinuousClock.Instant, next: Double, cell: String?)] = [:]

    private let slow: Double
    private let phase: String

    /// None runs yet. One that has been running for so many seconds counts as slow; it is named again whenever it has taken twice as
    /// long. Before it reaches a cell, it is in this phase.
    init(firstNamedAfter seconds: Double = 10, before phase: String = "compiling") {
        (slow, self.phase) = (seconds, phase)
    }

    /// A lesson begins.
    mutating func begin(_ name: String, at now: ContinuousClock.Instant) { running[name] = (now, slow, nil) }

    /// A lesson reaches a cell.
    mutating func reach(_ cell: String, of name: String) { running[name]?.cell = cell }

    /// A lesson has ended.
    mutating func end(_ name: String) { running[name] = nil }

    /// The one that has been running for longest, and the cell that it has reached.
    var oldest: String? {
        running.min { $0.value.start < $1.value.start }.map { $0.key + ($0.value.cell.map { ", \($0)" } ?? "") }
    }

    /// What there is to say of slow ones, each when it is due.
    mutating func lines(at now: ContinuousClock.Instant) -> [String] {
        let due = running.filter { (now - $0.value.start) / .seconds(1) >= $0.value.next }
        for name in due.keys { running[name]?.next *= 2 }
        return due.map { name, lesson in
            "\(name) is still \(lesson.cell == nil ? phase : "running") after "
                + "\(Int((now - lesson.start) / .seconds(1))) s\(lesson.cell.map { ", in \($0)" } ?? "")"
        }.sorted()
    }
}

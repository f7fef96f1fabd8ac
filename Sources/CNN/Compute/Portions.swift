internal import Synchronization

/// The numbers below a count, dealt out to takers: to each a row of them, and when it has taken these, what others have
/// left. So a taker meets the same part of every layer's images, which lies in its processor's cache.
final class Portions: @unchecked Sendable {
    private let takers: Int
    private var count = 0
    /// How many of each portion have been taken, each in two lines of the cache of its own.
    private let taken: UnsafeMutablePointer<Atomic<Int>>
    private static let step = 16

    init(takers: Int) {
        self.takers = takers
        taken = .allocate(capacity: takers * Self.step)
        for i in 0..<takers { (taken + i * Self.step).initialize(to: Atomic(0)) }
    }

    deinit { taken.deallocate() }

    /// Deals out 0..<count while nobody takes any; what was left before is forgotten.
    func deal(_ count: Int) {
        self.count = count
        for i in 0..<takers { taken[i * Self.step].store(0, ordering: .relaxed) }
    }

    /// A number that nobody has taken; nil if there is none.
    func next(for taker: Int) -> Int? {
        for i in taker..<taker + takers {
            let owner = i % takers
            let number = count * owner / takers + taken[owner * Self.step].add(1, ordering: .relaxed).oldValue
            if number < count * (owner + 1) / takers { return number }
        }
        return nil
    }
}

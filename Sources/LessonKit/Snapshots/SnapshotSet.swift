import Synchronization

/// The snapshots that a running program offers, by the position of the cell before which each was made.
final class SnapshotSet: Sendable {
    private let offers: MessageSocket
    /// The word before every offer, which only the program's library knows.
    private let token: UInt64
    private let memoryBudget: Int
    private let state = Mutex(State())

    private struct State {
        var snapshots: [Int: SleepingProcess] = [:]
        /// Why there is none at a position.
        var objections: [Int: String] = [:]
        /// When the program reached each position.
        var times: [Int: ContinuousClock.Instant] = [:]
        /// When their memory was measured for the last time, and how long that took.
        var measured = ContinuousClock.now, cost = Duration.zero
    }

    init(offers: MessageSocket, token: UInt64, memoryBudget: Int) {
        self.offers = offers
        self.token = token
        self.memoryBudget = memoryBudget
    }

    /// The snapshot at a position.
    subscript(position: Int) -> SleepingProcess? { state.withLock { $0.snapshots[position] } }

    /// Why there is none at a position, if the program has said why.
    func objection(at position: Int) -> String? { state.withLock { $0.objections[position] } }

    /// Ends all of them.
    func removeAll() { state.withLock { $0.snapshots = [:] } }

    /// Takes what the program offers before it reaches a position.
    func collect(at position: Int) {
        state.withLock { state in
            state.times[position] = .now
            // More messages than a lesson has cells are none of the library's.
            for _ in 0..<8 {
                guard case .message(let bytes, let files) = offers.receive() else { break }
                guard bytes.count >= 12, bytes.withUnsafeBytes({ $0.loadUnaligned(as: UInt64.self) }) == token else {
                    continue
                }
                if let file = files.first {
                    state.snapshots[position] = SleepingProcess(MessageSocket(file))
                } else {
                    state.objections[position] = String(decoding: bytes[12...], as: UTF8.self)
                }
            }
        }
        // To measure takes time; the program waits meanwhile.
        let isDue = state.withLock { ContinuousClock.now - $0.measured > $0.cost * 20 }
        if isDue { keepWithinBudget() }
    }

    /// The bytes of memory that all of them take.
    var memory: Int { state.withLock { Self.memory(&$0) } }

    private static func memory(_ state: inout State) -> Int {
        var sum = 0
        for (position, snapshot) in state.snapshots {
            if let memory = snapshot.memory() {
                sum += memory
            } else {
                state.snapshots[position] = nil
                state.objections[position] = "its process has ended"
            }
        }
        return sum
    }

    /// Ends those that save the least time until the others take no more memory than they may.
    func keepWithinBudget() {
        state.withLock { state in
            let start = ContinuousClock.now
            while Self.memory(&state) > memoryBudget, let position = Self.cheapest(in: state) {
                state.snapshots[position] = nil
                state.objections[position] = "the memory for snapshots is used up"
            }
            state.measured = .now
            state.cost = state.measured - start
        }
    }

    /// The position of the snapshot without which the least must be run again: the cells from the one before it on.
    private static func cheapest(in state: State) -> Int? {
        let positions = state.snapshots.keys.sorted()
        let costs = zip(positions, [0] + positions).map { position, earlier in
            (position, (state.times[position] ?? .now) - (state.times[earlier] ?? .now))
        }
        return costs.min { $0.1 < $1.1 }?.0
    }
}

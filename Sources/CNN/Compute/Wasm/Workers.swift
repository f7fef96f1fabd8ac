/// One thread, which does all parts of a piece of work.
final class Workers: Sendable {
    /// The thread that all kernels use.
    static let shared = Workers()

    let threads = 1

    /// Calls `body` with each of 0..<count.
    func share(_ count: Int, _ body: (Int) -> Void) {
        for part in 0..<count { body(part) }
    }

    /// The same for work that is made once and done again and again.
    func share(_ work: SharedWork) { share(work.count, work.body) }
}

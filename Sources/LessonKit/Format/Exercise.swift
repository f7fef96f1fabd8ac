/// A task for the learner, with a solution that proves it can be done and wrong answers that prove its check works.
public struct Exercise: Sendable {
    /// What the learner begins with; it compiles, and fails the check.
    public let starter: Cell
    /// Hints in Markdown; the first one reveals least.
    public let hints: [CodeBlock]
    /// Likely wrong answers; each fails the check.
    public let wrong: [Cell]
    /// An answer that passes the check, and that later cells see.
    public let solution: Cell
    /// The code that runs after the answer; its output block holds what a right answer makes it print.
    public let check: Cell

    /// The same exercise with its cells replaced by those of the same indices.
    func updated(from cells: [Cell]) -> Exercise {
        Exercise(
            starter: cells[starter.index], hints: hints, wrong: wrong.map { cells[$0.index] },
            solution: cells[solution.index], check: cells[check.index])
    }
}

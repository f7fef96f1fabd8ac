/// Something for the learner to write, with the proof that it can be done and that its check can tell.
public struct Exercise: Sendable {
    /// What the learner begins with; it compiles, and fails the check.
    public let starter: Cell
    /// Texts in Markdown that help, the first one least.
    public let hints: [CodeBlock]
    /// Answers that are likely and wrong; each fails the check.
    public let wrong: [Cell]
    /// An answer that passes the check, and that later cells see.
    public let solution: Cell
    /// What runs after the answer; its output block says what comes of a right one.
    public let check: Cell

    /// The same exercise of cells that have been given their outputs.
    func updated(from cells: [Cell]) -> Exercise {
        Exercise(
            starter: cells[starter.index], hints: hints, wrong: wrong.map { cells[$0.index] },
            solution: cells[solution.index], check: cells[check.index])
    }
}

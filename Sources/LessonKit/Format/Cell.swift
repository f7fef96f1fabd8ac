/// A Swift block that takes part in the run of its lesson.
public struct Cell: Sendable {
    /// Its position among the lesson's Swift blocks, counted from 0.
    public let index: Int
    /// Its number as readers count cells, from 1: an exercise is one cell, whose number its wrong answers, its solution and its check
    /// share.
    public let number: Int
    /// What the cell must do.
    public let kind: CellKind
    /// Whether the page folds it away.
    public let isHidden: Bool
    /// Its own limit of wall time, which does not count against the lesson's; nil if it has none.
    public let timeout: Duration?
    /// Its code.
    public let block: CodeBlock
    /// The output block after it; a cell without one must print nothing.
    public internal(set) var expected: ExpectedOutput?
    /// What the reader may change in it; empty for all cells but live ones.
    package internal(set) var parameters: [LiveParameter] = []
    /// What its parameters are set to; nil for what is written.
    package internal(set) var livePosition: LivePosition?

    /// Its position among the lesson's Swift blocks, counted from 1, by which pages and a learner's files know it.
    package var position: Int { index + 1 }

    /// The index of the cell with the hidden code before it, with which its program begins; nil in a lesson, and where there is none.
    package internal(set) var hiddenCode: Int?

    /// The name by which reports know it, whatever becomes of the prose around it.
    public var name: String { "cell \(number)" }
}

/// What a cell must print.
public struct ExpectedOutput: Sendable {
    /// How it is compared.
    public let comparison: Comparison
    /// The text.
    public let block: CodeBlock
}

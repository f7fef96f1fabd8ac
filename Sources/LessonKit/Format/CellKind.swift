/// What an info string asks of a Swift cell. All that a kind means is in its `rules`.
public enum CellKind: String, Codable, CaseIterable, Sendable {
    /// Runs.
    case plain = "swift"
    /// Must compile after the cells before it; is not run, and later cells do not see it.
    case compileOnly = "compile-only"
    /// Must not compile after the cells before it; later cells do not see it.
    case error
    /// Must stop the program.
    case trap
    /// What the learner begins with.
    case exercise
    /// A likely answer that the check must refuse.
    case wrong
    /// The answer that later cells see.
    case solution
    /// What tells a right answer from a wrong one.
    case check

    /// What a kind of cell means to all stages: reading, running, judging and showing.
    package struct Rules: Sendable {
        /// The program that the cell takes part in.
        package let membership: Membership
        /// What the cell must do, and where its output comes from.
        package let goal: Goal
        /// Whether it may be followed by an output block; if not, why.
        package var refusesOutput: String?
        /// What a page says of it beside its number; nil where it says nothing.
        package var label: String?
    }

    /// The program that a cell takes part in.
    package enum Membership: Sendable {
        /// The lesson's own program.
        case lesson
        /// A program of its own, after the cells of the lesson before it; later cells do not see it.
        case own
        /// A program of its own with its exercise's check after it.
        case answer
    }

    /// What a cell must do.
    package enum Goal: Sendable {
        /// Run to its end; its output is what it prints.
        case finishes
        /// Stop the program; its output is what it prints, then the runtime's words.
        case stops
        /// Compile; it has no output.
        case compiles
        /// Be refused by the compiler; its output is the compiler's errors and warnings.
        case isRefused
    }

    /// What the kind means.
    package var rules: Rules {
        switch self {
        case .plain, .check: Rules(membership: .lesson, goal: .finishes)
        case .solution: Rules(membership: .lesson, goal: .finishes, refusesOutput: "its check has one")
        case .exercise, .wrong: Rules(membership: .answer, goal: .finishes, refusesOutput: "its check has one")
        case .trap: Rules(membership: .own, goal: .stops, label: "stops the program")
        case .error: Rules(membership: .own, goal: .isRefused, label: "does not compile")
        case .compileOnly:
            Rules(membership: .own, goal: .compiles, refusesOutput: "it is not run", label: "compiled, not run")
        }
    }

    /// The cells of an exercise, which are judged together, as its starter.
    package var isPartOfExercise: Bool { self == .wrong || self == .solution || self == .check }
}

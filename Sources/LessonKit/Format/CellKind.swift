/// What an info string asks of a Swift cell. Everything that a kind means is in its `rules`.
public enum CellKind: String, Codable, CaseIterable, Sendable {
    /// Must run to its end.
    case plain = "swift"
    /// Must compile after the cells before it; is not run, and later cells do not see it.
    case compileOnly = "compile-only"
    /// Must not compile after the cells before it; later cells do not see it.
    case error
    /// Must stop the program.
    case trap
    /// Must run to its end with whatever its parameters are set to; later cells do not see it.
    case live
    /// What the learner begins with.
    case exercise
    /// A likely wrong answer, which the check must refuse.
    case wrong
    /// The answer that later cells see.
    case solution
    /// The code that tells a right answer from a wrong one.
    case check

    /// What a kind of cell means to all stages: reading, running, judging and showing.
    package struct Rules: Sendable {
        /// The program that the cell takes part in.
        package let membership: Membership
        /// What the cell must do, and where its output comes from.
        package let goal: Goal
        /// Why no output block may follow it; nil if one may.
        package var noOutputReason: String?
        /// What a page says about it beside its number; nil for nothing.
        package var label: String?
    }

    /// The program that a cell takes part in.
    package enum Membership: Sendable {
        /// The lesson's own program.
        case lesson
        /// A separate program, made of the lesson's earlier cells and this one; later cells do not see it.
        case separate
        /// A separate program that ends with the exercise's check.
        case answer
    }

    /// What a cell must do.
    package enum Goal: Sendable {
        /// Run to its end; its output is what it prints.
        case finishes
        /// Stop the program by a trap; its output is what it prints, then the runtime's message.
        case traps
        /// Compile; it has no output.
        case compiles
        /// Fail to compile; its output is the compiler's errors and warnings.
        case failsToCompile
    }

    /// What the kind means.
    package var rules: Rules {
        switch self {
        case .plain, .check: Rules(membership: .lesson, goal: .finishes)
        case .solution: Rules(membership: .lesson, goal: .finishes, noOutputReason: "its check has one")
        case .exercise, .wrong: Rules(membership: .answer, goal: .finishes, noOutputReason: "its check has one")
        case .live: Rules(membership: .separate, goal: .finishes)
        case .trap: Rules(membership: .separate, goal: .traps, label: "stops the program")
        case .error: Rules(membership: .separate, goal: .failsToCompile, label: "does not compile")
        case .compileOnly:
            Rules(membership: .separate, goal: .compiles, noOutputReason: "it is not run", label: "compiled, not run")
        }
    }

    /// Whether the cell is judged together with the starter of its exercise.
    package var isPartOfExercise: Bool { self == .wrong || self == .solution || self == .check }
}

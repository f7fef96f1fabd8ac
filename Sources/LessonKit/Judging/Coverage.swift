/// How far a Swift block is known to do what its lesson says.
public enum Coverage: String, Codable, CaseIterable, Sendable {
    /// What it prints, or how it stops or does not compile, was compared with what is promised.
    case checked
    /// It ran and printed nothing: nothing was promised.
    case run
    /// It was compiled, and not meant to run or, being foreign, not to be linked here.
    case compiled
    /// The compiler refused it.
    case notCompiled
    /// It did not come to be looked at, because of a failure before it.
    case unseen
}

extension Report.Verdict {
    /// How far the outcome is certain.
    public var coverage: Coverage {
        switch (outcome, cell.kind.rules.goal) {
        case (.notReached, _): .unseen
        case (.notCompiled, _): .notCompiled
        case (_, .compiles): .compiled
        case (_, .finishes) where cell.kind.rules.membership == .lesson && cell.expected == nil:
            execution == nil ? .compiled : .run
        default: .checked
        }
    }
}

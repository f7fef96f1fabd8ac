/// How thoroughly a Swift block was checked against its lesson.
public enum Coverage: String, Codable, CaseIterable, Sendable {
    /// Its output, or how it stopped or failed to compile, was compared with what the lesson promises.
    case checked
    /// It ran and printed nothing, and the lesson promises no output.
    case run
    /// It was compiled; it is not meant to run, or it is foreign and could not be linked here.
    case compiled
    /// The compiler refused it.
    case notCompiled
    /// It was not checked because of an earlier failure.
    case unseen
    /// It is shown and never compiled.
    case fragment
}

extension Report.Verdict {
    /// How thoroughly the cell was checked.
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

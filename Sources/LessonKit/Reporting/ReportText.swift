import TerminalText
/// Words for a terminal, coloured where it shows colours.
public struct Style: Sendable {
    let isColoured: Bool
    /// Chooses whether there are colours.
    public init(isColoured: Bool) { self.isColoured = isColoured }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    /// What went well.
    public func good(_ text: String) -> String { paint(text, "32") }
    /// What went wrong.
    public func bad(_ text: String) -> String { paint(text, "31") }
    /// What stands out.
    public func strong(_ text: String) -> String { paint(text, "1") }
    /// What stands back.
    public func faint(_ text: String) -> String { paint(text, "2") }
}

/// How many cells passed, failed and were skipped.
public struct Count: Sendable, Equatable {
    /// The numbers of cells.
    public var passed = 0, failed = 0, skipped = 0
    /// Nothing counted yet.
    public init() {}

    /// All of them.
    public var total: Int { passed + failed + skipped }

    /// Counts what another count has.
    public mutating func add(_ other: Count) {
        passed += other.passed
        failed += other.failed
        skipped += other.skipped
    }

    /// Counts the cells of a lesson; a file that cannot be read counts as one that failed.
    public mutating func add(_ report: Report) {
        if !report.malformed.isEmpty { failed += 1 }
        for verdict in report.verdicts {
            switch verdict.outcome {
            case .passed: passed += 1
            case .notReached: skipped += 1
            case .failed, .crashed, .notCompiled, .timedOut: failed += 1
            }
        }
    }
}

extension Count: CustomStringConvertible {
    /// The line with which `lessons verify` ends.
    public var description: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
}

extension Report {
    /// All problems of the lesson, each with its place and what is to be seen there; empty if there are none.
    public func problemText(_ style: Style) -> String {
        let malformed = malformed.map { $0.description.escapingControls + "\n" }
        return (malformed + verdicts.flatMap { $0.problems.map { text(of: $0, style) } }).joined()
    }

    /// The text of one problem, for the eyes.
    public func text(of problem: Problem, _ style: Style) -> String {
        let diagnostic = problem.diagnostic
        var text = diagnostic.description
        // The source says nothing where the difference is shown.
        if problem.difference == nil, let lesson { text = diagnostic.rendered(in: lesson.source) }
        text = text.escapingControls
        if diagnostic.severity == .error, let end = text.firstIndex(of: "\n") ?? text.endIndex as String.Index? {
            text = style.bad(String(text[..<end])) + text[end...]
        }
        return text + "\n" + (problem.detail.map { $0.escapingControls + "\n" } ?? "")
    }
}

extension Report.Outcome {
    /// The outcome as one reads it.
    public var words: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .crashed: "crashed"
        case .notCompiled: "did not compile"
        case .timedOut: "ran out of time"
        case .notReached: "not reached"
        }
    }
}

extension Report {
    /// Why each program of the lesson ran, or that none had to.
    public var explanation: String {
        guard malformed.isEmpty else { return "\(file.displayName): malformed" }
        if reasons.isEmpty { return "\(file.displayName): nothing changed since it ran" }
        return reasons.sorted { $0.key < $1.key }
            .map { "\(file.displayName): \($0.key == 0 ? "" : "cell \($0.key): ")ran because \($0.value)" }
            .joined(separator: "\n")
    }
}

import TerminalText
extension Report {
    /// All problems of the lesson, each with its place and the source or the difference there; empty if there are none. Where the
    /// output is shown anyway, the last lines before a crash are left out.
    public func problemText(_ style: TerminalStyle, outputIsShown: Bool = false) -> String {
        let malformed = malformed.map { $0.description.escapingControls + "\n" }
        return (malformed + verdicts.flatMap { $0.problems.map { text(of: $0, style, outputIsShown: outputIsShown) } })
            .joined()
    }

    /// The text of one problem, for a terminal or a page.
    public func text(of problem: Problem, _ style: TerminalStyle, outputIsShown: Bool = false) -> String {
        let diagnostic = problem.diagnostic
        var text = diagnostic.description
        // Where the difference is shown, the source line adds nothing.
        if problem.difference == nil, let lesson { text = diagnostic.rendered(in: lesson.source) }
        text = text.escapingControls
        if diagnostic.severity == .error, let end = text.firstIndex(of: "\n") ?? text.endIndex as String.Index? {
            text = style.failure(String(text[..<end])) + text[end...]
        }
        let detail = outputIsShown ? problem.detail : problem.fullDetail
        return text + "\n" + (detail.map { $0.escapingControls + "\n" } ?? "")
    }
}

extension Report.Outcome {
    /// The outcome in words.
    public var label: String {
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
    /// Why each program of the lesson ran, or a note that none had to.
    public var explanation: String {
        guard malformed.isEmpty else { return "\(file.displayName): malformed" }
        if reasons.isEmpty { return "\(file.displayName): nothing changed since it ran" }
        return reasons.sorted { $0.key < $1.key }
            .map { "\(file.displayName): \($0.key == 0 ? "" : "cell \($0.key): ")ran because \($0.value)" }
            .joined(separator: "\n")
    }
}

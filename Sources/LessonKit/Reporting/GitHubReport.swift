import TerminalText
/// The output of `lessons verify --format github`: workflow commands, which GitHub shows beside the lines that they
/// refer to.
public enum GitHubReport {
    /// An annotation for each problem of a lesson.
    public static func annotations(of report: Report) -> String {
        let problems =
            report.malformed.map { ($0, nil) } + report.verdicts.flatMap(\.problems).map { ($0.diagnostic, $0.detail) }
        return problems.map { diagnostic, detail in
            let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
            let message = ([diagnostic.message] + (detail.map { [$0] } ?? [])).joined(separator: "\n")
            return
                "::\(command) file=\(property(diagnostic.file.onOneLine)),line=\(diagnostic.line),col=\(diagnostic.column ?? 1)"
                + "::\(data(message.escapingControls))\n"
        }.joined()
    }

    /// The summary of a run in Markdown: how many cells passed, and which did not.
    public static func summary(of failures: [String], _ count: VerdictCounts) -> String {
        let table =
            failures.isEmpty ? "" : "\n" + failures.map { "- `\($0.onOneLine.replacing("`", with: "'"))`\n" }.joined()
        return "### Lessons: \(count)\n\(table)"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

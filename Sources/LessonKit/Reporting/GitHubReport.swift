import TerminalText
/// The output of `lessons verify --format github`: workflow commands, which GitHub shows beside the lines that they
/// refer to.
public enum GitHubReport {
    /// The path of the course's folder below the repository's, ending in a slash; empty if they are the same. The
    /// repository is the workspace that GitHub names, if the course is in it, or the folder with `.git` around the course.
    public static func folder(of course: Course, workspace: String?) -> String {
        func below(_ folder: String) -> String? {
            if folder == course.root { return "" }
            return course.root.hasPrefix(folder + "/") ? course.root.dropFirst(folder.count + 1) + "/" : nil
        }
        if let workspace, !workspace.isEmpty, let path = below(workspace.withoutDots) { return path }
        var folder = course.root
        while folder != "/", folder != ".", !folder.isEmpty {
            if Files.exists(folder + "/.git") { return below(folder) ?? "" }
            folder = folder.folder
        }
        return ""
    }

    /// An annotation for each problem of a lesson, in a course that is in this folder of the repository.
    public static func annotations(of report: Report, inFolder folder: String = "") -> String {
        let problems =
            report.malformed.map { ($0, nil) } + report.verdicts.flatMap(\.problems).map { ($0.diagnostic, $0.detail) }
        return problems.map { diagnostic, detail in
            let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
            let message = ([diagnostic.message] + (detail.map { [$0] } ?? [])).joined(separator: "\n")
            let file = diagnostic.file.hasPrefix("/") ? diagnostic.file : folder + diagnostic.file
            return
                "::\(command) file=\(property(file.onOneLine)),line=\(diagnostic.line),col=\(diagnostic.column ?? 1)"
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

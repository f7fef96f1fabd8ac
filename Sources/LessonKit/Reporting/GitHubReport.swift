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
            report.malformed.map { ($0, nil) }
            + report.verdicts.flatMap(\.problems).map { ($0.diagnostic, $0.fullDetail) }
        return problems.map { annotation($0, detail: $1, inFolder: folder) }.joined()
    }

    /// An annotation for one problem, with what is shown under it.
    public static func annotation(_ diagnostic: Diagnostic, detail: String? = nil, inFolder folder: String) -> String {
        let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
        let message = ([diagnostic.message] + (detail.map { [$0] } ?? [])).joined(separator: "\n")
        let file = diagnostic.file.hasPrefix("/") ? diagnostic.file : folder + diagnostic.file
        return "::\(command) file=\(property(file.onOneLine)),line=\(diagnostic.line),col=\(diagnostic.column ?? 1)"
            + "::\(data(message.escapingControls))\n"
    }

    /// The summary of a run in Markdown: how many cells passed, and which did not, each with what is shown under it. `share` names
    /// the part of the course, such as `shard 2/4`; empty for all of it.
    public static func summary(
        of failures: [(problem: String, detail: String?)], _ count: VerdictCounts, share: String = ""
    ) -> String {
        let list = failures.map { problem, detail in
            "- `\(problem.onOneLine.replacing("`", with: "'"))`\n" + (detail.map { "\n\(block($0))\n" } ?? "")
        }
        return "### Lessons\(share.isEmpty ? "" : ", \(share)"): \(count)\n\(list.isEmpty ? "" : "\n" + list.joined())"
    }

    /// A block of code within a list.
    private static func block(_ text: String) -> String {
        let lines =
            ["~~~~text"] + text.escapingControls.replacing("~~~~", with: "~ ~ ").fileLines.map(String.init) + ["~~~~"]
        return lines.map { "  \($0)\n" }.joined()
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

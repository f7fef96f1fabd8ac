import ArgumentParser
import LessonKit

/// The reports that `lessons verify` writes to files, beside what it prints.
struct ReportFiles: ParsableArguments {
    @Option(help: "Also write a JSON report to this file.", completion: .file()) var json: String?
    @Option(help: "Also write a JUnit report to this file.", completion: .file()) var junit: String?

    func validate() throws {
        if let json, let junit, json.withoutDots == junit.withoutDots {
            throw ValidationError("--json and --junit need two files.")
        }
        for case let path? in [json, junit] where Files.isFolder(path) || !Files.isFolder(path.folder) {
            throw ValidationError(
                Files.isFolder(path)
                    ? "\(path) is a folder; name a file for the report."
                    : "There is no folder \(path.folder) for the report \(path.fileName); make it first.")
        }
    }

    /// What the files say about one lesson.
    struct Entry: Sendable {
        var json = "", junit = ""
    }

    func entry(of report: Report) -> Entry {
        Entry(
            json: json == nil ? "" : JSONReport.text(of: report),
            junit: junit == nil ? "" : JUnitReport.suite(of: report))
    }

    /// Writes all of them whole; `head` begins a JSON report.
    func write(
        _ entries: [Entry], head: String, _ count: VerdictCounts, _ coverage: [Coverage: Int],
        isInterrupted: Bool = false
    ) throws {
        if let json {
            let lessons = entries.map(\.json).joined(separator: ",")
            let tail = JSONReport.tail(count, coverage, isInterrupted: isInterrupted)
            try Files.write(head + lessons + tail + "\n", to: json)
        }
        if let junit { try Files.write(JUnitReport.text(suites: entries.map(\.junit), count), to: junit) }
    }
}

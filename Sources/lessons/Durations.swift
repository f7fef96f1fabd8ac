import LessonKit

/// The list of `lessons verify --durations`.
enum Durations {
    /// Something that took time.
    struct Entry: Sendable {
        let name: String
        let seconds: Double
        let isCompilation: Bool
    }

    /// The time of each cell, and apart from them the time of all compilations of the lesson.
    static func entries(of report: Report) -> [Entry] {
        let cells = report.verdicts.compactMap { verdict in
            verdict.execution.map { run in
                let place = "\(report.file.displayName):\(verdict.cell.block.fenceLine)"
                return Entry(name: "\(place) cell \(verdict.cell.number)", seconds: run.seconds, isCompilation: false)
            }
        }
        return cells + [
            Entry(name: report.file.displayName, seconds: report.compileSeconds, isCompilation: true)
        ]
    }

    /// The ten longest of each.
    static func text(_ entries: [Entry]) -> String {
        func list(_ title: String, _ entries: [Entry]) -> String {
            let longest = entries.sorted { $0.seconds > $1.seconds }.prefix(10)
            return title + "\n" + longest.map { "  \(pad($0.seconds))  \($0.name)\n" }.joined()
        }
        return list("Slowest cells", entries.filter { !$0.isCompilation })
            + list("Longest compilations", entries.filter(\.isCompilation))
    }

    private static func pad(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        let text = "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst()) s"
        return String(repeating: " ", count: max(9 - text.count, 0)) + text
    }
}

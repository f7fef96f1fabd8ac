import LessonKit

/// The list of `lessons verify --durations`.
enum Durations {
    /// A cell or a lesson's compilations, with the time taken.
    struct Entry: Sendable {
        let name: String
        let seconds: Double
        let isCompilation: Bool
    }

    /// The time of each cell and, separately, of all compilations of the lesson.
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

    /// The ten slowest cells and the ten longest compilations.
    static func text(_ entries: [Entry]) -> String {
        func list(_ title: String, _ entries: [Entry]) -> String {
            let longest = entries.sorted { $0.seconds > $1.seconds }.prefix(10)
            return title + "\n" + longest.map { "  \(DurationText.column($0.seconds))  \($0.name)\n" }.joined()
        }
        return list("Slowest cells", entries.filter { !$0.isCompilation })
            + list("Longest compilations", entries.filter(\.isCompilation))
    }
}

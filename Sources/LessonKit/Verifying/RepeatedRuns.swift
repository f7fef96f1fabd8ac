import Synchronization

/// The runs of lessons that are run each time they change, as far as possible from the changed cell on.
public final class RepeatedRuns: Sendable {
    /// The bytes of memory that the snapshots of one lesson may take.
    private static let memoryBudget = 1 << 30
    private let runners = Mutex<[String: (runner: SnapshotRunner, libraries: [String])]>([:])

    /// Begins without any.
    public init() {}

    func runner(of file: Course.LessonFile, by verifier: Verifier) -> SnapshotRunner {
        runners.withLock { runners in
            // The libraries of a package are others when a lesson imports something else of it.
            let libraries = verifier.runner.library.binaries.map(\.file)
            if let known = runners[file.path], known.libraries == libraries { return known.runner }
            runners[file.path]?.runner.close()
            let runner = SnapshotRunner(
                runner: verifier.runner, memoryBudget: Self.memoryBudget, limit: verifier.settings.limit)
            runners[file.path] = (runner, libraries)
            return runner
        }
    }

    /// Runs cold what was not, until something is run again; returns a sentence for each lesson where that gives another result.
    public func confirm() -> [String] {
        runners.withLock { Array($0.values) }.compactMap { runner, _ in
            guard let difference = try? runner.confirm() else { return nil }
            let lesson = difference.program.lesson
            let place = difference.program.subject.map { " for cell \($0.number)" } ?? ""
            return "\(lesson.source.name): A cold run gives another result\(place); it is shown at the next change."
        }
    }

    /// Ends their processes.
    public func close() { for (runner, _) in runners.withLock({ Array($0.values) }) { runner.close() } }
}

extension SnapshotRunner.Origin {
    /// In words, which cells of a lesson were not run again.
    func description(in lesson: Lesson) -> String {
        switch self {
        case .cold(let reason): "every cell has run: \(reason)"
        case .snapshot(0), .snapshot(1): "every cell but the first has run"
        case .snapshot(let index): "cells 1 to \(lesson.cells[index - 1].number) are from a snapshot"
        }
    }
}

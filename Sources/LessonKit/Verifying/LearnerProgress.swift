import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The exercises that a learner has passed, in a file beside the answers.
package struct LearnerProgress: Sendable {
    private let path: String
    private static let writing = Mutex(())

    /// The progress in a course.
    package init(in course: Course) { path = course.root + "/Attempts/progress.json" }

    /// The numbers of the exercises passed, by the lessons' paths below `Lessons/` without their ending.
    package var passed: [String: [Int]] {
        (try? Files.read(path)).flatMap { try? JSONDecoder().decode([String: [Int]].self, from: $0) } ?? [:]
    }

    /// Notes that an exercise has been passed.
    package func pass(_ exercise: Int, of lesson: String) {
        Self.writing.withLock { _ in
            var all = passed
            guard !all[lesson, default: []].contains(exercise) else { return }
            all[lesson, default: []].append(exercise)
            all[lesson]?.sort()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(all) else { return }
            try? Files.makeFolder(path.folder)
            try? Files.write(data, to: path)
        }
    }

    /// Forgets what was passed; the answers stay.
    package func reset() { Self.writing.withLock { _ in Files.remove(path) } }
}

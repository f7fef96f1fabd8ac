import Foundation
import TestSupport
import Testing

/// A lesson under `lessons run --watch`, changed again and again.
final class WatchedLesson {
    private let course: TemporaryCourse
    private let path: String
    private let watch: Command.Background
    private var rounds = 0, read = 0
    private let environment: [String: String]

    /// What the command showed after a change.
    struct Round {
        /// Everything but times and the last line.
        var output: String
        /// Where the cells came from, in the command's words.
        var origin: String

        /// Whether cells were taken from a snapshot.
        var isFast: Bool { origin.hasSuffix("from a snapshot") || origin == "every cell but the first has run" }

        /// Whether there was no snapshot because the machine kept none: a process of a lesson is the first to be ended where
        /// memory runs out.
        fileprivate var hasLostSnapshots: Bool {
            ["has ended", "no snapshot is left", "left no snapshots", "is used up"].contains { origin.hasSuffix($0) }
        }
    }

    init(_ course: TemporaryCourse, _ path: String, environment: [String: String] = [:]) throws {
        self.course = course
        self.path = path
        self.environment = environment
        watch = try course.begin(
            "run", "Lessons/" + path, "--watch", "--figures", course.root + "/watched", environment: environment)
        try waitForRound()
        read = watch.output.utf8.count
    }

    deinit { end() }

    /// Ends the command, and waits until it has ended.
    func end() {
        watch.signal(SIGTERM)
        _ = try? watch.result()
    }

    /// Whether the machine has ever kept no snapshot.
    private(set) var hasLostSnapshots = false

    /// How often the command has said that a cold run in idle time gave another result.
    var newsOfColdRuns: Int { watch.errors.components(separatedBy: "A cold run gives another result").count - 1 }

    private func waitForRound() throws {
        rounds += 1
        try waiting(for: "a result") {
            try #require(watch.isRunning, "it has ended: \(watch.errors)")
            return watch.errors.components(separatedBy: "Waiting for a change").count > rounds
        }
    }

    /// Saves a text, and waits for what the command shows then.
    func save(_ text: String) throws -> Round {
        try FileManager.default.removeItemIfThere(course.root + "/watched")
        // At once: a change seen when the file is half written would be another one.
        try Data(text.utf8).write(to: URL(filePath: "\(course.root)/Lessons/\(path)"), options: .atomic)
        try waitForRound()
        let all = Array(watch.output.utf8)
        let new = String(decoding: all[read...], as: UTF8.self)
        read = all.count
        var lines = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        let origin = lines.popLast() ?? ""
        return Round(output: Self.withoutTimes(lines.joined(separator: "\n")), origin: origin)
    }

    /// Saves a text that is run from a snapshot of the last one; once more from there, where the machine kept none.
    func saveFast(_ text: String, after last: String) throws -> Round {
        var round = try save(text)
        try waiting(for: "a snapshot that is kept") {
            if !round.hasLostSnapshots { return true }
            hasLostSnapshots = true
            _ = try save(last)
            round = try save(text)
            return false
        }
        return round
    }

    /// What `lessons run` shows of the same text.
    func cold() throws -> String {
        try FileManager.default.removeItemIfThere(course.root + "/cold")
        let result = try course.lessons(
            "run", "Lessons/" + path, "--figures", course.root + "/cold", environment: environment)
        return Self.withoutTimes(result.output)
    }

    /// The figures that the two commands have written, by their names.
    func figures() throws -> (watched: [String: String], cold: [String: String]) {
        (try texts(in: course.root + "/watched"), try texts(in: course.root + "/cold"))
    }

    private func texts(in folder: String) throws -> [String: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)) })
    }

    private static func withoutTimes(_ text: String) -> String {
        text.replacing(/(✓ passed|✗ [^\n]*?) (under 1 ms|[0-9.]+ (ms|s|min)[^\n]*)/) { "\($0.1)" }
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension FileManager {
    fileprivate func removeItemIfThere(_ path: String) throws {
        if fileExists(atPath: path) { try removeItem(atPath: path) }
    }
}

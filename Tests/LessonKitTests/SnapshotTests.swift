import Foundation
import TestSupport
import Testing

@testable import LessonKit

/// What runs from a snapshot gives what a cold run of the same text gives.
@Suite struct SnapshotTests {
    /// Whether snapshots can be had; without a sandbox there are none.
    private static let areThere = (try? Command.lessons("doctor").output.contains("✓ Snapshots")) ?? false

    private func compare(_ cases: [SnapshotCase]) throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        let course = try TemporaryCourse(["1-part/01-case.md": "# None\n\n```swift\nprint(0)\n```\n"])
        let watched = try WatchedLesson(course, "1-part/01-case.md")
        for item in cases {
            _ = try watched.save(item.text(item.old))
            let new = item.text(item.new)
            let round = try item.isFast == true ? watched.saveFast(new, after: item.text(item.old)) : watched.save(new)
            #expect(round.output == (try watched.cold()), "\(item.name)")
            if let isFast = item.isFast { #expect(round.isFast == isFast, "\(item.name): \(round.origin)") }
        }
    }

    @Test func whatSwiftOffersIsTheSame() throws { try compare(SnapshotCase.language) }

    @Test func whatTriesToFoolItIsTheSame() throws { try compare(SnapshotCase.fooling) }

    /// A lesson with a random number, of which only a snapshot knows what it was.
    private static func random(_ a: Int, _ b: Int) -> String {
        """
        # Random

        ```swift
        let number = UInt64.random(in: .min ... .max)
        print(number)
        ```

        ```swift
        print(\(a))
        ```

        ```swift
        print(\(b))
        ```

        """
    }

    @Test func onlyTheChangedCellAndThoseAfterItRun() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        let course = try TemporaryCourse(["1-part/01-random.md": Self.random(0, 0)])
        let watched = try WatchedLesson(course, "1-part/01-random.md")
        let first = try watched.saveFast(Self.random(0, 1), after: Self.random(0, 0))
        let second = try watched.saveFast(Self.random(0, 2), after: Self.random(0, 1))
        let third = try watched.saveFast(Self.random(3, 2), after: Self.random(0, 2))
        #expect(first.isFast && second.isFast && third.isFast)
        let isSameProgram = !watched.hasLostSnapshots
        try waitForSnapshot(beforeCell: 3, of: watched)
        func number(_ round: WatchedLesson.Round) -> Substring? {
            round.output.split(separator: "\n").first { $0.hasPrefix("  │ ") && $0.count > 12 }
        }
        #expect(number(first) != nil)
        // Only a cold run makes a new one, and if it came in idle time, its difference is told.
        if isSameProgram && Set([first, second, third].map(number)).count > 1 {
            try waiting(for: "the news of a cold run") { watched.newsOfColdRuns > 0 }
        }
    }

    /// Saves changes of the last cell until one runs from the snapshot before it. Where the machine has kept none, an earlier
    /// one serves until idle time, in which a cold run leaves others.
    private func waitForSnapshot(beforeCell number: Int, of watched: WatchedLesson) throws {
        var value = 2
        try waiting(for: "a run from the snapshot before the changed cell") {
            value += 1
            let news = watched.newsOfColdRuns
            let round = try watched.save(Self.random(0, value))
            if round.origin == "cells 1 to \(number - 1) are from a snapshot" { return true }
            if round.isFast {
                try waiting(for: "a cold run after ‘\(round.origin)’") { watched.newsOfColdRuns > news }
            }
            return false
        }
    }

    @Test func aLostSnapshotComesBackInIdleTime() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        let (course, folder) = try TemporaryCourse.withFolder(["1-part/01-random.md": Self.random(0, 0)])
        let watched = try WatchedLesson(course, "1-part/01-random.md", environment: ["TMPDIR": folder])
        // The program leaves copies before its second cell, before its third and at its end, in this order.
        let copies = Command.processNumbers(with: folder).sorted().suffix(3)
        try #require(copies.count == 3)
        kill(copies[copies.startIndex + 1], SIGKILL)
        #expect(try watched.save(Self.random(0, 1)).origin != "cells 1 to 2 are from a snapshot")
        try waitForSnapshot(beforeCell: 3, of: watched)
    }

    @Test func aLoopIsStoppedAndTheNextChangeRuns() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        func text(_ code: String) -> String {
            "# Loop\n\n```swift\nvar n = 4\n```\n\n```swift timeout=1s\n\(code)\n```\n"
        }
        let course = try TemporaryCourse(["1-part/01-loop.md": text("print(n)")])
        let watched = try WatchedLesson(course, "1-part/01-loop.md")
        let endless = text("while true { n += 1 }")
        let loop = try watched.saveFast(endless, after: text("print(n)"))
        #expect(loop.isFast && loop.output.contains("stopped here at its time limit"), "\(loop.output)")
        let next = try watched.saveFast(text("print(n + 1)"), after: endless)
        #expect(next.isFast && next.output.contains("│ 5\n"), "\(next.output)")
    }

    @Test func nothingIsLeftWhenTheRunnerIsKilled() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        let text = "# Sleepers\n\n```swift\nvar n = 4\n```\n\n```swift\nprint(n)\n```\n"
        let (course, folder) = try TemporaryCourse.withFolder(["1-part/01-sleepers.md": text])
        let environment = ["TMPDIR": folder]
        let watch = try course.begin("run", "sleepers", "--watch", environment: environment)
        try waiting(for: "a result") { watch.errors.contains("Waiting for a change") }
        #expect(!Command.processes(with: folder).isEmpty)
        watch.signal(SIGKILL)
        #expect(try watch.result().status == 137)
        try waiting(for: "its programs to end") { Command.processes(with: folder) == [] }
        #expect(try course.lessons("run", "sleepers", environment: environment).status == 1)
        try expectNothingLeft(in: folder)
    }

    /// KILLS=200 sets another number of rounds.
    private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 8

    @Test func aKilledSnapshotGivesNoWrongResult() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        func text(_ number: Int) -> String {
            "# Kills\n\n```swift\nvar n = 4\n```\n\n```swift\nn += 1\n```\n\n```swift\nprint(n * \(number))\n```\n"
        }
        let (course, folder) = try TemporaryCourse.withFolder(["1-part/01-kills.md": text(0)])
        let watched = try WatchedLesson(course, "1-part/01-kills.md", environment: ["TMPDIR": folder])
        var generator = SeededGenerator(seed: 7)
        for number in 1...Self.kills {
            let programs = Command.processNumbers(with: folder)
            // Any process of the program, the one that waits for the others too.
            if let victim = programs.randomElement(using: &generator) { kill(victim, SIGKILL) }
            let round = try watched.save(text(number))
            #expect(round.output.contains("│ \(5 * number)\n"), "\(round.origin): \(round.output)")
        }
        watched.end()
        #expect(Command.processes(with: folder) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    /// The lessons, at some cells of each: all with COMPLETE=1. An edit adds a comment, which changes nothing but the text.
    @Test func everyLessonIsTheSameFromEveryCell() throws {
        guard Self.areThere else { try Test.cancel("there are no snapshots on this machine") }
        let isComplete = ProcessInfo.processInfo.environment["COMPLETE"] == "1"
        let course = try TemporaryCourse([:])
        try FileManager.default.createDirectory(atPath: course.root, withIntermediateDirectories: true)
        #expect(try Command.run("/bin/cp", ["-a", Command.root + "/Lessons", course.root]).status == 0)
        let files = Course(root: course.root).lessons
        for (number, file) in files.enumerated() where isComplete || number % 12 == 3 {
            let text = try String(contentsOfFile: file.path, encoding: .utf8)
            let lesson = try Lesson(SourceText(file))
            let cells = Program.all(of: lesson)[0].cells.dropFirst()
            let path = String(file.path.dropFirst((course.root + "/Lessons/").count))
            let watched = try WatchedLesson(course, path)
            for (position, cell) in cells.enumerated() where isComplete || position == cells.count - 1 {
                let round = try watched.save(edited(text, cell))
                // A cold run prints other times.
                if text.contains("ContinuousClock") || text.contains("SuspendingClock") { continue }
                #expect(round.output == (try watched.cold()), "\(path), cell \(cell.number)")
                let figures = try watched.figures()
                #expect(figures.watched == figures.cold, "\(path), cell \(cell.number)")
            }
        }
    }

    /// The lesson with a statement more in a cell, which prints nothing.
    private func edited(_ text: String, _ cell: Cell) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[cell.block.textLines.upperBound - 2] += " // edited"
        return lines.joined(separator: "\n")
    }
}

import Foundation
import TestSupport
import Testing

/// What `run` shows while a lesson runs.
@Suite struct RunTests {
    @Test func aFigureIsShownAndKept() throws {
        let course = try TemporaryCourse([
            "1-part/01-figure.md": """
            # Figure

            ```swift
            import Figures

            struct Dot: Figure {
                var svg: String { "<svg xmlns=\\"http://www.w3.org/2000/svg\\"></svg>" }
                var alternativeText: String { "A dot" }
                var text: String { "·" }
            }
            print("before")
            show(Dot())
            print("after")
            ```

            ```output
            before
            after
            ```

            """
        ])
        let result = try course.lessons("run", "figure", "--figures", "out")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("  │ before\n  │ ·\n  │ after\n"))
        #expect(try String(contentsOfFile: course.root + "/out/figure-cell1-1.svg", encoding: .utf8).hasPrefix("<svg"))
    }

    @Test func aLessonRunsUpToACell() throws {
        let result = try Samples.goodAndBad().lessons("run", "good", "--cell", "1")
        #expect(result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
        #expect(!result.output.contains("let n = 2"))
        #expect(try Samples.goodAndBad().lessons("run", "good", "--cell", "0").status == 64)
    }

    /// After a change of the second cell all its programs start from the same snapshot, and what they print is shown in the
    /// order of the lesson, with the traps before the cell after them. The traps are ready later than the lesson's own program,
    /// since they take the compiler long.
    @Test func programsThatShareASnapshotDoNotWaitForEachOther() throws {
        let slow = (1...60).map { "let x\($0) = [1.5, 2, 3].map { $0 * 2 + Double(n) }.reduce(0, +)\n" }.joined()
        let traps = (1...3).map { "```swift trap\n\(slow)fatalError(\"trap \\(n) \($0)\")\n```\n" }
            .joined(separator: "\n")
        let path = "1-part/01-traps.md"
        func text(_ n: Int) -> String {
            """
            # Traps

            ```swift
            let first = 1
            ```

            ```swift
            let n = \(n)
            ```

            \(traps)
            ```swift
            print("last \\(n)")
            ```

            """
        }
        let lesson = try WatchedLesson(TemporaryCourse([path: text(1)]), path)
        for n in 2...4 {
            let shown = try lesson.save(text(n)).output
            let last = try #require(shown.range(of: "last \(n)"), "\(shown)")
            let trap = try #require(shown.range(of: "Fatal error: trap \(n) 3"), "\(shown)")
            #expect(trap.upperBound < last.lowerBound)
        }
    }

    @Test func aWatchedLessonRunsAgainWhenItIsSaved() throws {
        let course = try Samples.goodAndBad()
        let file = "1-part/01-good.md"
        let watcher = try course.begin("run", "good", "--watch")
        func waitForRun(_ number: Int) throws {
            try waiting(for: "run \(number)") {
                try #require(watcher.isRunning, "\(watcher.errors)")
                return watcher.errors.ranges(of: "Waiting for a change").count >= number
            }
        }
        try waitForRun(1)
        // Time enough to run without a change, which it must not.
        usleep(500_000)
        let text = try course.text(of: file).replacing("print(1)", with: "print(7)").replacing("\n1\n", with: "\n7\n")
        // At once: half of it would be a change, too.
        try Data(text.utf8).write(to: URL(filePath: course.root + "/Lessons/" + file), options: .atomic)
        try waitForRun(2)
        watcher.signal(SIGINT)
        let result = try watcher.result()
        #expect(result.status == 130, "\(result.errors)")
        #expect(result.errors.ranges(of: "Waiting for a change; press Ctrl-C to stop.").count == 2, "\(result)")
        let runs = result.output.split(separator: "2 passed, 0 failed, 0 skipped")
        try #require(runs.count == 3)
        #expect(runs[0].contains("  │ 1\n") && !runs[0].contains("  │ 7\n"))
        #expect(runs[1].contains("  │ 7\n"))
    }
}

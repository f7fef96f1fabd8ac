import Foundation
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

    @Test func aWatchedLessonRunsAgainWhenItIsSaved() throws {
        let course = try Samples.goodAndBad()
        let file = "Lessons/1-part/01-good.md"
        // Waits, for a minute at most, until the lesson has run this many times.
        let script = """
            '\(Command.root)/.build/debug/lessons' run good --watch > out.txt 2>&1 & watcher=$!
            ran() { for i in $(seq 600); do [ "$(grep -c '^Waiting for a change' out.txt)" = $1 ] && return; sleep 0.1; done; }
            ran 1; sleep 0.5; [ "$(grep -c '^Waiting for a change' out.txt)" = 1 ] || echo "It ran without a change."
            sed -i 's/print(1)/print(7)/; s/^1$/7/' \(file); ran 2
            kill -INT $watcher; wait $watcher; echo $?
            """
        let result = try Command.run("/bin/bash", ["-c", "set -m\n" + script], in: course.root)
        #expect(result.output == "130\n", "\(result.errors)")
        let runs = try course.text(of: "../out.txt").split(separator: "Waiting for a change; press Ctrl-C to stop.")
        try #require(runs.count == 3)
        #expect(runs[0].contains("  │ 1\n") && !runs[0].contains("  │ 7\n"))
        #expect(runs[1].contains("  │ 7\n") && runs[1].contains("2 passed, 0 failed, 0 skipped"))
    }
}

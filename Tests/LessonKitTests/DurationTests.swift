import TestSupport
import Testing

@testable import lessons

/// What `verify` says of the time that lessons take.
@Suite struct DurationTests {
    @Test func aSlowLessonIsNamedWhileItRuns() throws {
        // It runs until a file is there, which comes when it has been named.
        let course = try Samples.goodAndBad([
            "1-part/02-bad.md":
                "# Slow\n\n```swift timeout=3600s\nimport Glibc\n\nwhile access(\"Data/go\", F_OK) != 0 { usleep(10_000) }\n```\n",
            "Data/number.txt": "1\n",
        ])
        let run = try course.begin("verify")
        try waiting(for: "the lesson to be named") {
            try #require(run.isRunning, "\(run.output) \(run.errors)")
            return run.errors.contains(/Lessons\/1-part\/02-bad\.md is still running after [1-9][0-9]+ s, in cell 1\n/)
        }
        try course.write("", to: "Data/go")
        let result = try run.result()
        #expect(result.status == 0 && result.errors.contains("Lessons/1-part/02-bad.md: 1 passed"), "\(result)")
    }

    @Test func aLessonIsNamedAfterTenSecondsAndWheneverItHasTakenTwiceAsLong() {
        let start = ContinuousClock.now
        var slow = SlowLessons()
        slow.begin("a", at: start)
        slow.begin("b", at: start + .seconds(3))
        slow.begin("c", at: start + .seconds(5))
        #expect(slow.oldest == "a")
        #expect(slow.lines(at: start + .milliseconds(9900)) == [])
        #expect(slow.lines(at: start + .milliseconds(10_500)) == ["a is still compiling after 10 s"])
        #expect(slow.lines(at: start + .seconds(11)) == [])
        slow.end("c")
        #expect(
            slow.lines(at: start + .seconds(20)) == [
                "a is still compiling after 20 s", "b is still compiling after 17 s",
            ])
        #expect(slow.lines(at: start + .seconds(39)) == ["b is still compiling after 36 s"])
        slow.end("a")
        slow.end("b")
        #expect(slow.lines(at: start + .seconds(1000)) == [] && slow.oldest == nil)
    }

    @Test func theSlowestCellsAreListed() throws {
        let course = try Samples.goodAndBad([
            "1-part/02-bad.md":
                "# Slow\n\n```swift\nimport Glibc\n```\n\n```swift\nusleep(600_000)\n```\n\n```swift\nusleep(300_000)\n```\n"
        ])
        let errors = try course.lessons("verify", "--durations").errors
        let list = try #require(errors.firstMatch(of: /(?s)Slowest cells\n(.*)Longest compilations\n(.*)/))
        let (cells, compilations) = (list.1.split(separator: "\n"), list.2.split(separator: "\n"))
        try #require(cells.count == 5)
        // One that sleeps takes as long as it sleeps at least.
        #expect(
            cells.contains { $0.contains(/^ +(0\.[6-9]|[1-9])\S* s  Lessons\/1-part\/02-bad\.md:7 cell 2$/) },
            "\(cells)")
        #expect(
            cells.contains { $0.contains(/^ +(0\.[3-9]|[1-9])\S* s  Lessons\/1-part\/02-bad\.md:11 cell 3$/) },
            "\(cells)")
        let names = compilations.prefix(2).map { $0.split(separator: " ").last ?? "" }
        #expect(names.sorted() == ["Lessons/1-part/01-good.md", "Lessons/1-part/02-bad.md"])
    }

    @Test func theTenLongestComeFirst() {
        let cells = (1...12).map {
            Durations.Entry(name: "cell \($0)", seconds: Double($0 * 5 % 13), isCompilation: false)
        }
        let compilations = [2.0, 123.4567].map { Durations.Entry(name: "\($0)", seconds: $0, isCompilation: true) }
        let lines = Durations.text(cells + compilations).split(separator: "\n")
        // 5 n modulo 13 is 12 for n = 5, 11 for 10, 10 for 2 …
        #expect(lines[..<3] == ["Slowest cells", "   12.000 s  cell 5", "   11.000 s  cell 10"])
        #expect(lines.count == 1 + 10 + 1 + 2)
        #expect(lines[11...] == ["Longest compilations", "  123.457 s  123.4567", "    2.000 s  2.0"])
    }
}

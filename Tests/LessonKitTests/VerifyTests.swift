import Foundation
import TestSupport
import Testing

@testable import LessonKit
@testable import lessons

/// Which lessons `verify` checks, and what it reports about them.
@Suite struct VerifyTests {
    @Test func shardsShareTheLessons() throws {
        let files = (1...7).map {
            ("1-part/0\($0)-l\($0).md", "# \($0)\n" + String(repeating: "word ", count: $0 * $0 * 10))
        }
        let course = try TemporaryCourse(Dictionary(uniqueKeysWithValues: files))
        let parts = try (1...3).map { try course.lessons("verify", "--shard", "\($0)/3", "--explain") }
        let lessons = parts.map {
            $0.errors.split(separator: "\n").filter { $0.hasPrefix("Lessons/") }.map(String.init)
        }
        #expect(Set(lessons.joined()).count == 7 && lessons.joined().count == 7)
        #expect(parts.allSatisfy { $0.status == 0 })
        // By size: 7 | 6, 1 … | 5, 4 …
        #expect(lessons.contains { $0.count == 1 && $0[0].contains("07-l7") })
        #expect(try course.lessons("verify", "--shard", "9/9").output == "0 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("verify", "--shard", "4/3").status == 64)
    }

    @Test func shardsGoByTheSecondsOfAReport() {
        let files = (1...4).map {
            Course.LessonFile(path: "/\($0)", displayName: "\($0)", part: "", number: "", name: "\($0)")
        }
        let seconds = ["1": 1.0, "2": 5, "3": 3, "4": 1]
        #expect(Shard("1/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["2"])
        #expect(Shard("2/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["1", "3", "4"])
        #expect(Shard("0/2") == nil && Shard("1/0") == nil && Shard("x") == nil && Shard("1/2/3") == nil)
    }

    @Test func theFailedOnesAlone() throws {
        let course = try Samples.goodAndBad()
        #expect(try course.lessons("verify").status == 1)
        #expect(try course.lessons("verify", "--failed").output.hasSuffix("\n0 passed, 1 failed, 0 skipped\n"))
        try course.write(Samples.bad.replacing(" 3", with: " 2"), to: "1-part/02-bad.md")
        #expect(try course.lessons("verify", "--failed").output == "1 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("verify", "--failed").errors.contains("Nothing failed last time."))
    }

    @Test func repetitionNamesWhatVaries() throws {
        let course = try Samples.goodAndBad([
            "1-part/02-bad.md":
                "# Varies\n\n```swift\nprint(\"same\")\nprint(\"number\", UInt64.random(in: 0 ... .max))\n```\n\n```output\nsame\nnumber ...\n```\n"
        ])
        let result = try course.lessons("verify", "--repeat", "3")
        #expect(result.status == 0)
        #expect(
            result.errors.contains(
                "Lessons/1-part/02-bad.md:3:1: note: The cell's output varies: 3 different outputs in 3 runs.\n  run 1 | number "
            ))
        #expect(!result.errors.contains("01-good.md:3:1: note"))
    }

    @Test func everyBlockIsAProgram() throws {
        let course = try Samples.goodAndBad()
        let foreign = """
            # A package

            ``` Swift
            import NoSuchModule
            ```

            ```swift
            let a = 1
            ```

            ```swift {linenos=true}
            let a = "the same name"
            ```

            - ```swift
              let b: Int = "text"
              ```

            ```output
            An output of something else.
            ```

            ```swift
            open {
            """
        try course.write(foreign, to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        #expect(result.status == 1)
        let errors = result.output.split(separator: "\n").filter { $0.contains(": error:") }
        // The last block gives two errors: an unknown name, and a brace that is not closed.
        #expect(errors.count == 4)
        #expect(errors.first?.hasPrefix("README.md:4:8: error: no such module 'NoSuchModule'") == true)
        #expect(
            errors.dropFirst().first
                == "README.md:16:16: error: cannot convert value of type 'String' to specified type 'Int'")
        #expect(errors.last?.hasPrefix("README.md:24:") == true)
        #expect(result.output.hasSuffix("\n2 passed, 3 failed, 0 skipped\n"))
        #expect(try course.lessons("verify", "--each").status == 64)
    }

    @Test func aBlockWithAnEntryOfItsOwnIsThatProgram() throws {
        let course = try Samples.goodAndBad()
        try course.write(
            """
            ```swift
            let greeting = "hello"

            @main struct Tool {
                static func main() async { print(await text()) }
                static func text() async -> String { greeting }
            }
            ```

            ```output
            hello
            ```

            ```swift
            import Glibc

            @main
            enum Early {
                static func main() { exit(3) }
            }
            ```

            ```swift
            @main struct Broken {
                static func main() { let n: Int = "text" }
            }
            ```

            ```swift
            @main struct Trap {
                static func main() {
                    let none: Int? = nil
                    print(none!)
                }
            }
            ```
            """, to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        let errors = result.output.split(separator: "\n").filter { $0.contains(": error:") }
        try #require(errors.count == 3, "\(result.output)")
        #expect(errors[0].hasPrefix("README.md:14:1: error: The program exited here with status 3:"))
        #expect(
            errors[1] == "README.md:25:39: error: cannot convert value of type 'String' to specified type 'Int'")
        #expect(errors[2].hasPrefix("README.md:33:"), "\(errors[2])")
        #expect(result.output.hasSuffix("\n1 passed, 3 failed, 0 skipped\n"))
    }

    /// A module may be installed without the library that it must be linked with.
    @Test func aBlockThatCannotBeLinkedIsCompiled() throws {
        let course = try Samples.goodAndBad()
        let block = "```swift\n@_silgen_name(\"nowhere\") func nowhere()\n\nnowhere()\n```\n\n"
        try course.write(block + block + "```output\n1\n```\n", to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        #expect(result.output.hasPrefix("README.md:7:1: error: The program does not link."), "\(result.output)")
        #expect(result.output.hasSuffix("\n1 passed, 0 failed, 1 skipped\n"))
        #expect(result.errors.contains("0 run without expected output, 1 only compiled, 0 not compiled, 1 not reached"))
    }

    @Test func aBlockInAFootnoteIsSeen() throws {
        let course = try Samples.goodAndBad()
        try course.write(
            """
            A word[^1] and another.[^two]

            ```swift
            print("text")
            ```

            ```output
            text
            ```

            [^1]: The first line.
                The second.

                ```swift
                if true {
                    print("note")
                }
                ```

                ```output
                note
                ```

                - ```swift
                  let n: Int = "text"
                  ```

            [^two]:
                ```swift
                let a = b
                ```

            ```swift
            let c: Int = "behind"
            ```
            """, to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        let errors = result.output.split(separator: "\n").filter { $0.contains(": error:") }
        #expect(
            errors == [
                "README.md:25:20: error: cannot convert value of type 'String' to specified type 'Int'",
                "README.md:30:13: error: cannot find 'b' in scope",
                "README.md:34:14: error: cannot convert value of type 'String' to specified type 'Int'",
            ])
        #expect(result.output.hasSuffix("\n2 passed, 3 failed, 0 skipped\n"))
        let coverage =
            "\n2 Swift blocks checked, 0 run without expected output, 0 only compiled, 3 not compiled, 0 not reached\n"
        #expect(result.errors.hasSuffix(coverage), "\(result.errors)")
    }

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
            slow.lines(at: start + .seconds(20)) == ["a is still compiling after 20 s", "b is still compiling after 17 s"])
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

    @Test func shardsGoByTheTimingsOfAReport() throws {
        let empty = Dictionary(uniqueKeysWithValues: (1...3).map { ("1-part/0\($0)-l\($0).md", "# \($0)\n") })
        let course = try TemporaryCourse(empty)
        let lessons = [3, 1, 1].enumerated().map { index, seconds in
            #"{"file":"Lessons/1-part/0\#(index + 1)-l\#(index + 1).md","outcome":"passed","seconds":\#(seconds),"cached":false,"problems":[],"cells":[]}"#
        }
        try course.write("{\"version\":1,\"lessons\":[\(lessons.joined(separator: ","))]}", to: "../report.json")
        let first = try course.lessons("verify", "--shard", "1/2", "--timings", "report.json", "--explain")
        #expect(first.status == 0 && first.errors.hasPrefix("Lessons/1-part/01-l1.md: "), "\(first.errors)")
        let second = try course.lessons("verify", "--shard", "2/2", "--timings", "report.json", "--explain").errors
        #expect(second.contains("02-l2") && second.contains("03-l3") && !second.contains("01-l1"))
        try course.write("{}", to: "../report.json")
        let other = try course.lessons("verify", "--shard", "1/2", "--timings", "report.json")
        #expect(other.status == 2 && other.errors.contains("report.json is not a JSON report of ‘lessons verify’"))
        #expect(
            try course.lessons("verify", "--shard", "1/2", "--timings", "none.json").errors.contains("No such file"))
    }

    @Test func theTimeLimitIsForCellsWithoutOne() throws {
        let course = try Samples.goodAndBad([
            "1-part/02-bad.md": "# Slow\n\n```swift timeout=600s\nimport Glibc\n\nusleep(900_000)\n```\n",
            "1-part/03-slow.md": "# Slow\n\n```swift\nimport Glibc\n\nusleep(30_000_000)\n```\n",
        ])
        let result = try course.lessons("verify", "--timeout", "0.6s", "--jobs", "1")
        #expect(result.status == 1 && result.output.hasSuffix("\n3 passed, 1 failed, 0 skipped\n"), "\(result.output)")
        #expect(result.output.hasPrefix("Lessons/1-part/03-slow.md:3:1: error: The program was stopped here"))
        #expect(try course.lessons("verify", "--timeout", "soon").status == 64)
    }

    @Test func nothingThatIsKnownCountsIfOneAsks() throws {
        let course = try Samples.words()
        #expect(try course.lessons("verify").status == 0)
        let again = try course.lessons("verify", "greeting", "--no-cache", "--explain")
        #expect(again.status == 5)
        let one = try course.lessons("verify", "counting", "--no-cache", "--explain")
        #expect(one.errors.contains("01-counting.md: ran because the cache is not used"))
    }
}

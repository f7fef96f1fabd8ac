import Testing

/// Which lessons `verify` checks, and what it reports about them.
@Suite struct VerifyTests {
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
        let annotated = try course.lessons("verify", "--repeat", "3", "--format", "github").output
        #expect(annotated.hasPrefix("::notice file=Lessons/1-part/02-bad.md,line=3,col=1::The cell's output varies: 3"))
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

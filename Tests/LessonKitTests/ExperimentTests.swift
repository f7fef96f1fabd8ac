import Testing

/// Files of one's own, and lessons shown in the terminal.
@Suite struct ExperimentTests {
    @Test func aFileWithoutPromisesJustRuns() throws {
        let course = try Samples.goodAndBad()
        try course.write("# Scratch\n\n```swift\nprint(\"hello\")\n```\n", to: "../scratch.md")
        let run = try course.lessons("run", "scratch.md")
        #expect(run.status == 0 && run.output.contains("│ hello\n"), "\(run.output)")
        #expect(run.output.hasSuffix("\n1 cell ran\n") && !run.output.contains("failed"))
        // To verify it is another thing.
        #expect(try course.lessons("verify", "scratch.md").status == 1)
    }

    @Test func anEditedCopyDiffersAndHasNotFailed() throws {
        let course = try Samples.goodAndBad()
        try course.write(Samples.wrong, to: "../copy.md")
        let run = try course.lessons("run", "copy.md")
        #expect(run.status == 0 && run.output.contains("≠ prints something else than the text says"), "\(run.output)")
        #expect(
            run.output.contains("expected | 2\n    actual | 1\n") && !run.output.contains("error:"), "\(run.output)")
        #expect(run.output.hasSuffix("\n1 cell ran; 1 prints something else than the text says\n"))
        // The course's own lesson fails as ever, and so does what does not run.
        #expect(try course.lessons("run", "bad").status == 1)
        try course.write("# X\n\n```swift\nfatalError(\"x\")\n```\n", to: "../crash.md")
        #expect(try course.lessons("run", "crash.md").status == 1)
    }

    /// A cell that somebody adds to a copy of a lesson promises nothing.
    @Test func anAddedCellMayPrint() throws {
        let course = try Samples.goodAndBad()
        try course.write(Samples.plain + "\n```swift\nprint(7)\n```\n", to: "../copy.md")
        let run = try course.lessons("run", "copy.md")
        #expect(run.status == 0 && run.output.contains("│ 7\n") && !run.output.contains("failed"), "\(run.output)")
        #expect(try course.lessons("verify", "copy.md").status == 1)
    }

    @Test func theSolutionsOutputIsNotTheStarters() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        let run = try course.lessons("run", "x")
        #expect(run.status == 0 && run.output.contains("– yours to solve: ‘lessons try x’\n"), "\(run.output)")
        #expect(!run.output.contains("4 4") && !run.output.contains("✓"))
        #expect(run.output.hasSuffix("\n0 passed, 0 failed, 0 skipped, 1 for you to solve\n"), "\(run.output)")
    }

    @Test func theProseIsShownInShort() throws {
        let text = """
            # Title

            What is `x`? More of it.

            ## A section with **weight**

            Its first sentence, with $`n - f`$ and a name as long as it can be, is wrapped where it is too wide. Not this.

            - nor this

            ```swift
            let x = 1
            ```

            ## A picture first

            ![a picture](x.png)

            """
        let course = try TemporaryCourse(["1-part/01-x.md": text + "```swift\nprint(x)\n```\n\n```output\n1\n```\n"])
        let output = try course.lessons("run", "x").output
        #expect(
            output.contains(
                """

                What is x?

                A section with weight
                Its first sentence, with $n - f$ and a name as long as it can be, is wrapped
                where it is too wide.

                cell 1, line 11

                """), "\(output)")
        #expect(!output.contains("More of it") && !output.contains("Not this") && !output.contains("nor this"))
    }
}

import Testing

/// What a learner's file says, and how an answer is run.
@Suite struct AnswerLimitTests {
    private static let lesson = """
        # Halves

        ```swift
        let sizes = [8, 9]
        ```

        ## Exercise

        Write a function that halves a size
        and rounds down.

        - The smallest size is 0.

        """
        + Samples.exercise.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).joined(separator: "\n")

    @Test func theFileHoldsTheTaskAndHowCloseTheOutputMustBe() throws {
        let about = Self.lesson.replacing("```output\n", with: "```output unordered\n")
        let course = try TemporaryCourse(["1-part/01-x.md": about, "1-part/02-y.md": Samples.plain])
        #expect(try course.lessons("try", "x").status == 0)
        let path = "../Attempts/1-part/01-x/exercise-1.swift"
        let text = try course.text(of: path)
        #expect(
            text.hasPrefix(
                """
                // Exercise 1 of Halves. Write your answer here, then run ‘lessons try x’ again.
                //
                // Write a function that halves a size
                // and rounds down.
                //
                // - The smallest size is 0.

                func half(_ n: Int) -> Int {

                """), "\(text)")
        #expect(text.contains("// It must print, in any order:\n"), "\(text)")
        try course.write(text.replacing("    0\n", with: "    n / 2\n"), to: path)
        #expect(try course.lessons("try", "x").output.hasSuffix("Next comes lesson 1.2: ‘lessons run y’.\n"))
    }

    /// The right answer after half of the lesson's 60 seconds of processor time: it is stopped before.
    @Test func anEndlessAnswerEndsLongBeforeTheLessonsLimit() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Self.lesson])
        #expect(try course.lessons("try", "x").status == 0)
        let path = "../Attempts/1-part/01-x/exercise-1.swift"
        try course.write(
            "import Glibc\nfunc half(_ n: Int) -> Int {\n    while clock() < 30 * CLOCKS_PER_SEC {}\n    return n / 2\n}\n",
            to: path)
        let result = try course.lessons("try", "x")
        #expect(result.status == 1 && result.output.contains("look for a loop that does not end"), "\(result)")
    }
}

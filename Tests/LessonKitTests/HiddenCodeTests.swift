import Testing

/// What blocks under `--each` and `--docs` need beside their own code, and what to say where it is missing.
@Suite struct HiddenCodeTests {
    private func verify(_ text: String, _ mode: String = "--each", as name: String = "README.md") throws
        -> Command.Result
    {
        let course = try Samples.goodAndBad()
        try course.write(text, to: "../" + name)
        return try course.lessons("verify", mode, name)
    }

    /// What several blocks need stands once, in a comment that GitHub does not show.
    @Test func hiddenCodeBeginsEveryBlockAfterIt() throws {
        let text = """
            ```swift
            let name = 1
            ```

            <!-- swift hidden
            struct Logger {
                var label: String

                func info(_ text: String) { print(label, text) }
            }
            let logger = Logger(label: "example")
            -->

            ```swift
            logger.info("a")
            ```

            ```output
            example a
            ```

            ```swift
            @main struct Tool {
                static func main() { logger.info("b") }
            }
            ```

            ```output
            example b
            ```

            > <!-- swift hidden
            > let name = "Ann"
            > -->
            > ```swift
            > print(name)
            > ```
            >
            > ```output
            > Ann
            > ```

            ```swift error
            logger.info(name)
            ```

            <!-- swift hidden -->

            ```swift
            let name = 2
            print(name)
            ```

            ```output
            2
            ```

            """
        let result = try verify(text)
        #expect(result.status == 0 && result.output.hasSuffix("8 passed, 0 failed, 0 skipped\n"), "\(result)")
        let wrong = try verify(text.replacing("example a", with: "example c"))
        #expect(wrong.status == 1 && wrong.output.contains("README.md:19:9: error: The output"), "\(wrong)")
    }

    @Test func hiddenCodeOfDocumentationCommentsIsFound() throws {
        let source = """
            /// Counts.
            ///
            /// <!-- swift hidden
            /// let n = 4
            /// -->
            /// ```swift
            /// print(n + 1)
            /// ```
            ///
            /// ```output
            /// 5
            /// ```
            public func count() {}

            """
        let package = try TemporaryPackage.small(["Sources/Counting/count.swift": source])
        let result = try package.lessons("verify", "--docs", "Sources")
        #expect(result.status == 0 && result.output.hasSuffix("2 passed, 0 failed, 0 skipped\n"), "\(result)")
    }

    @Test func anErrorInHiddenCodeIsReportedAtItsLine() throws {
        let result = try verify("# A\n\n<!-- swift hidden\n\nlet n: Int = \"a\"\n-->\n\n```swift\nprint(n)\n```\n")
        #expect(result.status == 1)
        #expect(result.output.contains("README.md:5:14: error: cannot convert value of type 'String'"), "\(result)")
    }

    @Test func aNameOfAnotherBlockIsExplained() throws {
        let result = try verify(
            "```swift\nlet a = 1\nlet logger = 2\n```\n\n```swift\nprint(logger)\n```\n\n```swift\nprint(other)\n```\n")
        #expect(
            result.output.contains(
                "README.md:7:7: error: cannot find 'logger' in scope; line 3 declares it, in a program of its own: put what "
                    + "several blocks need into a comment before them, ‘<!-- swift hidden’\n"), "\(result)")
        #expect(result.output.contains("README.md:11:7: error: cannot find 'other' in scope\n"), "\(result)")
    }

    @Test(arguments: ["func next() -> Int", "init(_ n: Int)", "func f() { self.next() }", "mutating func g() {}"])
    func aFragmentIsToBeMarked(_ code: String) throws {
        let result = try verify("```swift\n\(code)\n```\n")
        #expect(
            result.output.contains("; if the block shows only a part of some code, mark it ‘swift skip’\n"), "\(result)"
        )
        #expect(try verify("```swift skip\n\(code)\n```\n").status == 0)
    }

    @Test(arguments: [("swift", "swift hidden"), ("swift setup", "swift hidden"), ("Swift hidden", "swift hidden")])
    func aCommentInAnotherSpellingIsMalformed(_ words: String, _ meant: String) throws {
        let result = try verify("<!-- \(words)\nlet n = 1\n-->\n\n```swift\nprint(n)\n```\n")
        #expect(result.status == 2)
        let message = "README.md:1:1: error: ‘<!-- \(words)’ means nothing here; did you mean ‘<!-- \(meant)’?"
        #expect(result.output.contains(message), "\(result)")
    }

    @Test func otherCommentsAreNone() throws {
        let result = try verify("<!-- swift-format-ignore -->\n\n<!--\nswift hidden\n-->\n\n```swift\nlet a = 1\n```\n")
        #expect(result.status == 0 && result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"), "\(result)")
    }

    /// In a lesson there are ‘swift hidden’ blocks, which GitHub shows.
    @Test func aLessonHasNoCodeInComments() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n<!-- swift hidden\nlet n = 1\n-->\n"])
        let result = try course.lessons("verify")
        #expect(result.status == 2)
        #expect(
            result.output.contains("Lessons/1-part/01-x.md:3:1: error: Code in a comment is for documents"), "\(result)"
        )
    }
}

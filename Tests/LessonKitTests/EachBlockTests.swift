import Testing

/// `verify --each`: every Swift block of any Markdown is a program.
@Suite struct EachBlockTests {
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

    /// An example may print what nothing is said of, whatever the other blocks of its document promise.
    @Test func aBlockThatPromisesNothingMayPrint() throws {
        let course = try Samples.goodAndBad()
        try course.write(
            "# A\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n\n```swift\nprint(2)\n```\n", to: "../README.md")
        #expect(try course.lessons("verify", "--each", "README.md").output == "2 passed, 0 failed, 0 skipped\n")
    }

    /// The words of an output block mean what they mean in a lesson.
    @Test(
        arguments: [
            ("approx", "print(3.14159)", "3.14", 0), ("approx", "print(3.14159)", "3.15", 1),
            ("tolerance=0.01", "print(1.005)", "1", 0), ("tolerance=0.01", "print(1.005)", "1.1", 1),
            ("unordered", "print(\"b\\na\")", "a\nb", 0), ("unordered", "print(\"b\\na\")", "a\nc", 1),
            ("aprox", "print(3.14159)", "3.14", 2),
        ] as [(String, String, String, Int32)])
    func outputIsComparedAsItsWordsSay(_ word: String, _ code: String, _ output: String, _ status: Int32) throws {
        let course = try Samples.goodAndBad()
        try course.write("# A\n\n```swift\n\(code)\n```\n\n```output \(word)\n\(output)\n```\n", to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        #expect(result.status == status, "\(result.output)")
    }

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

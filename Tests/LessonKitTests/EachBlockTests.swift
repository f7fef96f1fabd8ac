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
}

import Foundation
import LessonKit
import Testing

@testable import LessonKit

/// The code in documentation comments.
@Suite struct DocCommentTests {
    static let source = """
        /// Counts on.
        ///
        /// ```swift
        /// print(next(after: 1))
        /// ```
        ///
        /// ```output
        /// 3
        /// ```
        public func next(after n: Int) -> Int { n + 1 }

        public struct Counter {
            /**
             Counts.

             ```swift
             let counter = Counter(start: "one")
             ```
             */
            public init(start: Int) {}

            /** Ends.
             *
             * ```swift
             * Counter(start: 1).end()
             * ```
             */
            public func end() {}
        }

        let text = \"\"\"
            /// ```swift
            /// This is no documentation.
            /// ```
            \"\"\"

        /// What is left open here ends with its comment.
        /// ```swift
        /// let open = 1
        public let a = 1

        ///
        /// * ```swift
        ///   let next = 2
        ///   ```
        /// * Another item.
        public let b = 1

        """

    /// What looks like the beginning of a string or a comment in one is none.
    @Test func commentsAfterCodeHideNothing() throws {
        let source = """
            let a = 1  // ends with \"\"\"
            let b = "// no comment"  /* one
            /// ```swift
            /// hidden()
            /// ```
            */
            /// ```swift
            /// shown()
            /// ```
            public let c = 1

            """
        let lesson = try Lesson(SourceText(name: "a.swift", text: source), isLenient: true)
        #expect(lesson.cells.map { $0.block.text.trimmingCharacters(in: .newlines) } == ["shown()"])
    }

    @Test func codeIsWhereItIsInTheFile() throws {
        let lesson = try Lesson(SourceText(name: "Sources/A/a.swift", text: Self.source), isLenient: true)
        #expect(lesson.cells.map(\.block.fenceLine) == [3, 16, 24, 38, 43])
        #expect(
            lesson.cells.map(\.block.text) == [
                "print(next(after: 1))\n", "let counter = Counter(start: \"one\")\n", "Counter(start: 1).end()\n",
                "let open = 1\n", "let next = 2\n",
            ])
        #expect(lesson.cells[0].expected?.block.text == "3\n")
        #expect(lesson.cells[1].block.columnOffset(ofLine: 17, in: lesson.source) == 5)
    }

    @Test func errorsAreAtTheirLineAndColumnAndOutputsAreFilled() throws {
        let package = try TemporaryPackage.small([
            "Sources/Counting/count.swift": Self.source,
            "Sources/Counting/Counting.docc/Start.md":
                "# Start\n\n```swift\nprint(next(after: 9))\n```\n\n```output\n10\n```\n",
        ])
        let result = try package.lessons("verify", "--docs", "Sources")
        #expect(result.status == 1)
        let errors = result.output.split(separator: "\n").filter { $0.contains(": error:") }
        #expect(
            errors == [
                "Sources/Counting/count.swift:8:5: error: The output is not what the lesson promises.",
                "Sources/Counting/count.swift:17:35: error: cannot convert value of type 'String' to expected argument type 'Int'",
            ], "\(result.output)\(result.errors)")
        #expect(result.output.hasSuffix("\n4 passed, 2 failed, 0 skipped\n"))

        let updated = try package.lessons("verify", "--docs", "Sources", "--update")
        #expect(updated.errors.contains("updated Sources/Counting/count.swift"))
        let text = try package.text(of: "Sources/Counting/count.swift")
        #expect(text == Self.source.replacingOccurrences(of: "/// 3\n", with: "/// 2\n"))
    }
}

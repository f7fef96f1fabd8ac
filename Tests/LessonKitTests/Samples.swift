import Foundation

/// Small courses to try commands on.
enum Samples {
    static let plain = "# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"
    static let wrong = plain.replacing("\n1\n", with: "\n2\n")
    static let good = "# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n\n```swift\nlet n = 2\n```\n"
    static let bad = "# Bad <&>\n\n```swift\nprint(\"a]]>\", 1 + 1)\n```\n\n```output\na]]> 3\n```\n"
    static let exercise = """
        # Exercise

        ```swift exercise
        func half(_ n: Int) -> Int {
            0
        }
        ```

        ```hint
        Divide.
        ```

        ```hint
        Divide by two.
        ```

        ```swift solution
        func half(_ n: Int) -> Int { n / 2 }
        ```

        ```swift check
        print(half(8), half(9))
        ```

        ```output
        4 4
        ```

        """

    static let greeting = """
        # Greeting

        ```swift
        let name = "reader"
        print("Hello,", name)
        ```

        ```output
        Hello, reader
        ```

        """

    /// A lesson that passes and one that does not, and more.
    static func goodAndBad(_ more: [String: String] = [:]) throws -> TemporaryCourse {
        try TemporaryCourse(["1-part/01-good.md": good, "1-part/02-bad.md": bad].merging(more) { $1 })
    }

    /// Four lessons that pass, in two parts.
    static func words() throws -> TemporaryCourse {
        try TemporaryCourse([
            "1-words/01-greeting.md": greeting,
            "1-words/02-parting.md": greeting.replacing("Hello", with: "Goodbye"),
            "2-numbers/01-counting.md": "# Counting\n\n```swift\nprint(1 + 1)\n```\n\n```output\n2\n```\n",
            "2-numbers/02-greeting.md": "# Greeting by number\n",
        ])
    }
}

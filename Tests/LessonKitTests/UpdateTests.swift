import Foundation
import Testing

/// What `--update` writes into a lesson, and what it leaves unchanged.
@Suite struct UpdateTests {
    @Test func updateWritesWhatCanBeChecked() throws {
        let course = try Samples.words()
        try course.write(
            "<<<<<<< ours\n" + Samples.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        try course.write(
            "# Tolerance\n\n```swift\nprint(\"loss\", 0.50012345)\n```\n\n```output tolerance=1e-3\nloss 0.7\n```\n\n"
                + "```swift exercise\nlet a = 1\n```\n```swift solution\nlet a = 2\n```\n```swift check\nprint(a)\n```\n```output\n```\n",
            to: "2-numbers/01-counting.md")
        // A lesson that cannot be updated does not prevent others from being updated.
        #expect(try course.lessons("verify", "--update").status == 2)
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
        let text = try course.text(of: "2-numbers/01-counting.md")
        #expect(text.contains("\nloss 0.5\n") && text.contains("```output\n2\n```"))
    }

    @Test func updateRestoresAChangedDigitByteForByte() throws {
        let course = try Samples.words()
        let wrong =
            "# Counting\r\n\r\n> ```swift\r\n> print(\"12.5 meters\\nand 7\")\r\n> ```\r\n> ~~~output\r\n> 12.5 meters\r\n> and 8\r\n> ~~~\r\n\r\nend"
        try course.write(wrong, to: "2-numbers/01-counting.md")
        let failed = try course.lessons("verify", "counting")
        #expect(failed.status == 1)
        #expect(
            failed.output.hasPrefix(
                "Lessons/2-numbers/01-counting.md:8:7: error: The output is not what the lesson promises.\n"))
        #expect(failed.output.contains("  expected | and 8\n    actual | and 7\n           |     ^\n"))
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(try course.text(of: "2-numbers/01-counting.md") == wrong.replacing("and 8", with: "and 7"))
    }

    @Test func updateKeepsTheLineEndsOfOldMachines() throws {
        let course = try Samples.words()
        let lesson = "# Counting\r\r```swift\rprint(\"a\\n\\nb\")\r```\r```output\rx\r```\r\rend"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(
            try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("\rx\r", with: "\ra\r\rb\r"))
    }

    @Test func updateSetsALineApartFromItsQuoteMark() throws {
        let course = try Samples.words()
        let lesson = "# Counting\n\n>```swift\n>print(\"  a\\n\\nb\")\n>```\n>```output\n>x\n>```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        let result = try course.lessons("verify", "counting", "--update")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("\n>x\n", with: "\n>   a\n>\n> b\n"))
    }

    @Test func updateFillsEmptyBlocksAndKeepsDots() throws {
        let course = try Samples.words()
        try course.write(
            "# Dots\n\n```swift\nfor i in 1...9 { print(\"line\", i) }\nprint(\"```\", \"...\")\n```\n```output\nline 1\n...\nline 8\nlines\n```\n"
                + "\n- ```swift\n  print(\"one\\n\\ntwo\")\n  ```\n\n  ```output\n  ```\n",
            to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(
            try course.text(of: "2-numbers/01-counting.md")
                == "# Dots\n\n```swift\nfor i in 1...9 { print(\"line\", i) }\nprint(\"```\", \"...\")\n```\n````output\nline 1\n...\nline 8\nline 9\n``` \\...\n````\n"
                + "\n- ```swift\n  print(\"one\\n\\ntwo\")\n  ```\n\n  ```output\n  one\n\n  two\n  ```\n")
    }

    @Test func updateWritesIntoFootnotes() throws {
        let course = try Samples.words()
        let lesson =
            "# Notes\n\nA word[^1].\n\n```swift\nlet a = 2\n```\n\n[^1]: More:\n\n    ```swift\n    print(a)\n    ```\n\n"
            + "    ```output\n    1\n    ```\n\n```swift\nprint(a + 1)\n```\n\n```output\n3\n```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        let result = try course.lessons("verify", "counting", "--update")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("    1\n", with: "    2\n"))
    }

    /// What a program prints may look like a conflict; a line of one in the prose is one.
    @Test func updateTellsConflictsFromOutputs() throws {
        let course = try Samples.words()
        let lesson =
            "# Merging\n\n```swift\nprint(\"<<<<<<< HEAD\\na\\n=======\")\n```\n\n```output\n<<<<<<< HEAD\nb\n=======\n```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("\nb\n", with: "\na\n"))
        let conflict = lesson.replacing("print(\"<<<<<<< HEAD\\na\\n=======\")", with: "print(\"a\")")
        try course.write(conflict, to: "2-numbers/01-counting.md")
        let refused = try course.lessons("verify", "counting", "--update")
        #expect(
            refused.status == 2 && refused.errors.contains("01-counting.md:8: error: The file holds conflict markers"))
        #expect(try course.text(of: "2-numbers/01-counting.md") == conflict)
    }

    @Test func updateLeavesFilesThatAreProtected() throws {
        let course = try Samples.words()
        let wrong = Samples.greeting.replacing("Hello, reader", with: "Hello")
        let path = course.root + "/Lessons/1-words/01-greeting.md"
        try course.write(wrong, to: "1-words/01-greeting.md")
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        let refused = try course.lessons("verify", "1-words/01-greeting", "--update")
        #expect(
            refused.status == 2
                && refused.errors.contains("01-greeting.md:1: error: The file is not updated, because it is read-only"))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try FileManager.default.linkItem(atPath: path, toPath: course.root + "/other.md")
        let linked = try course.lessons("verify", "1-words/01-greeting", "--update")
        #expect(linked.status == 2 && linked.errors.contains("has 2 names (hard links)"), "\(linked)")
        #expect(try course.text(of: "1-words/01-greeting.md") == wrong)
        try FileManager.default.removeItem(atPath: course.root + "/other.md")
        if geteuid() == 0 { chown(path, 1234, 4321) }
        #expect(try course.lessons("verify", "1-words/01-greeting", "--update").status == 0)
        #expect(try course.text(of: "1-words/01-greeting.md") == Samples.greeting)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        if geteuid() == 0 {
            #expect(attributes[.ownerAccountID] as? Int == 1234 && attributes[.groupOwnerAccountID] as? Int == 4321)
        }
    }

    @Test func updateIsForAuthors() throws {
        let course = try Samples.goodAndBad()
        #expect(try course.lessons("verify", "--update", environment: ["CI": "true"]).status == 64)
        #expect(try course.text(of: "1-part/02-bad.md") == Samples.bad)
        try course.write("<<<<<<< ours\n" + Samples.bad, to: "1-part/02-bad.md")
        let result = try course.lessons("verify", "--update")
        #expect(result.status == 2 && result.errors.contains("conflict markers"))
    }

    @Test func updatePromisesWhatHoldsElsewhere() throws {
        let course = try Samples.words()
        func lesson(_ output: String) -> String {
            "# Digits\n\n```swift\nprint(1.0 / 3, -2.0 / 3, 0.1 + 0.2, 12345.678, 100.5, 7, 1.23456e-7)\nprint(0.27185, 0.99996)\n```\n\n"
                + "```output approx\n\(output)```\n"
        }
        try course.write(lesson(""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        // Four significant digits; fewer if the next one is a 5, since rounding may go either way.
        let four = "0.3333 -0.6667 0.3000 12345.7 100.5 7 1.235e-07\n0.272 1.0000\n"
        #expect(try course.text(of: "2-numbers/01-counting.md") == lesson(four))
        // A number that agrees stays as the author wrote it.
        let more = four.replacing("0.3333", with: "0.333333333").replacing("12345.7", with: "12345.8")
        try course.write(lesson(more), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(
            try course.text(of: "2-numbers/01-counting.md")
                == lesson(more.replacing("12345.8", with: "12345.7")))
    }

    @Test func updateFillsTheOthers() throws {
        let course = try Samples.words()
        let lesson =
            "# Others\n\n```swift\nprint(\"a\\rb\")\n```\n\n```output tolerance=1e-3\n```\n\n```swift\nprint(2)\n```\n\n```output\n```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        let result = try course.lessons("verify", "counting", "--update")
        #expect(result.status == 2)
        #expect(
            result.errors.contains(
                "01-counting.md:7: error: The output cannot be written into this block"))
        #expect(
            try course.text(of: "2-numbers/01-counting.md")
                == lesson.replacing("print(2)\n```\n\n```output\n", with: "print(2)\n```\n\n```output\n2\n"))
    }
}

import Foundation
import Testing

/// What the commands do and say, tried on small courses.
@Suite struct CommandTests {
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

    private func course() throws -> TemporaryCourse {
        try TemporaryCourse([
            "1-words/01-greeting.md": Self.greeting,
            "1-words/02-parting.md": Self.greeting.replacing("Hello", with: "Goodbye"),
            "2-numbers/01-counting.md": "# Counting\n\n```swift\nprint(1 + 1)\n```\n\n```output\n2\n```\n",
            "2-numbers/02-greeting.md": "# Greeting by number\n",
        ])
    }

    @Test(arguments: ["parting", "1/2", "1.2", "02-parting", "Lessons/1-words/02-parting.md", "1-words/02-parting"])
    func aLessonGoesByManyNames(_ name: String) throws {
        let result = try course().lessons("run", name)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("1.2 · Greeting  Lessons/1-words/02-parting.md"))
        #expect(result.output.contains("  │ Goodbye, reader\n"))
        #expect(result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
    }

    @Test(arguments: ["1", "1-words", "words", "Lessons/1-words/"]) func aPartIsAllOfItsLessons(_ name: String) throws {
        let result = try course().lessons("run", name)
        #expect(result.status == 0)
        #expect(result.output.contains("Hello, reader") && result.output.contains("Goodbye, reader"))
    }

    @Test func numbersAreComparedAsNumbers() throws {
        let course = try course()
        try course.write(Self.greeting, to: "03-more/1-hail.md")
        func names(_ name: String) throws -> [Substring] {
            try course.lessons("run", name).output.split(separator: "\n").filter { $0.contains("  Lessons/") }
        }
        #expect(try names("1/02") == ["1.2 · Greeting  Lessons/1-words/02-parting.md"])
        for name in ["3", "03", "3-more", "3.1", "03/01", "03.1", "3-more/01-hail"] {
            #expect(try names(name) == ["3.1 · Greeting  Lessons/03-more/1-hail.md"], "\(name)")
        }
        // Two parts of one number.
        try course.write(Self.greeting, to: "3-other/01-hallo.md")
        for name in ["3", "03", "3/1"] {
            let result = try course.lessons("verify", name)
            #expect(result.status == 5 && result.errors.contains("03-more"), "\(name): \(result.errors)")
            #expect(result.errors.contains("3-other"))
        }
        #expect(try course.lessons("new", "3/adieu").errors.contains("03-more"))
        #expect(try names("3-other") == ["3.1 · Greeting  Lessons/3-other/01-hallo.md"])
    }

    @Test func anUnknownNameSuggestsTheNearest() throws {
        let result = try course().lessons("run", "couting")
        #expect(result.status == 5)
        #expect(result.errors.contains("No lesson or part is called ‘couting’; did you mean ‘counting’?"))
        #expect(try course().lessons("verify", "Lessons/nothing.md").status == 5)
    }

    @Test func aNameOfSeveralLessonsNamesThem() throws {
        let result = try course().lessons("verify", "greeting")
        #expect(result.status == 5)
        #expect(result.errors.contains("Lessons/1-words/01-greeting.md\n  Lessons/2-numbers/02-greeting.md"))
    }

    @Test func wrongUsageHasItsOwnStatus() throws {
        #expect(try course().lessons("verify", "--nonsense").status == 64)
        #expect(try course().lessons("verify", "--jobs", "0").status == 64)
    }

    @Test func outsideACourseThereIsNothing() throws {
        let result = try Command.lessons("list", in: "/usr")
        #expect(result.status == 5)
        #expect(result.errors.contains("holds ‘Lessons/’"))
    }

    @Test func theListTellsWhatIsKnown() throws {
        let course = try course()
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +not run\n/))
        #expect(try course.lessons("verify").status == 0)
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +verified\n/))
        try course.write(Self.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +failing\n/))
        try course.write(Self.greeting.replacing("\"reader\"", with: "\"you\""), to: "1-words/01-greeting.md")
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +stale\n/))
    }

    @Test(arguments: ["fatalError()", "print(nonsense)", "while true {}"])
    func theListTellsOfWhatFailed(_ code: String) throws {
        let course = try course()
        let lesson = "# Counting\n\n```swift timeout=0.2s\n\(code)\n```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 1)
        #expect(try course.lessons("list").output.contains(/2\.1 +counting +failing\n/))
        // Such a Run is no reason to run no more: it may have been the machine.
        let again = try course.lessons("verify", "--explain", "counting")
        #expect(again.status == 1 && again.errors.contains("ran because it failed the last time"))
        try course.write(lesson.replacing(code, with: "print(1)"), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("list").output.contains(/2\.1 +counting +stale\n/))
    }

    @Test func proseDoesNotRunCodeAgain() throws {
        let course = try course()
        #expect(
            try course.lessons("verify", "--explain").errors.contains("greeting.md: ran because it has not run yet"))
        try course.write("A line before the heading.\n\n" + Self.greeting, to: "1-words/01-greeting.md")
        let prose = try course.lessons("verify", "--explain")
        #expect(prose.errors.contains("Lessons/1-words/01-greeting.md: nothing changed since it ran"))
        #expect(prose.output == "3 passed, 0 failed, 0 skipped\n")
        try course.write(Self.greeting.replacing("let name", with: "let  name"), to: "1-words/01-greeting.md")
        let code = try course.lessons("verify", "--explain")
        #expect(code.errors.contains("01-greeting.md: ran because the code of cell 1 changed"))
        #expect(code.errors.contains("02-parting.md: nothing changed since it ran"))
    }

    @Test func aRunIsOfItsCellsAlone() throws {
        let course = try course()
        let two =
            "# Two\n\n```swift\nprint(\"one\")\n```\n```output\none\n```\n\n```swift\nprint(\"two\")\n```\n```output\ntwo\n```\n"
        try course.write(two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
        // A cell that the lesson's own program does not hold moves the others on.
        try course.write("```swift compile-only\nlet n = 1\n```\n\n" + two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "3 passed, 0 failed, 0 skipped\n")
        try course.write(two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
    }

    @Test func whatIsAskedOfACellCounts() throws {
        let course = try course()
        func lesson(_ info: String) -> String {
            "```swift \(info)\nimport Glibc\n\nusleep(400_000)\nfatalError(\"x\")\n```\n"
        }
        try course.write(lesson("compile-only"), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 0)
        try course.write(lesson(""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output.contains("error: Fatal error: x"))
        try course.write(
            lesson("timeout=10s").replacing("fatalError(\"x\")\n", with: ""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 0)
        try course.write(
            lesson("timeout=0.2s").replacing("fatalError(\"x\")\n", with: ""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output.contains("at its time limit"))
    }

    @Test func updateWritesWhatCanBeChecked() throws {
        let course = try course()
        try course.write(
            "<<<<<<< ours\n" + Self.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        try course.write(
            "# Tolerance\n\n```swift\nprint(\"loss\", 0.50012345)\n```\n\n```output tolerance=1e-3\nloss 0.7\n```\n\n"
                + "```swift exercise\nlet a = 1\n```\n```swift solution\nlet a = 2\n```\n```swift check\nprint(a)\n```\n```output\n```\n",
            to: "2-numbers/01-counting.md")
        // One lesson that cannot be updated keeps no other from it.
        #expect(try course.lessons("verify", "--update").status == 2)
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
        let text = try course.text(of: "2-numbers/01-counting.md")
        #expect(text.contains("\nloss 0.5\n") && text.contains("```output\n2\n```"))
    }

    @Test func dataFilesCount() throws {
        let course = try course()
        try course.write("12\n", to: "Data/number.txt")
        #expect(try course.lessons("verify").status == 0)
        try course.write("123\n", to: "Data/number.txt")
        #expect(try course.lessons("verify", "--explain").errors.contains("ran because Data/number.txt changed"))
    }

    @Test func aDamagedCacheIsAMiss() throws {
        let course = try course()
        #expect(try course.lessons("verify").status == 0)
        let folder = Command.root + "/.build/debug/lessons.cache/runs"
        let name = URL(filePath: course.root).lastPathComponent
        for file in try FileManager.default.contentsOfDirectory(atPath: folder)
        where file.contains(name) {
            try Data("{\"entries\":[{".utf8).write(to: URL(filePath: "\(folder)/\(file)"))
        }
        let result = try course.lessons("verify", "--explain")
        #expect(result.status == 0)
        #expect(result.errors.contains("01-greeting.md: ran because it has not run yet"))
    }

    @Test func updateRestoresAChangedDigitByteForByte() throws {
        let course = try course()
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
        let course = try course()
        let lesson = "# Counting\r\r```swift\rprint(\"a\\n\\nb\")\r```\r```output\rx\r```\r\rend"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting", "--update").status == 0)
        #expect(
            try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("\rx\r", with: "\ra\r\rb\r"))
    }

    @Test func updateSetsALineApartFromItsQuoteMark() throws {
        let course = try course()
        let lesson = "# Counting\n\n>```swift\n>print(\"  a\\n\\nb\")\n>```\n>```output\n>x\n>```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        let result = try course.lessons("verify", "counting", "--update")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try course.text(of: "2-numbers/01-counting.md") == lesson.replacing("\n>x\n", with: "\n>   a\n>\n> b\n"))
    }

    @Test func updateFillsEmptyBlocksAndKeepsDots() throws {
        let course = try course()
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

    @Test func othersAreVerifiedBesideOneThatFails() throws {
        let course = try course()
        try course.write("# Loop\n\n```swift timeout=0.5s\nwhile true {}\n```\n", to: "1-words/03-loop.md")
        let result = try course.lessons("verify")
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "Lessons/1-words/03-loop.md:3:1: error: The program was stopped here at its time limit"))
        #expect(result.output.hasSuffix("\n3 passed, 1 failed, 0 skipped\n"))
    }

    @Test func whatALessonStartsDiesWithIt() throws {
        let course = try course()
        let seconds = "86399.\(UInt32.random(in: 0...99_999))"
        try course.write(
            """
            # It leaves a process behind

            ```swift
            import Glibc

            var process = pid_t()
            let words = [strdup("/bin/sleep"), strdup("\(seconds)"), nil]
            let code = posix_spawn(&process, "/bin/sleep", nil, nil, words, nil)
            print(code)
            ```

            ```output
            0
            ```

            """, to: "1-words/03-child.md")
        let result = try course.lessons("verify", "child")
        #expect(result.status == 0, "\(result.output)")
        #expect(Command.processes(with: seconds) == [])
    }

    @Test func aLessonChangesNothingOutsideItsFolder() throws {
        let course = try course()
        guard try course.lessons("doctor").output.contains("✓ Sandbox") else {
            try Test.cancel("only a sandbox can prevent it, and here bubblewrap does not work")
        }
        try course.write("12\n", to: "Data/number.txt")
        try course.write(
            """
            # It writes where it may not

            ```swift
            import Glibc

            print(fopen("Data/number.txt", "r") != nil)
            print(fopen("Data/number.txt", "w") == nil, fopen("../../note.txt", "w") == nil)
            ```

            ```output
            true
            true true
            ```

            """, to: "1-words/03-writing.md")
        let result = try course.lessons("verify", "writing")
        #expect(result.status == 0, "\(result.output)")
        #expect(try course.text(of: "Data/number.txt") == "12\n")
    }

    @Test func buildWritesAPageALesson() throws {
        let course = try course()
        try FileManager.default.createDirectory(atPath: course.root + "/Site", withIntermediateDirectories: true)
        for name in ["page.html", "style.css"] {
            try FileManager.default.copyItem(
                atPath: "\(Command.root)/Site/\(name)", toPath: "\(course.root)/Site/\(name)")
        }
        let result = try course.lessons("build")
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(contentsOfFile: course.root + "/Site/public/1-words/01-greeting.html", encoding: .utf8)
        #expect(page.contains("<samp>Hello, reader\n</samp>"))
        #expect(page.contains("<a rel=\"next\" href=\"../1-words/02-parting.html\">"))
        #expect(page.contains("<a rel=\"prev\" href=\"../1-words/index.html\">"))

        // A folder that is not ours stays as it is; so does the old site when a lesson fails.
        #expect(try course.lessons("build", "--output", "Lessons").status == 2)
        #expect(try course.text(of: "1-words/01-greeting.md") == Self.greeting)
        try course.write(Self.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        #expect(try course.lessons("build").status == 1)
        #expect(
            try String(contentsOfFile: course.root + "/Site/public/1-words/01-greeting.html", encoding: .utf8) == page)
    }
}

import Foundation
import Testing

/// The names of lessons on the command line.
@Suite struct NameTests {
    @Test(arguments: ["parting", "1/2", "1.2", "02-parting", "Lessons/1-words/02-parting.md", "1-words/02-parting"])
    func aLessonGoesByManyNames(_ name: String) throws {
        let result = try Samples.words().lessons("run", name)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("1.2 · Greeting  Lessons/1-words/02-parting.md"))
        #expect(result.output.contains("  │ Goodbye, reader\n"))
        #expect(result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
    }

    @Test(arguments: ["1", "1-words", "words", "Lessons/1-words/"]) func aPartIsAllOfItsLessons(_ name: String) throws {
        let result = try Samples.words().lessons("run", name)
        #expect(result.status == 0)
        #expect(result.output.contains("Hello, reader") && result.output.contains("Goodbye, reader"))
    }

    @Test func numbersAreComparedAsNumbers() throws {
        let course = try Samples.words()
        try course.write(Samples.greeting, to: "03-more/1-hail.md")
        func names(_ name: String) throws -> [Substring] {
            try course.lessons("run", name).output.split(separator: "\n").filter { $0.contains("  Lessons/") }
        }
        #expect(try names("1/02") == ["1.2 · Greeting  Lessons/1-words/02-parting.md"])
        for name in ["3", "03", "3-more", "3.1", "03/01", "03.1", "3-more/01-hail"] {
            #expect(try names(name) == ["3.1 · Greeting  Lessons/03-more/1-hail.md"], "\(name)")
        }
        // Two parts have the same number.
        try course.write(Samples.greeting, to: "3-other/01-hallo.md")
        for name in ["3", "03", "3/1"] {
            let result = try course.lessons("verify", name)
            #expect(result.status == 5 && result.errors.contains("03-more"), "\(name): \(result.errors)")
            #expect(result.errors.contains("3-other"))
        }
        #expect(try course.lessons("new", "3/adieu").errors.contains("03-more"))
        #expect(try names("3-other") == ["3.1 · Greeting  Lessons/3-other/01-hallo.md"])
    }

    @Test func anUnknownNameSuggestsTheNearest() throws {
        let result = try Samples.words().lessons("run", "couting")
        #expect(result.status == 5)
        #expect(result.errors.contains("No lesson or part is called ‘couting’; did you mean ‘counting’?"))
    }

    @Test(arguments: [
        ("Lessons/1-words/01-greting.md", "; did you mean ‘Lessons/1-words/01-greeting.md’?"), ("/nowhere/x.md", "."),
    ]) func aFileThatIsNotThereSuggestsTheNearest(_ name: String, _ suggestion: String) throws {
        let result = try Samples.words().lessons("verify", name)
        #expect(result.status == 5 && result.output.isEmpty)
        #expect(result.errors.contains("There is no file \(name)\(suggestion)\n"), "\(result.errors)")
    }

    @Test func aNameOfSeveralLessonsNamesThem() throws {
        let result = try Samples.words().lessons("verify", "greeting")
        #expect(result.status == 5)
        #expect(
            result.errors.contains(
                "‘greeting’ may be any of these; write more of it:\n  Lessons/1-words/01-greeting.md\n"
                    + "  Lessons/2-numbers/02-greeting.md\n"), "\(result.errors)")
    }

    @Test func outsideACourseThereIsNothing() throws {
        let result = try Command.lessons("list", in: "/usr")
        #expect(result.status == 5)
        #expect(result.errors.contains("holds ‘Lessons/’"))
    }

    @Test func aFileNameMayHoldAnything() throws {
        let course = try TemporaryCourse(["1-part/01-two\nlines \u{1B}[2J.md": Samples.bad])
        let result = try course.lessons("verify", "--explain")
        #expect(result.status == 1)
        #expect(result.output.hasPrefix(#"Lessons/1-part/01-two\nlines \u{1B}[2J.md:8:6: error: "#))
        #expect(!(result.output + result.errors).contains("\u{1B}"))
        #expect(try course.lessons("list").output.contains("two\\nlines"))
        #expect(try course.lessons("run", "1.1").output.contains(#"Lessons/1-part/01-two\nlines"#))
    }

    @Test func aFileThatCannotBeReadSaysWhy() throws {
        let course = try TemporaryCourse(["1-part/01-good.md": Samples.good])
        // A regular file whose first byte nobody can read.
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/1-part/02-memory.md", withDestinationPath: "/proc/self/mem")
        let result = try course.lessons("verify")
        #expect(result.status == 2)
        #expect(
            result.output
                == "Lessons/1-part/02-memory.md:1:1: error: The file cannot be read: Input/output error.\n2 passed, 1 failed, 0 skipped\n"
        )
    }
}

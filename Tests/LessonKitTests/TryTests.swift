import Foundation
import Testing

/// A learner's answers: where they are kept, and what is said about them.
@Suite struct TryTests {
    private static let other = Samples.exercise.replacing("half", with: "third").replacing("/ 2", with: "/ 3")
        .replacing("4 4", with: "2 3")
    private static let answer = "func half(_ n: Int) -> Int { n / 2 }\n"

    private func files(_ course: TemporaryCourse) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: course.root + "/Attempts").filter { $0.hasSuffix(".swift") }
            .sorted()
    }

    @Test func lessonsOfOneNameShareNoFile() throws {
        let course = try TemporaryCourse([
            "1-a/01-foo.md": Samples.exercise, "2-b/01-foo.md": Self.other, "../a/foo.md": Samples.exercise,
            "../b/foo.md": Self.other, "../foo.md": Self.other, "../a/o d ‘d’ 卷.md": Samples.exercise,
        ])
        let outside = try TemporaryCourse(["foo.md": Self.other])
        let names = [
            "a/foo", "b/foo", "a/foo.md", "b/foo.md", "foo.md", outside.root + "/Lessons/foo.md", "a/o d ‘d’ 卷.md",
        ]
        for name in names {
            let begun = try course.lessons(
                "try",
                name.hasPrefix("a/foo") && !name.hasSuffix("md") ? "1-a/01-foo" : name == "b/foo" ? "2-b/01-foo" : name)
            #expect(begun.status == 0 && begun.output.hasPrefix("Your exercise is in Attempts/"), "\(begun)")
        }
        #expect(try files(course).count == names.count)
        // From another folder it is the same file.
        let again = try Command.run(Command.root + "/.build/debug/lessons", ["try", "foo.md"], in: course.root + "/a")
        #expect(again.status == 1)
        #expect(try files(course).count == names.count)
    }

    /// The command in an answer's file is what finds it again.
    @Test func anAnswerToAFileOfOnesOwnNamesItsPath() throws {
        let course = try Samples.goodAndBad()
        try course.write(Samples.exercise, to: "../my copy.md")
        let begun = try course.lessons("try", "my copy.md")
        #expect(begun.status == 1 || begun.status == 0, "\(begun.output)\(begun.errors)")
        let folders = FileManager.default.enumerator(atPath: course.root + "/Attempts")?.compactMap { $0 as? String }
        let file = try #require(folders?.first { $0.hasSuffix(".swift") })
        let text = try String(contentsOfFile: "\(course.root)/Attempts/\(file)", encoding: .utf8)
        #expect(text.contains("run ‘lessons try 'my copy.md'’ again"), "\(text)")
    }

    @Test func aSecondExerciseLeavesTheFirstAnswer() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        #expect(try course.lessons("try", "x").status == 0)
        let path = "../Attempts/1-part/01-x/exercise-1.swift"
        let begun = try course.text(of: path)
        let answered = begun.replacing("    0\n", with: "    n / 2\n")
        try course.write(answered, to: path)
        #expect(try course.lessons("try", "x").status == 0)
        // Another exercise comes before it.
        try course.write(Self.other + Samples.exercise, to: "1-part/01-x.md")
        #expect(try course.lessons("try", "x", "--exercise", "2").output.contains("passes the check"))
        let first = try course.lessons("try", "x", "--exercise", "1")
        #expect(first.output.contains("Attempts/1-part/01-x/exercise-2.swift"), "\(first)")
        #expect(try course.text(of: path) == answered)
        // And one after it.
        try course.write(Samples.exercise + Self.other, to: "1-part/01-x.md")
        #expect(try course.lessons("try", "x", "--exercise", "1").output.contains("passes the check"))
        #expect(try course.lessons("try", "x", "--exercise", "2").status == 1)
        #expect(try files(course).count == 2)
    }

    @Test func nothingIsOverwritten() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        let path = "../Attempts/1-part/01-x/exercise-1.swift"
        #expect(try course.lessons("try", "x").status == 0)
        for number in 1...3 {
            try course.write("// \(number)\n", to: path)
            let again = try course.lessons("try", "x", "--again")
            let old = "Attempts/1-part/01-x/exercise-1-earlier-\(number).swift"
            #expect(again.status == 0 && again.output.contains("Your answer so far is now in \(old)."), "\(again)")
            #expect(try course.text(of: "../" + old) == "// \(number)\n")
        }
        // A changed exercise is told of, and the answer to the old one is still the learner's.
        try course.write(Samples.exercise.replacing("    0", with: "    1"), to: "1-part/01-x.md")
        #expect(try course.lessons("try", "x").errors.contains("The exercise has changed since you began"))
    }

    @Test func answersOfTheOldLayoutAreMoved() throws {
        let course = try TemporaryCourse([
            "1-part/01-x.md": Samples.exercise + Self.other, "1-part/02-y.md": Samples.exercise,
            "../Attempts/1-part/01-x.swift": Self.answer, "../Attempts/1-part/01-x-2.swift": "// two\n",
            "../Attempts/1-part/02-y.swift": "// y\n", "../z.md": Samples.exercise,
            "../Attempts/z.swift":
                "// Exercise 1 of Exercise. Write your answer here, then run ‘lessons try z’ again.\n",
        ])
        #expect(try course.lessons("try", "x", "--exercise", "1").output.contains("passes the check"))
        #expect(try course.lessons("try", "y").status == 1)
        #expect(try course.lessons("try", "z.md").status == 1)
        #expect(try course.text(of: "../Attempts/1-part/01-x/exercise-1.swift") == Self.answer)
        #expect(try course.text(of: "../Attempts/1-part/01-x/exercise-2.swift") == "// two\n")
        #expect(try course.text(of: "../Attempts/1-part/02-y/exercise-1.swift") == "// y\n")
        #expect(try files(course).count == 4)
    }

    @Test(arguments: [
        ("fatalError(\"before\")", "Fatal error: before"), ("let n: Int = \"\"", "cannot convert value of type"),
        ("import Foundation\nexit(3)", "exited here with status 3"),
    ]) func aBrokenLessonIsSaidToBe(_ code: String, _ words: String) throws {
        let course = try TemporaryCourse(["1-part/01-x.md": "```swift\n\(code)\n```\n\n" + Samples.exercise])
        #expect(try course.lessons("try", "x").status == 0)
        try course.write(Self.answer, to: "../Attempts/1-part/01-x/exercise-1.swift")
        let result = try course.lessons("try", "x")
        #expect(result.status == 1 && result.output.contains("This is a fault of the lesson, not of your answer."))
        #expect(result.output.contains("Lessons/1-part/01-x.md:") && result.output.contains(words), "\(result)")
        #expect(!result.output.contains("Not yet") && !result.output.contains("hint"))
    }

    @Test(arguments: [
        "print(1)\nfunc half(_ n: Int) -> Int { n / 2 }", "import Foundation\nexit(0)",
        "func half(_ n: Int) -> Int { 0 }",
        "func half(_ n: Int) -> Int { n / 2 ", "func half(_ n: Int) -> Int { [1][n] }",
    ]) func aLearnerGetsNoAuthorsAdvice(_ code: String) throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        #expect(try course.lessons("try", "x").status == 0)
        try course.write(code, to: "../Attempts/1-part/01-x/exercise-1.swift")
        let result = try course.lessons("try", "x")
        #expect(result.status == 1 && result.output.contains("Not yet"), "\(result)")
        for word in ["--update", "```output", "timeout=", "promises", "descriptors", "abs="] {
            #expect(!result.output.contains(word), "\(result.output)")
        }
    }
}

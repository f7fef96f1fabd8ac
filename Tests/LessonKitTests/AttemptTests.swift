import Foundation
import Testing

@testable import LessonKit

/// What a learner wrote in the notebook: where it is kept, and when it is not overwritten.
@Suite struct AttemptTests {
    private static let lesson = "# L\n\n```swift\nlet a = 1\n```\n\n```swift\nprint(a)\n```\n\n```output\n1\n```\n\n"

    private func attempts(_ course: TemporaryCourse) throws -> Attempts {
        let found = Course(root: course.root)
        let file = try #require(found.lessons.first)
        return try Attempts(at: file, Lesson(SourceText(file)), in: found)
    }

    private func course(_ text: String = lesson) throws -> TemporaryCourse {
        try TemporaryCourse(["1-part/01-x.md": text])
    }

    @Test func aCellIsWrittenAndReadAgain() throws {
        let course = try course()
        #expect(try attempts(course).entries.isEmpty)
        let code = "print(\"```\")\n// Begun from version x\nlet b = 2\n"
        let written = try attempts(course).write(code, to: "2", over: Attempts.none)
        #expect(written.code == code && !written.isOfOlderText && written.place == .replacing(1))
        #expect(try attempts(course).entries.map(\.code) == [code])
        let text = try course.text(of: "../Attempts/1-part/01-x/cell-2.swift")
        #expect(text.hasPrefix(code) && text.hasSuffix("\n") && text.contains("// Begun from version "))
    }

    @Test func aStaleTextIsRefused() throws {
        let course = try course()
        let first = try attempts(course).write("one\n", to: "1", over: Attempts.none)
        let second = try attempts(course).write("two\n", to: "1", over: first.version)
        for version in [first.version, Attempts.none, ""] {
            let stale = #expect(throws: Attempts.Stale.self) {
                try attempts(course).write("three\n", to: "1", over: version)
            }
            #expect(stale?.entry?.code == "two\n")
            #expect(throws: Attempts.Stale.self) { try attempts(course).reset("1", over: version) }
        }
        #expect(try attempts(course).entries.map(\.code) == ["two\n"])
        // Another program may write the file, too.
        let path = "../Attempts/1-part/01-x/cell-1.swift"
        try course.write(course.text(of: path).replacing("two", with: "outside"), to: path)
        #expect(throws: Attempts.Stale.self) { try attempts(course).write("three\n", to: "1", over: second.version) }
        #expect(try attempts(course).entries.map(\.code) == ["outside\n"])
    }

    @Test func resettingLosesNothing() throws {
        let course = try course()
        for number in 1...2 {
            let entry = try attempts(course).write("\(number)\n", to: "1", over: Attempts.none)
            try attempts(course).reset("1", over: entry.version)
            #expect(try attempts(course).entries.isEmpty)
            #expect(
                try course.text(of: "../Attempts/1-part/01-x/cell-1-earlier-\(number).swift").hasPrefix("\(number)\n"))
        }
    }

    /// A text follows its cell when others come before it; of a cell that has changed itself, both texts are known.
    @Test func theLessonMayChange() throws {
        let course = try course()
        _ = try attempts(course).write("print(a + 1)\n", to: "2", over: Attempts.none)
        let added = try attempts(course).add(below: 0)
        _ = try attempts(course).write("// below a\n", to: added.name, over: added.version)
        try course.write("# L\n\n```swift\nlet first = 0\n```\n\n" + Self.lesson, to: "1-part/01-x.md")
        var entries = try attempts(course).entries
        #expect(entries.map(\.place) == [.below(1), .replacing(2)] && entries.allSatisfy { !$0.isOfOlderText })
        #expect(entries.map(\.code) == ["// below a\n", "print(a + 1)\n"])
        try course.write(Self.lesson.replacing("print(a)", with: "print(a, a)"), to: "1-part/01-x.md")
        entries = try attempts(course).entries
        #expect(entries.map(\.place) == [.below(0), .replacing(1)] && entries.map(\.isOfOlderText) == [false, true])
    }

    @Test func anAnswerIsTheSameFileThatTryUses() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        let entry = try attempts(course).write(
            "func half(_ n: Int) -> Int { n / 2 }\n", to: "exercise-1", over: Attempts.none)
        #expect(entry.code == "func half(_ n: Int) -> Int { n / 2 }\n" && entry.place == nil)
        #expect(try course.lessons("try", "x").output.contains("passes the check"))
        #expect(LearnerProgress(in: Course(root: course.root)).passed == ["1-part/01-x": [1]])
        // And the other way round: what `try` began is read without the comments around it.
        #expect(try course.lessons("try", "x", "--again").status == 0)
        #expect(try attempts(course).entry("exercise-1")?.code == "func half(_ n: Int) -> Int {\n    0\n}\n")
    }

    @Test(arguments: ["0", "3", "-1", "1-added-1", "exercise-1", "../x", "1/../../x", "", "99999999999999999999"])
    func noOtherFileIsWritten(_ name: String) throws {
        let course = try course()
        #expect(throws: Attempts.Stale.self) { try attempts(course).write("x\n", to: name, over: Attempts.none) }
        #expect(!FileManager.default.fileExists(atPath: course.root + "/Attempts"))
    }
}

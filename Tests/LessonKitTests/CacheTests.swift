import Foundation
import Testing

@testable import LessonKit

/// What is known from earlier runs, and when it is no longer valid.
@Suite struct CacheTests {
    @Test func theListTellsWhatIsKnown() throws {
        let course = try Samples.words()
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +not run\n/))
        #expect(try course.lessons("verify").status == 0)
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +verified\n/))
        try course.write(Samples.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +failing\n/))
        try course.write(Samples.greeting.replacing("\"reader\"", with: "\"you\""), to: "1-words/01-greeting.md")
        #expect(try course.lessons("list").output.contains(/1\.1 +greeting +stale\n/))
    }

    @Test(arguments: ["fatalError()", "print(nonsense)", "while true {}"])
    func theListTellsOfWhatFailed(_ code: String) throws {
        let course = try Samples.words()
        let lesson = "# Counting\n\n```swift timeout=0.2s\n\(code)\n```\n"
        try course.write(lesson, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 1)
        #expect(try course.lessons("list").output.contains(/2\.1 +counting +failing\n/))
        // Such a Run must be repeated: the machine may have caused the failure.
        let again = try course.lessons("verify", "--explain", "counting")
        #expect(again.status == 1 && again.errors.contains("ran because it failed the last time"))
        try course.write(lesson.replacing(code, with: "print(1)"), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("list").output.contains(/2\.1 +counting +stale\n/))
    }

    @Test func proseDoesNotRunCodeAgain() throws {
        let course = try Samples.words()
        #expect(
            try course.lessons("verify", "--explain").errors.contains("greeting.md: ran because it has not run yet"))
        try course.write("A line before the heading.\n\n" + Samples.greeting, to: "1-words/01-greeting.md")
        let prose = try course.lessons("verify", "--explain")
        #expect(prose.errors.contains("Lessons/1-words/01-greeting.md: nothing changed since it ran"))
        #expect(prose.output == "3 passed, 0 failed, 0 skipped\n")
        try course.write(Samples.greeting.replacing("let name", with: "let  name"), to: "1-words/01-greeting.md")
        let code = try course.lessons("verify", "--explain")
        #expect(code.errors.contains("01-greeting.md: ran because the code of cell 1 changed"))
        #expect(code.errors.contains("02-parting.md: nothing changed since it ran"))
    }

    @Test func aRunIsOfItsCellsAlone() throws {
        let course = try Samples.words()
        let two =
            "# Two\n\n```swift\nprint(\"one\")\n```\n```output\none\n```\n\n```swift\nprint(\"two\")\n```\n```output\ntwo\n```\n"
        try course.write(two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
        // A cell outside the lesson's own program shifts the numbers of the others.
        try course.write("```swift compile-only\nlet n = 1\n```\n\n" + two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "3 passed, 0 failed, 0 skipped\n")
        try course.write(two, to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output == "2 passed, 0 failed, 0 skipped\n")
    }

    @Test func whatIsAskedOfACellCounts() throws {
        let course = try Samples.words()
        func lesson(_ info: String) -> String {
            "```swift \(info)\nimport Glibc\n\nusleep(400_000)\nfatalError(\"x\")\n```\n"
        }
        try course.write(lesson("compile-only"), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 0)
        try course.write(lesson(""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output.contains("error: Fatal error: x"))
        try course.write(
            lesson("timeout=600s").replacing("fatalError(\"x\")\n", with: ""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").status == 0)
        try course.write(
            lesson("timeout=0.2s").replacing("fatalError(\"x\")\n", with: ""), to: "2-numbers/01-counting.md")
        #expect(try course.lessons("verify", "counting").output.contains("at its time limit"))
    }

    @Test func dataFilesCount() throws {
        let course = try Samples.words()
        try course.write("12\n", to: "Data/number.txt")
        #expect(try course.lessons("verify").status == 0)
        try course.write("123\n", to: "Data/number.txt")
        #expect(try course.lessons("verify", "--explain").errors.contains("ran because Data/number.txt changed"))
    }

    @Test func aDamagedCacheIsAMiss() throws {
        let course = try Samples.words()
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

    /// The compiler's module cache, damaged in each of the ways in which a disk damages files.
    @Test func aDamagedModuleCacheIsMended() throws {
        let course = try TemporaryCourse([
            "1-part/01-good.md": "# Root\n\n```swift\nimport Glibc\n\nlet n = sqrt(4.0)\n```\n"
        ])
        // This uses a separate command, since all others share a cache.
        let command = try course.ownCommand()
        func verify() throws -> Command.Result {
            try Command.run(command, ["verify", "--no-cache"], in: course.root)
        }
        #expect(try verify().status == 0)
        let cache = course.root + "/build/lessons.cache/ModuleCache"
        let modules = try FileManager.default.subpathsOfDirectory(atPath: cache).filter { $0.hasSuffix(".pcm") }
        #expect(modules.contains { $0.contains("SwiftGlibc") })
        for (number, name) in modules.sorted().enumerated() {
            let file = URL(filePath: "\(cache)/\(name)")
            let bytes = try Data(contentsOf: file)
            let damaged = [Data(), bytes.prefix(5000), Data(count: bytes.count)]
            try damaged[number % 3].write(to: file)
            let result = try verify()
            #expect(result.status == 0, "\(name): \(result.output)\(result.errors)")
        }
    }

    /// A lesson whose stored Runs were changed runs again.
    @Test(arguments: [
        (#""index":0"#, #""index":99"#), (#""index":0"#, #""index":-1"#), ("\"cells\":[", "\"cells\":[[[[["),
    ]) func aDamagedRunIsMadeAgain(_ old: String, _ new: String) throws {
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"])
        #expect(try course.lessons("verify").status == 0)
        let runs = URL(filePath: Command.root + "/.build/debug").resolvingSymlinksInPath().path + "/lessons.cache/runs/"
        let path = "\(runs)\(uniqueFileName(for: (course.root + "/Lessons/1-part/01-x.md").relative(to: runs))).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
        let result = try course.lessons("verify", "--explain")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("ran because"), "\(result.errors)")
        try FileManager.default.removeItem(atPath: path)
    }
}

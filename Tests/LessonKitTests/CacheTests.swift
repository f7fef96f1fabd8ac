import Foundation
import Testing

@testable import LessonKit

/// What is kept between runs.
@Suite struct CacheTests {
    /// A lesson's kept Runs, changed, say nothing any more: the lesson runs again.
    @Test(arguments: [
        (#""index":0"#, #""index":99"#), (#""index":0"#, #""index":-1"#), ("\"cells\":[", "\"cells\":[[[[["),
    ]) func aDamagedRunIsMadeAgain(_ old: String, _ new: String) throws {
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"])
        #expect(try course.lessons("verify").status == 0)
        let runs = Command.root + "/.build/debug/lessons.cache/runs/"
        let path = "\(runs)\(Cache.name(for: course.root + "/Lessons/1-part/01-x.md")).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
        let result = try course.lessons("verify", "--explain")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("ran because"), "\(result.errors)")
        try FileManager.default.removeItem(atPath: path)
    }
}

import Foundation
import Testing

/// WRITING.md builds a lesson step by step; what it shows must be a lesson that passes.
@Suite struct WritingTests {
    @Test func theLessonInWritingPasses() throws {
        let page = try String(contentsOfFile: "\(Command.root)/WRITING.md", encoding: .utf8)
        let lesson = try #require(page.firstMatch(of: /(?s)````markdown\n(.+?)````\n/)).1
        let exercise = try #require(page.firstMatch(of: /\n    ```swift exercise\n(?:    .*\n|\n)+/)).0
            .replacing(#/(?m)^    /#, with: "")
        let course = try TemporaryCourse(["1-part/01-dilation.md": String(lesson + exercise)])
        let result = try course.lessons("verify")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.hasSuffix("3 passed, 0 failed, 0 skipped\n"))
    }
}

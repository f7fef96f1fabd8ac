import Testing

@testable import LessonKit

/// The text that an update makes of a file.
@Suite struct UpdateTextTests {
    private func update(_ text: String, printing output: String) throws -> String? {
        let lesson = try Lesson(SourceText(name: "x.md", text: text))
        let file = Course.LessonFile(path: "/x.md", displayName: "x.md", part: "", number: "", name: "x")
        let run = Run(
            execution: Execution(
                cells: [Execution.CellExecution(index: 0, output: output)], termination: .finished))
        let report = Report(
            file: file, lesson: lesson, programs: Program.all(of: lesson), runs: [run], warningsFail: true)
        guard let (text, refusals) = try Update(report)?.text() else { return nil }
        if let refusal = refusals.first { throw refusal }
        return text
    }

    @Test func onlyTheOutputAndItsFencesChange() throws {
        let text = "> - ~~~swift\n>   a\n>   ~~~\n>\n>   ~~~output\n>   old\n>   ~~~\r\n\nend"
        let updated = "> - ~~~swift\n>   a\n>   ~~~\n>\n>   ~~~~~output\n>   x\n>\n>   ~~~~\n>   ~~~~~\r\n\nend"
        #expect(try update(text, printing: "x\n\n~~~~\n") == updated)
        #expect(try update(updated, printing: "x\n\n~~~~\n") == nil)
    }

    /// Such a text would change its meaning in a Markdown file.
    @Test(arguments: ["a\rb\n", "a\0b\n"]) func whatABlockCannotHoldIsRefused(_ output: String) {
        let error = #expect(throws: Refusal.self) {
            try update("```swift\na\n```\n```output\n```\n", printing: output)
        }
        #expect(error?.description.hasPrefix("x.md:4: error: The output cannot be written into this block") == true)
    }
}

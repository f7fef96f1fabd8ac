import Testing

@testable import LessonKit
@testable import LessonSite

/// Questions with choices.
@Suite struct QuestionTests {
    private let question = """
        # Sizes

        ## Questions

        1. How *many*?

           - [ ] Three.
             That is the kernel.
           - [x] Four,
             since it fits at four places.
           - [ ] Six.

             Only with padding.

             > Always.

        """

    @Test func choicesStandAboveTheirReasonsWhichAreFolded() throws {
        let html = try Rendering(question).html
        #expect(
            html.hasSuffix(
                """
                <ol>
                <li class="question" data-question="1"><p>How <em>many</em>?</p>
                <ol class="choices">
                <li>Three.</li>
                <li data-right="">Four,</li>
                <li>Six.</li>
                </ol>
                <details class="reasons"><summary>Answer</summary>
                <ol class="choices">
                <li><p class="verdict">No.</p>
                <p>That is the kernel.</p>
                </li>
                <li><p class="verdict">Right.</p>
                <p>since it fits at four places.</p>
                </li>
                <li><p class="verdict">No.</p>
                <p>Only with padding.</p>
                <blockquote>
                <p>Always.</p>
                </blockquote>
                </li>
                </ol>
                </details>
                </li>
                </ol>

                """), "\(html)")
    }

    @Test func elsewhereTasksAreTasks() throws {
        let html = try Rendering(question.replacing("## Questions", with: "## To do")).html
        #expect(!html.contains("choices") && html.contains("type=\"checkbox\""))
        #expect(
            try Rendering("# X\n\n## Questions\n\n1. Why?\n   - One.\n   - Two.\n").html.contains("choices") == false)
    }

    @Test func aChoiceWithoutAReasonIsAFault() throws {
        let text = question.replacing("     That is the kernel.\n", with: "")
        #expect(
            try Rendering(text).problems == [
                "here.md:7:1: error: This choice has no reason; write one under it, indented like its text."
            ])
    }

    @Test func oneChoiceMustBeRight() throws {
        let problems = try Rendering(question.replacing("[x]", with: "[ ]")).problems
        #expect(problems.count == 1 && problems[0].hasPrefix("here.md:7:"), "\(problems)")
        #expect(problems.first?.hasSuffix("write [x] in place of [ ] before the right one.") == true)
    }
}

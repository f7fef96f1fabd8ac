import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// What a page shows of cells and what they printed, and by which words the search finds them.
@Suite struct CellPageTests {
    /// The text of a lesson whose first cell has printed this.
    private func page(_ text: String, printed: String) throws -> PageText {
        let lesson = try Lesson(SourceText(name: "01-a.md", text: text))
        let file = Course.LessonFile(
            path: "/01-a.md", displayName: "01-a.md", part: "1-x", number: "1.1", name: "a")
        let programs = Program.all(of: lesson)
        let runs = programs.map { program in
            let cells = program.cells.map { Execution.CellExecution(index: $0.index, output: printed) }
            return Run(execution: Execution(cells: cells, termination: .finished))
        }
        let report = Report(file: file, lesson: lesson, programs: programs, runs: runs, warningsFail: true)
        return PageText(
            report: report, lesson: lesson, map: SiteMap(folder: "/none", pages: [:]),
            typesetter: Typesetter(cacheFolder: "/none", coloursCode: false))
    }

    /// Of 100 lines in the place of `...` the first 20 and the last 20 are shown.
    @Test func manyLinesThatNothingPromisesAreCounted() throws {
        let lines = (1...102).map { "line \($0)\n" }
        let text = "# A\n\n```swift\nprint(1)\n```\n\n```output\nline 1\n...\nline 102\n```\n"
        let html = try page(text, printed: lines.joined()).html
        let shown = lines[1...20].joined() + "… 60 lines …\n" + lines[81...100].joined()
        #expect(html.contains("<samp>line 1\n<span class=\"beyond\">\(shown)</span>line 102\n</samp>"), "\(html)")
    }

    @Test func fortyLinesAreShown() throws {
        let lines = (1...41).map { "line \($0)\n" }
        let text = "# A\n\n```swift\nprint(1)\n```\n\n```output\nline 1\n...\n```\n"
        let html = try page(text, printed: lines.joined()).html
        #expect(html.contains("<span class=\"beyond\">\(lines[1...40].joined())</span></samp>"), "\(html)")
    }

    @Test func theSearchGivesNoAnswersAway() throws {
        let text = """
            # A

            ```swift
            print("plain")
            ```

            ```output
            printed
            ```

            ```swift exercise
            let begun = 1
            ```

            ```swift wrong
            let mistaken = 3
            ```

            ```swift solution
            let solved = 2
            ```

            ```swift check
            print("checked")
            ```

            ```output
            found
            ```

            """
        let words = try page(text, printed: "").sections.map(\.words).joined()
        for word in ["plain", "printed", "begun", "checked", "found"] { #expect(words.contains(word), "\(words)") }
        for word in ["solved", "mistaken"] { #expect(!words.contains(word), "\(words)") }
    }

    /// The text of a lesson with an exercise, and something between its solution and its check.
    private func lesson(withBetween text: String) -> String {
        "# A\n\n```swift exercise\nlet a = 1\n```\n\n```swift wrong\nlet a = 3\n```\n\n```swift solution\nlet a = 2\n```\n\n"
            + "\(text)\n\n```swift check\nprint(a)\n```\n\n```output\n2\n```\n\nAfter it.\n"
    }

    @Test func whatIsToldBeforeTheCheckIsInTheBox() throws {
        let html = try page(lesson(withBetween: "Now *the number* is printed."), printed: "2\n").html
        let told = try #require(html.firstRange(of: "<p>Now <em>the number</em> is printed.</p>"))
        let check = try #require(html.firstRange(of: "what a right answer must print"))
        let end = try #require(html.firstRange(of: "</section>"))
        #expect(check.upperBound < told.lowerBound && told.upperBound < end.lowerBound)
        #expect(html.ranges(of: "Now <em>").count == 1)
        #expect(html.contains("</section>\n<p>After it.</p>"), "\(html)")
    }

    @Test func aHeadingBeforeTheCheckEndsTheBox() throws {
        let html = try page(lesson(withBetween: "## Another thing\n\nTold in it."), printed: "2\n").html
        let told = try #require(html.firstRange(of: "<p>Told in it.</p>"))
        let boxes = html.ranges(of: /<section class="exercise"(?s:.*?)<\/section>/)
        #expect(!boxes.isEmpty && !boxes.contains { $0.contains(told.lowerBound) }, "\(html)")
        #expect(html.ranges(of: "Told in it.").count == 1)
    }
}

import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// Comments after formulas that name the lines of code which compute them.
@Suite struct CodeMarkTests {
    private static let cells = """

        ```swift
        let a = 1
        let both = 2
          let sum = a + 1
        ```

        ```swift
        func g() {
            let both = 2
            print(both)
        }
        ```

        ```swift exercise
        func h() {}
        ```

        ```swift wrong
        let mistaken = 3
        ```

        ```swift solution
        let secret = 4
        ```

        ```swift check
        h()
        ```

        """

    private func page(_ text: String, book: Bool = false) throws -> PageText {
        let lesson = try Lesson(SourceText(name: "01-a.md", text: "# A\n\n\(text)\n\(Self.cells)"))
        let file = Course.LessonFile(path: "/01-a.md", displayName: "01-a.md", part: "1-x", number: "1.1", name: "a")
        var report = Report(file: file)
        report.lesson = lesson
        report.verdicts = lesson.cells.filter { ![.solution, .check, .wrong].contains($0.kind) }.map {
            Report.Verdict(cell: $0, outcome: .passed)
        }
        return PageText(
            report: report, lesson: lesson, map: SiteMap(folder: "/none", pages: ["1-x/01-a.md": "01-a.html"]),
            typesetter: Typesetter(cacheFolder: "/none", coloursCode: false))
    }

    private static let link = "<a class=\"to-code\" href=\"#cell.1\" aria-label=\"Computed in cell 1\">{}</a>"

    @Test func aFormulaInALineLeadsToItsCell() throws {
        let html = try page("Add $`a + 1`$<!-- code: let sum = a + 1 -->. Then on.").html
        #expect(
            html.contains("<p>Add <span class=\"computed\" data-code=\"1\">\(Self.link).</span> Then on.</p>"),
            "\(html)")
        #expect(
            html.contains("let both = 2\n<span class=\"line\" data-code=\"1\">  let sum = a + 1</span>\n"), "\(html)")
    }

    @Test(arguments: ["", "\n"]) func aFormulaOnLinesOfItsOwnLeadsToItsCell(_ gap: String) throws {
        let html = try page("```math\na\n```\n\(gap)<!-- code:\n  let a = 1\n  let sum = a + 1\n-->\n").html
        #expect(
            html.contains(
                "<div class=\"computed\" data-code=\"1\">\n<div class=\"formula\" tabindex=\"0\"></div>\n\(Self.link)</div>\n"
            ), "\(html)")
        #expect(html.components(separatedBy: "<span class=\"line\" data-code=\"1\">").count == 3)
    }

    @Test func inAListAndTwice() throws {
        let page = try page(
            "1. First:\n\n   ```math\n   a\n   ```\n   <!-- code: let a = 1 -->\n2. $`a`$ <!-- code: let a = 1 -->\n3. $`b`$<!-- code: let a = 1\n   let sum = a + 1 -->"
        )
        #expect(page.problems.isEmpty)
        #expect(page.html.components(separatedBy: "data-code=\"1\">").count == 3)
        #expect(page.html.contains("<span class=\"line\" data-code=\"1 2\">let a = 1</span>"), "\(page.html)")
        #expect(page.html.contains("<span class=\"line\" data-code=\"2\">  let sum"))
    }

    @Test(arguments: [
        (
            "$`a`$<!-- code: let sum = a + 2 -->", 3,
            "No cell has the line ‘let sum = a + 2’, which is to compute the formula before it; did you mean ‘let sum = a + 1’?"
        ),
        (
            "Text\n$`a`$<!-- code: let both = 2 -->", 4,
            "‘let both = 2’ is in cell 1 and cell 2; name a line with it that only one of them has."
        ),
        (
            "```math\na\n```\n<!-- code:\nlet a = 1\nprint(both)\n-->", 7,
            "These lines are in different cells; name those of one cell."
        ),
        (
            "$`a`$<!-- code: -->", 3,
            "This comment names no code; write after ‘code:’ the lines that compute the formula before it."
        ),
        (
            "Text <!-- code: let a = 1 -->", 3,
            "There is no formula right before this comment; put it after the formula that the code computes."
        ),
        (
            "Text\n\n<!-- code: let a = 1 -->", 5,
            "There is no formula right before this comment; put it after the formula that the code computes."
        ),
        (
            "$`a`$<!-- code: let secret = 4 -->", 3,
            "No cell has the line ‘let secret = 4’, which is to compute the formula before it."
        ),
    ])
    func aFaultIsReportedAtItsLine(_ text: String, _ line: Int, _ message: String) throws {
        let problems = try page(text).problems
        #expect(problems.map(\.message) == [message])
        // Where lines are in different cells, it is the first of them.
        #expect(problems.map(\.line) == [message.hasPrefix("These") ? 7 : line])
    }

    @Test func anotherCommentIsNone() throws {
        let page = try page("$`a`$<!-- note: let b -->\n\n```math\na\n```\n<!-- codes -->")
        #expect(page.problems.isEmpty && !page.html.contains("to-code") && !page.html.contains("note"))
    }

    /// What colours several lines is ended around a line that is an element.
    @Test func aLineIsWellFormedInItsColours() throws {
        let lesson = try Lesson(
            SourceText(name: "a.md", text: "$`a`$<!-- code: b */ let c -->\n\n```swift\n/* a\nb */ let c\nd\n```\n"))
        let marks = CodeMarks(lesson)
        let html = "<span class=\"comment\">/* a\nb */</span> let <span class=\"n\">c</span>\nd\n"
        #expect(
            marks.marked(html, of: lesson.cells[0])
                == "<span class=\"comment\">/* a\n</span><span class=\"line\" data-code=\"1\"><span class=\"comment\">b */</span> let <span class=\"n\">c</span></span>\nd\n"
        )
    }
}

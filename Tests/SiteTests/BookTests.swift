import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import LessonKit
@testable import LessonSite

/// The course as one book.
@Suite struct BookTests {
    private static let lesson = """
        # Padding & more

        See [the notation](../notation.md#signs), [below](#below), [the next one](02-b.md) and [all](../README.md).<br>

        ```swift hidden
        let n = 3
        ```

        ## Below

        ```swift exercise
        func f() -> Int { <#1#> }
        ```

        ```hint
        Count *twice*.
        ```

        ```swift solution
        func f() -> Int { 1 }
        ```

        ```swift check
        print(f())
        ```

        ```output
        1
        ```

        ## Questions

        1. How many?

           - [ ] Three.
             No.
           - [x] One.
             Yes.

        """

    /// A course of two lessons and a notation.
    private func course(in folder: borrowing TemporaryFolder) throws -> Course {
        let texts = [
            "1-part/01-a.md": Self.lesson, "1-part/02-b.md": "# B\n\n[Its exercise](01-a.md#below), $`a < b`$.\n",
            "1-part/README.md": "# The part\n\n1. [A](01-a.md)\n", "notation.md": "# Notation\n\n## Signs\n\n$`n`$\n",
        ]
        for (name, text) in texts {
            let file = URL(filePath: "\(folder.path)/Lessons/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return Course(root: folder.path)
    }

    /// The book of a course whose lessons have all passed.
    private func book(of course: Course) throws -> Book {
        let reports = try course.lessons.map { file in
            var report = Report(file: file)
            let lesson = try Lesson(SourceText(file))
            report.lesson = lesson
            report.verdicts = lesson.cells.filter { ![.solution, .check, .wrong].contains($0.kind) }.map {
                Report.Verdict(cell: $0, outcome: .passed)
            }
            return report
        }
        return try Book(course: course, reports: reports, toolchain: "Swift 6.3")
    }

    @Test func whatPagesFoldAwayIsAtTheEnd() throws {
        let folder = try TemporaryFolder()
        let book = try book(of: course(in: folder))
        #expect(book.chapters.map(\.name) == ["part-1", "1.1", "1.2", "notation", "answers-1"])
        #expect(book.chapters.map(\.isLesson) == [false, true, true, false, false])
        let (lesson, end) = (book.chapters[1].html, book.chapters[4].html)
        for title in ["Code of cell 1", "Hint for exercise 1", "Solution of exercise 1", "Answer to question 1"] {
            #expect(end.contains(">\(title)</a></h3>") && !lesson.contains(title), "\(title)")
        }
        #expect(lesson.contains("<a href=\"#1.1.folded.2\">Hint</a>"))
        #expect(end.contains("<h3 id=\"1.1.folded.2\"><a href=\"#1.1.folded.2.place\">Hint for exercise 1</a></h3>"))
        #expect(!lesson.contains("<details"))
    }

    @Test func linksLeadToTheirChapters() throws {
        let folder = try TemporaryFolder()
        let book = try book(of: course(in: folder))
        let lesson = book.chapters[1].html
        for link in ["#notation.signs", "#1.1.below", "#1.2.top", "#contents.top"] {
            #expect(lesson.contains("<a href=\"\(link)\">"), "\(link)")
        }
        let documents = Dictionary(uniqueKeysWithValues: EPUB(book: book).documents.map { ($0.name, $0.text) })
        #expect(documents["1.1.xhtml"]?.contains("<a href=\"notation.xhtml#notation.signs\">") == true)
        #expect(documents["1.1.xhtml"]?.contains("<a href=\"#1.1.below\">") == true)
        #expect(documents["1.1.xhtml"]?.contains("<a href=\"answers-1.xhtml#1.1.folded.1\">") == true)
        #expect(documents["contents.xhtml"]?.contains("<a href=\"1.2.xhtml#1.2.top\">1.2 B</a>") == true)
    }

    /// Readers of EPUB take XML, so every page must be it, whatever a lesson is called and holds.
    @Test(arguments: [true, false]) func everyDocumentIsXMLAndEveryLinkLeadsSomewhere(_ isHostile: Bool) throws {
        let folder = try TemporaryFolder()
        let course = isHostile ? Course(root: Rendering.Course.root) : try self.course(in: folder)
        let documents = EPUB(book: try book(of: course)).documents
        var ids: Set<String> = []
        for (name, text) in documents {
            let parser = XMLParser(data: Data(text.utf8))
            #expect(parser.parse(), "\(name): \(parser.parserError.map { "\($0)" } ?? "") in line \(parser.lineNumber)")
            for match in text.matches(of: /\ id="([^"]*)"/) {
                #expect(ids.insert("\(name)#\(match.1)").inserted, "\(match.1) is twice in \(name)")
            }
        }
        for (name, text) in documents {
            for match in text.matches(of: /href="([^":]*#[^"]*)"/) {
                let target = match.1.hasPrefix("#") ? name + match.1 : String(match.1)
                #expect(ids.contains(target), "\(name) leads to \(target)")
            }
        }
    }

    @Test func aPrintedBookHasNumbersWhereOthersHaveNothing() throws {
        let folder = try TemporaryFolder()
        let contents = try book(of: course(in: folder)).contents
        #expect(contents.contains("<li><a href=\"#1.1.top\">1.1 Padding &amp; more</a>"))
        #expect(contents.contains("<span class=\"page\" data-page=\"1.1.top\"></span>"))
        #expect(
            contents.replacingPageNumbers { "[\($0)]" }
                .contains("<li><a href=\"#1.1.top\">1.1 Padding &amp; more</a>[1.1.top]</li>"))
    }
}

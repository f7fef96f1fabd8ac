import Testing

@testable import LessonKit
@testable import LessonSite

/// Texts for which a careless parser would take quadratic time.
@Suite struct SlowTextTests {
    private static let good = "# Good\n\n"
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    private static func each(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined() }

    private static let texts: [(name: String, text: String, says: String)] = [
        ("comments that stay open", good + repeated("<!-- a ", 100_000), ""),
        ("comments in a line", good + "x " + repeated("<!-- a ", 20_000), ""),
        ("tags that stay open", good + "<div>\n" + repeated("<sup>", 50_000), "The <sup> opened here is never closed"),
        ("tags behind many lines", good + repeated("x\n", 20_000) + repeated("<sup>a\n", 20_000), "never closed"),
        ("footnotes", good + each(20_000) { "a[^\($0)] " } + "\n\n" + each(20_000) { "[^\($0)]: Note.\n" }, ""),
        ("footnotes that are none", good + each(20_000) { "a[^\($0)] " }, "There is no footnote ‘0’"),
        ("marks of footnotes", good + repeated("[^", 100_000), ""),
        ("links", good + each(20_000) { "[a\($0)](#good) " }, ""),
        (
            "a table beside definitions",
            good + "a|b\n-|-\n" + repeated("[x][d7]|[d 1999]\n", 5000) + "\n" + each(2000) { "[d\($0)]: #good\n" }, ""
        ),
        (
            "a large table",
            good + repeated("a|", 2000) + "\n" + repeated("-|", 2000) + repeated("\n" + repeated("1|", 2000), 2000),
            "here.md:3:1: error: The table has 4002000 cells; a page shows at most 100000; split the table."
        ),
        (
            "a table of few words",
            good + repeated("a|", 2000) + "\n" + repeated("-|", 2000) + repeated("\nx|", 10_000), "cells"
        ),
        ("the same heading", repeated("# A\n\n", 20_000), ""),
    ]

    @Test(arguments: texts.indices) func isRead(_ index: Int) throws {
        let (name, text, says) = Self.texts[index]
        let start = ContinuousClock.now
        let rendered = try Rendering(text)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(seconds < 20, "\(name): \(seconds) s")
        #expect(rendered.problems.first?.contains(says) ?? says.isEmpty, "\(name): \(rendered.problems.first ?? "")")
    }

    /// A text that is parsed separately finds the link definitions that it needs, however they are written.
    @Test func cellsFindTheirDefinitions() throws {
        let table = "a|b\n-|-\n[x][The  One]|[Two]\n\n[the one]: #good\n[two]: #good\n[two]: #other\n"
        let html = try Rendering(Self.good + table).html
        #expect(html.contains("<td><a href=\"#good\">x</a></td><td><a href=\"#good\">Two</a></td>"), "\(html)")
    }
}

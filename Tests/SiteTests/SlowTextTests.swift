import TestSupport
import Testing

@testable import LessonKit
@testable import LessonSite

/// Texts for which a careless parser would take quadratic time.
@Suite struct SlowTextTests {
    private static let good = "# Good\n\n"
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    private static func each(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined() }

    /// Texts of so many thousands of parts, and words of the first problem in the larger one.
    private static let texts: [(name: String, text: @Sendable (Int) -> String, says: String)] = [
        ("comments that stay open", { good + repeated("<!-- a ", 5000 * $0) }, ""),
        ("comments in a line", { good + "x " + repeated("<!-- a ", 1000 * $0) }, ""),
        (
            "tags that stay open", { good + "<div>\n" + repeated("<sup>", 2500 * $0) },
            "The <sup> opened here is never closed"
        ),
        (
            "tags behind many lines", { good + repeated("x\n", 1000 * $0) + repeated("<sup>a\n", 1000 * $0) },
            "never closed"
        ),
        (
            "footnotes",
            { good + each(1000 * $0) { "a[^\($0)] " } + "\n\n" + each(1000 * $0) { "[^\($0)]: Note.\n" } }, ""
        ),
        ("footnotes that are none", { good + each(1000 * $0) { "a[^\($0)] " } }, "There is no footnote ‘0’"),
        ("marks of footnotes", { good + repeated("[^", 5000 * $0) }, ""),
        ("links", { good + each(1000 * $0) { "[a\($0)](#good) " } }, ""),
        (
            "a table beside definitions",
            {
                good + "a|b\n-|-\n" + repeated("[x][d7]|[d \(100 * $0 - 1)]\n", 250 * $0) + "\n"
                    + each(100 * $0) { "[d\($0)]: #good\n" }
            }, ""
        ),
        (
            "a large table",
            {
                let columns = 2000
                return good + repeated("a|", columns) + "\n" + repeated("-|", columns)
                    + repeated("\n" + repeated("1|", columns), 100 * $0)
            }, "here.md:3:1: error: The table has 3202000 cells; a page shows at most 100000; split the table."
        ),
        (
            "a table of few words",
            { good + repeated("a|", 2000) + "\n" + repeated("-|", 2000) + repeated("\nx|", 500 * $0) }, "cells"
        ),
        ("the same heading", { repeated("# A\n\n", 1000 * $0) }, ""),
    ]

    @Test(arguments: texts.indices) func isReadInLinearTime(_ index: Int) throws {
        let (name, text, says) = Self.texts[index]
        var problem: String?
        let ratio = try growth(from: 1, to: 16, bound: 64) { problem = try Rendering(text($0)).problems.first }
        #expect(ratio <= 64, "\(name)")
        #expect(problem?.contains(says) ?? says.isEmpty, "\(name): \(problem ?? "")")
    }

    /// A text that is parsed separately finds the link definitions that it needs, however they are written.
    @Test func cellsFindTheirDefinitions() throws {
        let table = "a|b\n-|-\n[x][The  One]|[Two]\n\n[the one]: #good\n[two]: #good\n[two]: #other\n"
        let html = try Rendering(Self.good + table).html
        #expect(html.contains("<td><a href=\"#good\">x</a></td><td><a href=\"#good\">Two</a></td>"), "\(html)")
    }
}

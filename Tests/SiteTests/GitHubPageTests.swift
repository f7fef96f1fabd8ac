import Testing

@testable import LessonKit
@testable import LessonSite

/// Pages show what GitHub shows, and cells are where GitHub has them.
@Suite struct GitHubPageTests {
    func html(_ text: String) throws -> String { try Rendering(text).html }
    func problems(_ text: String) throws -> [String] { try Rendering(text).problems }

    private func malformed(_ text: String) -> [String] {
        let error = #expect(throws: Lesson.Malformed.self) { try Lesson(SourceText(name: "x.md", text: text)) }
        return error?.diagnostics.map { "\($0.line): \($0.message)" } ?? []
    }

    // MARK: - Swift that is no cell

    @Test(arguments: ["```swift\nprint(1)\n```", "~~~ swift\nprint(1)\n~~~", "```output\n1\n```", "```swift trap\n```"])
    func swiftThatIsPartOfHTMLIsNamed(_ block: String) {
        let problems = malformed("# T\n\n<details>\n\(block)\n</details>\n")
        #expect(
            problems.count == 1 && problems[0].hasPrefix("4: ") && problems[0].contains("never looked at"),
            "\(problems)")
        #expect(problems[0].contains("line 3"), "\(problems)")
    }

    @Test func swiftInQuotedHTMLIsNamed() {
        let quoted = malformed("# T\n\n> <details>\n> ```swift\n> print(1)\n> ```\n> </details>\n")
        #expect(quoted.count == 1 && quoted[0].hasPrefix("4: ") && quoted[0].contains("never looked at"), "\(quoted)")
        // A comment is shown nowhere, and an empty line ends the HTML.
        #expect(throws: Never.self) {
            _ = try Lesson(SourceText(name: "x.md", text: "# T\n\n<!--\n```swift\nx\n```\n-->\n"))
            let cells = try Lesson(SourceText(name: "x.md", text: "<details>\n\n```swift\n```\n\n</details>\n")).cells
            #expect(cells.count == 1)
        }
    }

    @Test(arguments: ["swift", "swift hidden", "output", "output approx"])
    func swiftInAHintIsNamed(_ info: String) {
        let problems = malformed(
            "```swift exercise\n```\n\n````hint\nLook:\n\n- a\n  ```\(info)\n  print(999)\n  ```\n````\n\n"
                + "```swift solution\n```\n\n```swift check\n```\n")
        #expect(
            problems.count == 1 && problems[0].hasPrefix("8: ") && problems[0].contains("never looked at"),
            "\(problems)")
    }

    @Test func aFootnoteInAQuoteHoldsCells() throws {
        let text = "Text[^a].\n\n> [^a]: Note:\n>     ```swift\n>     print(1)\n>     ```\n>\n> ```swift\n> ```\n"
        let cells = try Lesson(SourceText(name: "x.md", text: text)).cells
        #expect(cells.map(\.block.fenceLine) == [4, 8])
        #expect(cells.first?.block.text == "print(1)\n")
    }

    // MARK: - Tables

    @Test func whatStandsBeforeATableIsNoneOfItsText() throws {
        let item = try html("1. Step one:\n   a | b\n   --|--\n   1 | 2\n")
        #expect(
            item.contains("Step one:") && !item.contains("1. Step") && item.contains("<td>1</td><td>2</td>"), "\(item)")
        let quoted = try html("- > a | b\n  > --|--\n  > 1 | 2\n")
        #expect(quoted.contains(">a</th>") && !quoted.contains("> a"), "\(quoted)")
        let noted = try html("x[^n]\n\n[^n]: a | b\n    --|--\n    1 | 2\n")
        #expect(noted.contains(">a</th>") && !noted.contains("[^n]:"), "\(noted)")
    }

    @Test func whatStandsUnderATableEndsIt() throws {
        #expect(try html("a | b\n--|--\n1 | 2\n---\n").hasSuffix("</table></div>\n<hr />\n"))
        #expect(try html("a | b\n--|--\n1 | 2\n===\n").contains("<tr><td>===</td><td></td></tr>"))
        #expect(try html("a | b\n--|--\n1 | 2\n> q\n").hasSuffix("<blockquote>\n<p>q</p>\n</blockquote>\n"))
        #expect(try html("a | b\n--|--\n1 | 2\n# h\n").contains("</table></div>\n<h1 id=\"h\">h</h1>"))
        #expect(try html("a | b\n--|--\n2. x\n").contains("<ol start=\"2\">"))
        #expect(try html("a | b\n--|--|--\n").contains("<p>a | b"))
    }

    @Test func cellsKnowDefinitionsOfTwoLines() throws {
        let table = try html("# There\n\na|b\n-|-\n[x][one]|2\n\n[one]:\n  #there\n  'title'\n")
        #expect(table.contains("<td><a href=\"#there\" title=\"title\">x</a></td>"), "\(table)")
    }

    @Test func tagsAreClosedInTheirCells() throws {
        let problems = try problems("# T\n\na | b\n--|--\n1 | 2\n3 | <sup>4\n")
        #expect(problems.count == 1 && problems[0].hasPrefix("here.md:6:1: "), "\(problems)")
    }

    // MARK: - Footnotes

    @Test func whatFollowsAFootnoteStaysOutsideIt() throws {
        let text = try html("x[^a]\n\n[^a]: note\n## After\n\n[^b]: y\n- item[^b]\n")
        #expect(text.contains("<h2 id=\"after\">After</h2>\n<ul>"), "\(text)")
        #expect(text.contains("<p>note <a"), "\(text)")
    }

    @Test func labelsAreComparedAsGitHubDoes() throws {
        let text = try html("x[^NOTE] y[^straße]\n\n[^note]: first\n[^Note]: second\n[^STRASSE]: street\n")
        #expect(text.contains("<p>first") && !text.contains("second") && text.contains("<p>street"), "\(text)")
        #expect(try problems("x[^NOTE]\n\n[^note]: first\n") == [])
    }

    @Test func footnotesAreThereInTabsAndQuotes() throws {
        #expect(try html("x[^a]\n\n[^a]:\tone\n\n\ttwo\n").contains("<p>one</p>\n<p>two"))
        let quoted = try html("> x[^a]\n>\n> [^a]: one\n\nAfter\n")
        #expect(quoted.contains("<p>one") && !quoted.contains("[^a]:") && quoted.contains("<p>After</p>"), "\(quoted)")
        let item = try html("- x[^a]\n\n  [^a]: one\n")
        #expect(item.contains("<p>one <a") && !item.contains("[^a]:"), "\(item)")
    }

    @Test func labelsInCodeAndCommentsAreNone() throws {
        #expect(
            try problems("<!--\n[^a]: none\n-->\n\n`[^b]` \\[^c]\n\n    [^d]: none\n\n```\n[^e]: none\n```\n") == [])
        #expect(try html("a `[^b]` \\[^c]\n") == "<p>a <code>[^b]</code> [^c]</p>\n")
    }

    // MARK: - Inlines

    @Test func strikesTasksAndAddresses() throws {
        #expect(try html("~~a *b*~~ ~c~ ~~~d~~~\n") == "<p><del>a <em>b</em></del> <del>c</del> ~~~d~~~</p>\n")
        let tasks = try html("- [x] done\n- [ ] open\n- other\n")
        #expect(
            tasks.contains(
                "<li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\" /> done</li>")
                && tasks.contains(
                    "<li class=\"task\"><input type=\"checkbox\" disabled=\"\" aria-label=\"To do\" /> open</li>")
                && tasks.contains("<li>other</li>"),
            "\(tasks)")
        let links = try html("See https://example.org/a_b_c?d=(e), (www.example.org) and me@example.org.\n")
        #expect(
            links.contains("<a href=\"https://example.org/a_b_c?d=(e)\">https://example.org/a_b_c?d=(e)</a>,"),
            "\(links)")
        #expect(links.contains("(<a href=\"http://www.example.org\">www.example.org</a>)"), "\(links)")
        #expect(!links.contains("<a href=\"mailto:") || links.contains(">me@example.org</a>."), "\(links)")
        #expect(try html("`https://a.org`").contains("<code>https://a.org</code>"))
    }

    @Test func onlyTheDollarSignsOfFormulasGo() throws {
        let page = try Rendering("# What $5 buys, $`x`$ and `a$`$\n\nIt costs $5, or $`y`$ in US$.\n\n## A $\n\nx\n")
        #expect(page.sections.dropFirst().map(\.title) == ["What $5 buys, x and a$$", "A $"])
        #expect(page.lead == "It costs $5, or y in US$.")
    }

    /// Letters that take two units of UTF-16.
    @Test(arguments: ["𝔼", "𝒜", "x + 𝕏^2", "\\text{𝔼}"]) func lettersBeyondTheFirstPlaneAreSet(_ tex: String) throws {
        let page = try Rendering("a $`\(tex)`$ b\n")
        #expect(page.problems == [])
        #expect(page.html.contains("<math"))
        let text = String(String.UnicodeScalarView(page.html.unicodeScalars))
        #expect(!text.contains("\u{FFFD}"), "\(text)")
    }
}

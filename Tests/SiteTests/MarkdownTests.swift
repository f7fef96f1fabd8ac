import Testing

@testable import LessonKit
@testable import LessonSite

@Suite struct MarkdownTests {
    func html(_ text: String) throws -> String { try Rendering(text).html }
    func problems(_ text: String) throws -> [String] { try Rendering(text).problems }

    @Test func idsAreThoseOfGitHub() throws {
        let text = "# What is `n_H`, really?\n\n## A\n\n## A\n\n## A-1\n\n## 步长，填充\n\n## !?\n"
        #expect(
            try Rendering(text).sections.dropFirst().map(\.id) == [
                "what-is-n_h-really", "a", "a-1", "a-1-1", "步长填充", "section",
            ])
    }

    @Test func tables() throws {
        let table = try html("| a | b \\| c |\n|:-:|--:|\n| `x|y` | 2 | 3 |\n| *one* |\n")
        #expect(table.contains("<th scope=\"col\" class=\"centre\">a</th><th scope=\"col\" class=\"right\">b | c</th>"))
        #expect(table.contains("<td class=\"centre\"><em>one</em></td><td class=\"right\"></td>"))
        #expect(try html("| | a |\n|---|---|\n| b | 1 |\n").contains("<tr><td></td><th scope=\"col\">a</th></tr>"))
        // A screen reader needs a column's header in words, not as mathematics.
        let head = try html("| $`x_1^2`$ | $`\\beta`$ |\n|---|---|\n| $`x`$ | 1 |\n")
        #expect(head.contains("aria-label=\"x start subscript 1 end subscript squared\">"))
        #expect(head.contains("aria-label=\"beta\">") && head.split(separator: "aria-label").count == 3, "\(head)")
        #expect(try html("> x | y\n> --|--\n> 1 | 2\n").contains("<td>1</td><td>2</td>"))
        #expect(try html("a | b\n\nno table\n") == "<p>a | b</p>\n<p>no table</p>\n")
    }

    @Test func alerts() throws {
        let alert = try html("> [!TIP]\n> Look *here*.\n")
        #expect(alert.contains("<div class=\"alert tip\" role=\"note\">"))
        #expect(alert.contains("<p>Look <em>here</em>.</p>"))
        #expect(try html("> [!ODD]\n> x\n").contains("<blockquote>"))
    }

    @Test func footnotes() throws {
        let text = try html("One[^a], two[^b], one again[^a].\n\n[^a]: First.\n[^b]: Second,\n    *still*.\n\nAfter.\n")
        #expect(text.contains("href=\"#note.1\" id=\"note.1.2\""))
        #expect(text.contains("<li id=\"note.2\">\n<p>Second,\n<em>still</em>."))
        #expect(text.contains("<p>After.</p>"))
        let code = try html("x[^a]\n\n[^a]: y\n\n    ```c\n    if a {\n        b\n\n\n    }\n    ```\n")
        #expect(code.contains("if a {\n    b\n\n\n}\n"), "\(code)")
        #expect(try problems("Odd[^x].\n").first?.hasPrefix("here.md:1:1: error: There is no footnote ‘x’") == true)
        #expect(try problems("x\n\n[^y]: Unused.\n").first?.hasPrefix("here.md:3:1: error: Nothing refers") == true)
    }

    @Test func htmlIsTextButForAShortList() throws {
        #expect(try html("<kbd>a</kbd><br>H<sub>2</sub>") == "<p><kbd>a</kbd><br />H<sub>2</sub></p>\n")
        #expect(try html("<kbd class=x>a</kbd>") == "<p>&lt;kbd class=x&gt;a&lt;/kbd&gt;</p>\n")
        #expect(try html("<script>alert(1)</script>\n") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n")
        #expect(try html("a <!-- b --> c") == "<p>a  c</p>\n")
        #expect(try problems("x\n\n<sup>a\n").first?.hasPrefix("here.md:3:1: error: The <sup> opened here") == true)
    }

    /// A tag may be closed only where it was opened: elements never overlap.
    @Test(arguments: [
        ("<details>\n<sup>a\n\nb</sup>\n</details>\n", 2), ("*a <sub>b* c</sub>\n", 1), ("[a <kbd>b](.) c</kbd>\n", 1),
        ("| a <sup> | b </sup> |\n|---|---|\n", 1), ("<details>\n\n> a\n> </details>\n", 1),
        ("a[^b] c[^d]\n\n[^b]:\n    <details>\n\n[^d]:\n    </details>\n", 1), ("<sup>a\nb | c</sup>\n-|-\n", 1),
    ]) func elementsDoNotOverlap(_ text: String, _ unclosed: Int) throws {
        let problems = try problems(text)
        #expect(problems.count { $0.contains("opened here is never closed") } == unclosed, "\(problems)")
        let html = try html(text).replacing("</a></sup>", with: "")
        for name in ["sup", "sub", "kbd"] { #expect(!html.contains("</\(name)>"), "\(html)") }
    }

    @Test(arguments: ["javascript:x", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "//host/x", "file:///etc"])
    func linksLeadNowhereElse(_ url: String) throws {
        #expect(try html("[text](\(url))") == "<p>text</p>\n")
        #expect(try html("![text](\(url))") == "<p>text</p>\n")
    }

    @Test func linksAreChecked() throws {
        #expect(try html("[x](02-there.md#a-b)").contains("href=\"../1-everything/02-there.html#a-b\""))
        #expect(try html("[x](.)").contains("href=\"../1-everything/index.html\""))
        #expect(try problems("# Here\n\n[x](#here)\n") == [])
        #expect(
            try problems("# Here\n\n[x](#hero)\n") == [
                "here.md:3:1: error: The link leads nowhere: this page has no heading ‘#hero’; did you mean ‘here’?"
            ])
        #expect(
            try problems("a\n[x](02-three.md)\n") == [
                "here.md:2:1: error: The link leads nowhere: there is no Lessons/1-everything/02-three.md; "
                    + "did you mean ‘1-everything/02-there.md’?"
            ])
        #expect(
            try html("a [x](02-three.md)\n")
                == "<p>a x <span class=\"fault\">The link leads nowhere.</span></p>\n")
        #expect(try problems("[x](../../../etc/passwd)\n").count == 1)
        #expect(try problems("[x](%2e%2e/%2e%2e/%2e%2e/etc/passwd)\n").count == 1)
    }

    @Test func onlyTwoDigitsBehindAPercentSignAreAByte() {
        #expect("%41%+f% 1%4".percentDecoded == "A%+f% 1%4")
    }

    @Test func picturesNeedWords() throws {
        #expect(try problems("![](x.png)\n").first?.contains("no alternative text") == true)
        #expect(try problems("![a](x.png)\n").first?.contains("The picture is not there") == true)
        #expect(try problems("![a](https://example.org/x.png)\n").first?.contains("on the web") == true)
    }

    @Test func chinese() throws {
        #expect(try html("这是**“步长”**的意思") == "<p>这是<strong>“步长”</strong>的意思</p>\n")
        #expect(try html("在**四周（上下）**加零") == "<p>在<strong>四周（上下）</strong>加零</p>\n")
        #expect(try html("移动的\n像素\nword\n") == "<p>移动的像素\nword</p>\n")
        #expect(try html("中`**“`文") == "<p>中<code>**“</code>文</p>\n")
        #expect(try html("中\\**“文") == "<p>中**“文</p>\n")
    }

    @Test func productsAndPerCentsAreNotParted() throws {
        #expect(try html("84 · 10 is 7 % of `1 · 2`") == "<p>84\u{A0}·\u{A0}10 is 7\u{A0}% of <code>1 · 2</code></p>\n")
    }

    @Test(arguments: [
        ("so $x^2$ is", "$x^2$", 4), ("($x_1$, 2)", "$x_1$", 2), ("**a** costs $3 or $n$.", "$n$", 19),
        ("from $5 or 6$ on", "$5 or 6$", 6),
    ]) func aFormulaWithoutBackquotesIsReported(_ text: String, _ formula: String, _ column: Int) throws {
        let problems = try problems("a\n\(text)\n")
        #expect(problems.count == 1, "\(problems)")
        let start = "here.md:2:\(column): error: GitHub shows ‘\(formula)’ as a formula, this page as text"
        #expect(problems.first?.hasPrefix(start) == true, "\(problems)")
    }

    @Test(arguments: ["$$\nx^2\n$$", "so $$x^2$$ is"]) func aDisplayedFormulaOutsideABlockIsReported(
        _ text: String
    ) throws {
        let problems = try problems("\(text)\n")
        #expect(problems.count == 1 && problems[0].contains("write a ```math block"), "\(problems)")
    }

    @Test(arguments: [
        "It costs $5 and then $6.", "US$5, CA$6", "`$x$`", "\\$x$ is", "$x\\$ is", "$ x $ and $$", "a$x$b",
        "$`x`$ and $`y`$", "$1$2", "cost 5$ or 6$",
    ]) func dollarSignsAreText(_ text: String) throws { #expect(try problems(text + "\n") == []) }

    @Test func formulas() throws {
        #expect(try html("a $`x`$ and $`y`$ cost 5$").contains(" and "))
        #expect(try !html("a $`x`$ b").contains("$<"))
        #expect(
            try problems("one\ntwo $`a + \\foo`$\n") == [
                "here.md:2:11: error: The formula cannot be typeset: Undefined control sequence: \\foo."
            ])
        #expect(
            try html("$`\\foo`$\n")
                == "<p><code>\\foo</code> <span class=\"fault\">Undefined control sequence: \\foo.</span></p>\n")
        #expect(
            try problems("> ```math\n> a\n> b + \\bar{\n> ```\n").first?.hasPrefix("here.md:3:12: error: ") == true)
    }

    /// In MathML, scripts have exactly two children and signs contain no other elements; KaTeX breaks both rules, for
    /// min and for ⋮.
    @Test func mathematicsIsValid() throws {
        let minimum = try html("$`x_{\\min}`$")
        #expect(
            minimum.contains(
                "<msub><mi>x</mi><mrow><mi>min</mi><mo>\u{2061}</mo></mrow></msub></mrow></math>"),
            "\(minimum)")
        let dots = try html("$`\\vdots`$")
        #expect(dots.contains("<mrow><mrow><mi mathvariant=\"normal\">⋮</mi><mpadded"), "\(dots)")
        #expect(try !html("$`\\textcolor{currentColor}{x}`$").contains("mathcolor"))
    }

    /// Without a common element, a browser could break the line between a formula and the full stop after it.
    @Test func signsStayWithTheFormulaBeforeThem() throws {
        let text = try html("a ($`x + y`$), $`z`$.[^n] $`w`$ is\n\n[^n]: n\n")
        let glued = text.split(separator: "<span class=\"glued\">").dropFirst()
        #expect(glued.count == 2)
        #expect(glued.allSatisfy { $0.hasPrefix("<span class=\"base\">") })
        #expect(glued.first?.firstRange(of: "),</span></span></span> ") != nil)
        #expect(glued.last?.firstRange(of: ".</span></span></span><sup") != nil)
    }

    @Test func whatTurnsTheWritingIsShown() throws {
        #expect(try html("a\u{202E}b `c\u{2066}`") == "<p>a\\u{202E}b <code>c\\u{2066}</code></p>\n")
        #expect(try html("```swift\n// \u{202E}\n```\n").contains("// \\u{202E}"))
        #expect(try html("[x\u{200F}](02-there.md \"t\u{202E}\")").contains("title=\"t\\u{202E}\">x\\u{200F}</a>"))
    }

    @Test func aTextOpensWithAQuestion() throws {
        let page = try Rendering(
            "# T\n\nIt is $`x`$. **Is it? How large is [it](02-there.md) then?**\n\n## A\n\n**What of all the others?**\n"
        )
        #expect(page.question == "Is it? How large is it then?")
        #expect(page.lead == "It is x. Is it? How large is it then?")
        #expect(try Rendering("# T\n\n**Is it?** **What of all the others?**\n").question == "What of all the others?")
    }

    @Test func formulasWithoutEnd() throws {
        let problem = try problems("x $`\\def\\a{\\a\\a}\\a`$\n")
        #expect(problem.first?.hasPrefix("here.md:1:") == true, "\(problem)")
    }
}

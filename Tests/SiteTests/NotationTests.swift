import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The signs and words of the notation on the pages of lessons.
@Suite struct NotationTests {
    private static let notation = """
        # Notation

        | sign | meaning | lesson |
        |---|---|---|
        | $`W`$ | weights | [1.1](1-x/01-a.md) |
        | $`dW`$ | their slopes | [1.1](1-x/01-a.md) |
        | $`\\cdot^{[l]}`$ | of layer $`l`$ | [1.1](1-x/01-a.md) |
        | $`n_C`$, $`\\hat{y}`$ | channels; an answer | [1.1](1-x/01-a.md) |
        | $`\\beta`$ | an average | [1.1](1-x/01-a.md) |
        | $`\\beta`$ | a shift | [1.2](1-x/02-b.md) |
        | $`t`$ | a step | [1.1](1-x/01-a.md), [1.3](1-x/03-c.md) only |
        | $`g'`$, $`\\sigma^2`$ | a slope; a variance | [1.1](1-x/01-a.md) |
        | $`\\odot`$, $`\\lfloor x \\rfloor`$ | a product; rounded | [1.1](1-x/01-a.md) |

        | English | 中文 | meaning | lesson |
        |---|---|---|---|
        | neural network | 神经网络 | layers | [1.1](1-x/01-a.md) |
        | network | 网络 | not *only* neural | [1.1](1-x/01-a.md) |
        | loss, bias | 损失，偏置 | how wrong; a number | [1.1](1-x/01-a.md) |
        | 1×1 convolution | 1×1 卷积 | at every pixel | [1.2](1-x/02-b.md) |

        | other | table |
        |---|---|
        | $`q`$ | none |
        """

    private static let map = SiteMap(
        folder: "/none",
        pages: [
            "1-x/01-a.md": "1-x/01-a.html", "1-x/02-b.md": "1-x/02-b.html", "1-x/03-c.md": "1-x/03-c.html",
            "notation.md": "notation.html",
        ])

    /// The vocabulary of lesson 1.1, 1.2 or 1.3.
    private func vocabulary(_ lesson: Int = 1) throws -> Vocabulary {
        let paths = ["1-x/01-a.md", "1-x/02-b.md", "1-x/03-c.md"]
        let notation = try #require(Notation(SourceText(name: "notation.md", text: Self.notation)))
        return Vocabulary(notation, in: paths[lesson - 1], map: Self.map) { paths.firstIndex(of: $0) }
    }

    /// The page of lesson 1.1 with a text.
    private func page(_ text: String, hasNotation: Bool = true) throws -> PageText {
        let lesson = try Lesson(SourceText(name: "01-a.md", text: text))
        let file = Course.LessonFile(path: "/01-a.md", displayName: "01-a.md", part: "1-x", number: "1.1", name: "a")
        let report = Report(
            file: file, lesson: lesson, programs: Program.all(of: lesson), runs: [Run()], warningsFail: true)
        let folder = try TemporaryFolder()
        let typesetter = Typesetter(cacheFolder: folder.path, coloursCode: false)
        let vocabulary = hasNotation ? try vocabulary() : nil
        func render() -> PageText {
            PageText(
                report: report, lesson: lesson, map: Self.map, typesetter: typesetter, vocabulary: vocabulary)
        }
        _ = render()
        try typesetter.runPendingJobs()
        return render()
    }

    // MARK: Signs

    @Test(arguments: [
        ("W x", "\\htmlClass{k0}{W} x"),
        ("W^{[2]T}_{i,j} x", "\\htmlClass{k0}{W^{[2]T}_{i,j}} x"),
        ("\\tfrac{1}{m} dW^{[l]}", "\\tfrac{1}{m} \\htmlClass{k0}{dW^{[l]}}"),
        ("d W, d\\,W", "\\htmlClass{k0}{d W}, d\\,\\htmlClass{k1}{W}"),
        ("n_C n_H n", "\\htmlClass{k0}{n_C} n_H n"),
        ("n_{C}^{[l-1]}", "\\htmlClass{k0}{n_{C}^{[l-1]}}"),
        ("\\hat y = \\hat{y} \\ne y", "\\htmlClass{k0}{\\hat y} = \\htmlClass{k1}{\\hat{y}} \\ne y"),
        ("e^{-W} + e^W", "e^{-\\htmlClass{k0}{W}} + e^{\\htmlClass{k1}{W}}"),
        ("\\sqrt W \\frac1W", "\\sqrt {\\htmlClass{k0}{W}} \\frac1{\\htmlClass{k1}{W}}"),
        ("\\left(W\\right)^T", "\\left(\\htmlClass{k0}{W}\\right)^T"),
        ("\\sum_{W=1}^{x}", "\\sum_{\\htmlClass{k0}{W}=1}^{x}"),
        ("h^{[1]} h^{(1)} e^{-[q]}", "\\htmlClass{k0}{h^{[1]}} h^{(1)} e^{-[q]}"),
        ("g' g \\sigma^2 \\sigma^3", "\\htmlClass{k0}{g'} g \\htmlClass{k1}{\\sigma^2} \\sigma^3"),
        ("\\text{W} \\operatorname{W} \\begin{W}", "\\text{W} \\operatorname{W} \\begin{W}"),
        ("\\bar W \\Wide q \\lfloor x \\rfloor", "\\bar W \\Wide q \\lfloor x \\rfloor"),
    ])
    func aSignIsALetterWithItsScripts(_ tex: String, _ marked: String) throws {
        #expect(try vocabulary().marks(in: tex, isDisplayed: false).marked(tex) == marked)
    }

    /// A line may end after an operator, but not within an element.
    @Test func operatorsAreSignsInDisplayedFormulasOnly() throws {
        let tex = "x \\odot h"
        #expect(try vocabulary().marks(in: tex, isDisplayed: true).marked(tex) == "x \\htmlClass{k0}{\\odot} h")
        #expect(try vocabulary().marks(in: tex, isDisplayed: false).isEmpty)
    }

    @Test(arguments: [
        (1, "\\beta", [4]), (2, "\\beta", [5]), (3, "\\beta", [5]), (1, "t", [6]), (2, "t", []), (3, "t", [6]),
        (1, "W^{[l]}", [0, 2]), (1, "dW^{[l]}", [1, 2]), (1, "h^{[l]}", [2]),
    ])
    func theLatestEntryHoldsUnlessItIsForSomeLessonsOnly(_ lesson: Int, _ tex: String, _ entries: [Int]) throws {
        #expect(try vocabulary(lesson).marks(in: tex, isDisplayed: false).flatMap(\.entries) == entries)
    }

    /// A formula with its signs as elements is set as without them.
    @Test(arguments: [
        "Z = W^{[1]} x + b", "a \\cdot W - n_C", "\\frac{W}{2}", "-W", "W, n_C",
        "\\begin{aligned} dW &= W \\odot x \\end{aligned}",
        "(W + 1) W", "x^{n_C + 1}", "\\hat y \\le 1",
    ])
    func elementsMoveNothing(_ tex: String) throws {
        let text = "# A\n\n```math\n\(tex)\n```\n"
        func formula(_ html: String) throws -> Substring {
            // What is seen; the MathML groups letters.
            try #require(html.firstMatch(of: /<span class="katex-html"[\s\S]*?<\/div>/)).output
        }
        var depth = 0, signs: [Int] = [], plain = ""
        for piece in try formula(page(text).html).split(separator: "<").map({ "<" + $0 }) {
            let isEnd = piece.hasPrefix("</span"), isSign = piece.hasPrefix("<span class=\"sign\"")
            if piece.hasPrefix("<span") { depth += 1 }
            if isSign { signs.append(depth) }
            let endsSign = isEnd && signs.last == depth
            if endsSign { signs.removeLast() }
            if isEnd { depth -= 1 }
            plain += isSign || endsSign ? String(piece.drop { $0 != ">" }.dropFirst()) : piece
        }
        #expect(plain == String(try formula(page(text, hasNotation: false).html)))
        #expect(try page(text).html.contains("<span class=\"sign\" data-k="))
    }

    @Test func aFormulaMaySetNoClassItself() throws {
        let html = try page("# A\n\n$`\\htmlClass{k0}{W} + \\htmlClass{x}{W}`$\n").html
        #expect(!html.contains("class=\"sign\"") && !html.contains("class=\"x\"") && !html.contains("k0\">"))
    }

    // MARK: Words

    @Test(arguments: [
        ("A neural network.", ["neural network"]),
        ("Neural\nnetworks, biases, losses", ["Neural\nnetworks", "biases"]),
        ("a network's LOSS", ["network", "LOSS"]), ("networking, unbiased, network-like, neural, net", []),
        ("a 1×1 convolution", []),
    ])
    func wordsAreWhole(_ text: String, _ words: [String]) throws {
        var found: [String] = [], entries: Set<Int> = []
        for (place, entry) in try vocabulary().words(in: text) where entries.insert(entry).inserted {
            found.append(String(text[place]))
        }
        #expect(found == words)
    }

    @Test func aWordIsMarkedOnceAfterEachHeading() throws {
        let html = try page(
            """
            # The network

            **Is a network *never* wrong?** A `network`, a [network](02-b.md), a *network*
            and a network.

            | network |
            |---|
            | network |

            ## Bias

            ### The network

            - A list with neural
              networks and a network.

            ## Questions

            1. Which?

               - [x] A network.
                 The network.
            """
        ).html
        let body = try #require(html.components(separatedBy: "<details class=\"entries\">").first)
        #expect(body.contains("a <em><span class=\"word\" data-k=\"10\">network</span></em>\nand a network."))
        #expect(
            body.contains(
                "with <span class=\"word\" data-k=\"9\">neural\nnetworks</span> and a <span class=\"word\" data-k=\"10\">network</span>."
            ))
        #expect(body.contains("<p>The <span class=\"word\" data-k=\"10\">network</span>.</p>"))
        #expect(body.components(separatedBy: "class=\"word\"").count == 5)
    }

    @Test func aCommentAfterAWordSaysThatItIsAnother() throws {
        let html = try page("# A\n\nA loss<!-- of time --> and a loss <!-- here --> it is.\n").html
        #expect(html.contains("<p>A loss and a <span class=\"word\" data-k=\"11\">loss</span>"), "\(html)")
    }

    @Test func sourcesAreNotExplained() throws {
        let html = try page("# A\n\n- Ann Lee, *The network*, 2018, on networks.\n").html
        #expect(!html.contains("class=\"word\""))
    }

    // MARK: The list

    @Test func theListHasWhatThePageExplains() throws {
        let html = try page("# A\n\nA bias of a neural network, $`dW^{[1]}`$ and $`W`$.\n").html
        let list = try #require(html.components(separatedBy: "<details class=\"entries\">").last)
        let rows = list.matches(of: /<tr data-k="(\d+)">/).map { Int($0.output.1) }
        // Signs in the order of the page, then words: a bias is an entry with the loss.
        #expect(rows == [1, 2, 0, 11, 9])
        #expect(
            list.contains(
                "<td>neural network</td><td>神经网络</td><td>layers</td><td><a href=\"../1-x/01-a.html\">1.1</a></td></tr>")
        )
        #expect(list.contains("<th scope=\"col\">中文</th>"))
        #expect(html.contains("<span class=\"sign\" data-k=\"1 2\">"))
    }

    @Test func anEntryForSomeLessonsSaysSo() throws {
        let html = try page("# A\n\nAfter $`t`$ steps.\n").html
        #expect(
            html.contains("<a href=\"../1-x/01-a.html\">1.1</a>, <a href=\"../1-x/03-c.html\">1.3</a> only</td></tr>"))
    }

    @Test func aPageThatExplainsNothingHasNoList() throws {
        #expect(try !page("# A\n\nNothing, $`q`$.\n").html.contains("entries"))
        #expect(try !page("# A\n\nA network.\n", hasNotation: false).html.contains("entries"))
        #expect(
            Notation(
                SourceText(name: "notation.md", text: "# Notation\n\n| sign | meaning |\n|---|---|\n| $`x`$ | y |\n"))
                == nil)
    }
}

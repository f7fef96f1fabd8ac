import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The fonts of the formulas hold what the formulas have.
@Suite struct FormulaFontTests {
    private func letters(_ html: String) -> [String: String] {
        var glyphs = FormulaGlyphs()
        glyphs.add("<span class=\"katex\"><math>hidden</math>\(html)</span>after") { name in
            [
                "Main-Regular", "Main-Bold", "Main-Italic", "Math-Italic", "AMS-Regular", "Size1-Regular",
                "Size3-Regular",
            ]
            .contains(name)
        }
        return glyphs.letters.mapValues { String(String.UnicodeScalarView($0.sorted())) }
    }

    @Test(arguments: [
        ("<span class=\"mathnormal\">b</span>+<span>1</span>", ["Math-Italic": "b", "Main-Regular": "+1"]),
        (
            "<span class=\"mord mathbf\">W<span class=\"mathrm\">x</span></span>y",
            ["Main-Bold": "Wx", "Main-Regular": "y"]
        ),
        (
            "<span class=\"delimsizing size3\">(</span><span class=\"sizing size3\">2</span>",
            ["Size3-Regular": "(", "Main-Regular": "2"]
        ),
        (
            "<span class=\"op-symbol small-op\">∑</span><span class=\"mathbb\">R</span>",
            ["Size1-Regular": "∑", "AMS-Regular": "R"]
        ),
        ("<span>&lt;&amp;&gt;</span><svg><path d=\"M0\"/></svg>", ["Main-Regular": "&<>"]),
        // There is no bold font of these: the regular one it is.
        ("<span class=\"mathbb textbf\">Z</span>", ["AMS-Regular": "Z"]),
    ]) func lettersAreOfTheFontsThatKaTeXSets(_ html: String, _ expected: [String: String]) {
        #expect(letters("<span class=\"katex-html\" aria-hidden=\"true\">\(html)</span>") == expected)
    }

    /// A small font is in its sheet, where it blocks the text; another is a file that may come later.
    @Test(arguments: [(24_000, "block"), (24_001, "swap")]) func smallFontsAreInTheirSheet(
        _ count: Int, _ display: String
    ) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "font-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(repeating: 0, count: count).write(to: URL(filePath: path))
        let face = FontFace(family: "Some", isItalic: true, path: path)
        #expect(face.rule.contains("font-display:\(display)"))
        #expect(face.rule.contains("base64,AAAA") == (display == "block"))
        #expect([face].files == (display == "block" ? [:] : ["fonts/Some-Italic.woff2": path]))
    }
}

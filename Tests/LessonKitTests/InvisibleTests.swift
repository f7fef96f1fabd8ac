import Testing

@testable import LessonKit

/// Differences that nobody could see are shown.
@Suite struct InvisibleTests {
    @Test(arguments: [
        ("a b", "a\u{A0}b", "a b", #"a\u{A0}b"#), ("ab", "a\u{200B}b", "ab", #"a\u{200B}b"#),
        ("a\tb", "a b", #"a\tb"#, "a b"),
        ("a\u{2009}b", "a\u{202F}b", #"a\u{2009}b"#, #"a\u{202F}b"#), ("\u{E9}", "e\u{301}", "\u{E9}", #"e\u{301}"#),
        ("K", "\u{212A}", "K", #"\u{212A}"#), ("x\u{301}", "x", #"x\u{301}"#, "x"),
    ]) func theDifferenceIsSeen(_ expected: String, _ actual: String, _ shown: String, _ shownActual: String) throws {
        let difference = Difference.between("\(expected)\n", "\(actual)\n", .exact)
        let rows = try #require(difference).description.split(separator: "\n")
        #expect(rows[0].unicodeScalars.elementsEqual("  expected | \(shown)".unicodeScalars), "\(rows)")
        #expect(rows[1].unicodeScalars.elementsEqual("    actual | \(shownActual)".unicodeScalars), "\(rows)")
    }

    @Test func theDifferenceIsSeenBesideAnother() throws {
        let rows = try #require(Difference.between("a b c\n", "a\u{A0}b d\n", .exact)).description
        #expect(rows.contains(#"actual | a\u{A0}b d"#))
    }

    @Test func whatIsSeenStaysAsItIs() throws {
        let rows = try #require(Difference.between("层 é 👩‍👩‍👧\n", "层 é 👩‍👩‍👧 x\n", .exact)).description
        #expect(rows.contains("层 é 👩‍👩‍👧 x"))
        let extra = try #require(Difference.between("a\n", "a\na\u{A0}\n", .exact)).description
        #expect(extra.contains(#"unexpected | a\u{A0}"#))
    }
}

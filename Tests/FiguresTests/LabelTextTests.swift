import Testing

@testable import Figures

struct LabelTextTests {
    @Test func whatSteersATerminalOrTheDirectionIsReplaced() {
        #expect(cleaned("a\u{1B}[31m\u{202E}b\u{0}\u{9B}\n\tc\u{2067}") == "a�[31m�b��  c�")
    }

    @Test func whatMeansSomethingInXMLIsEscaped() {
        #expect(escaped("<a b='c'>\"&amp;</a>") == "&lt;a b=&#39;c&#39;&gt;&quot;&amp;amp;&lt;/a&gt;")
    }

    @Test func chineseTakesTwoColumns() {
        #expect(columns("卷积 net") == 8)
        #expect(padded("卷积", columns: 6) == "卷积  ")
        #expect(shortened("卷积神经网络", columns: 7) == "卷积神…")
    }

    @Test func longTextIsBrokenAtBlanks() {
        #expect(wrapped("one two three four", columns: 9) == ["one two", "three", "four"])
        #expect(wrapped("unbreakable a", columns: 4) == ["unbreakable", "a"])
    }
}

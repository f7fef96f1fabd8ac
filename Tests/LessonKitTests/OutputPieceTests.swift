import Testing

@testable import LessonKit

/// What was printed, divided into what an output block promises and what it leaves open, which is shown here in braces.
@Suite struct OutputPieceTests {
    private func pieces(_ block: String, _ info: String = "output", _ output: String) throws -> String? {
        let text = "# X\n\n```swift\nf()\n```\n\n```\(info)\n\(block)\n```\n"
        let cell = try #require(try Lesson(SourceText(name: "x.md", text: text)).cells.first)
        return cell.expected?.pieces(of: output)?.map { $0.isPromised ? $0.text : "{\($0.text)}" }.joined()
    }

    @Test(arguments: [
        ("x 0.67", "output approx", "x 0.6666667\n", "x 0.66{66667}\n"),
        ("x 0.67 y 3", "output approx", "x 0.6666667 y 3\n", "x 0.66{66667} y 3\n"),
        ("0.7", "output approx", "-0.6\n", nil),
        ("1.2e-05", "output approx", "1.23456e-05\n", "1.2{3456}e-05\n"),
        ("a 1.5", "output approx", "a    1.49\n", "a    1.4{9}\n"),
        ("2.5 and 2.25", "output approx", "2.5 and 2.2549\n", "2.5 and 2.25{49}\n"),
        ("1.235e8", "output tolerance=1e-3", "123456789\n", "1234{56789}\n"),
        ("100.", "output", "100.\n", "100.\n"),
        ("1e2", "output tolerance=0.1", "100.5\n", "1{00.5}\n"),
    ]) func digitsBeyondTheWrittenOnesAreOpen(_ block: String, _ info: String, _ output: String, _ pieces: String?)
        throws
    {
        #expect(try self.pieces(block, info, output) == pieces)
    }

    @Test(arguments: [
        ("a ... c", "a bb c\n", "a {bb} c\n"),
        ("a\n...\nd", "a\nb\nc\nd\n", "a\n{b\nc\n}d\n"),
        ("a\n...", "a\n", "a\n"),
        ("...\nb\n...\nb", "b\nx\nb\nb\n", "b\n{x\nb\n}b\n"),
        ("\\... ...", "... é…\n", "... {é…}\n"),
        ("a", "a", "a\n"),
        ("a", "b\n", nil),
    ]) func whatStandsForDotsIsOpen(_ block: String, _ output: String, _ pieces: String?) throws {
        #expect(try self.pieces(block, "output", output) == pieces)
    }

    /// 1.04 is one of 1.0 alone, so 1.001 must be that of 1.00, although it fits 1.0 too.
    @Test func linesInAnyOrderArePairedSoThatAllHaveAPromise() throws {
        #expect(try pieces("1.0\n1.00", "output approx unordered", "1.001\n1.04\n") == "1.00{1}\n1.0{4}\n")
    }

    @Test func linesInAnyOrderHaveTheirOwnPromises() throws {
        #expect(
            try pieces("b 1.0\na 2.50", "output approx unordered", "a 2.5004\nb 1.0001\n") == "a 2.50{04}\nb 1.0{001}\n"
        )
    }
}

import Testing

@testable import LessonKit

/// What an update of an output keeps of the author's text.
@Suite struct UpdateKeepsTests {
    private static let digits = Comparison(numbers: .digits)

    @Test(arguments: [
        ("took ... ms, result 3", "took 12 ms, result 4", "took ... ms, result 4", Comparison.exact),
        ("used ... ms", "needed 12 ms", "needed ... ms", .exact),
        ("loss 0.2... at step 3", "loss 0.256 at step 4", "loss 0.2... at step 4", .exact),
        ("[...] in ... s: no", "[1, 2] in 3 s: yes", "[...] in ... s: yes", .exact),
        ("took ... ms, wait\\...", "took 3 ms, go...", "took ... ms, go\\...", .exact),
        ("took ... ms, loss 0.9 of a", "took 7 ms, loss 0.9123 of b", "took ... ms, loss 0.9 of b", Self.digits),
        ("rate 0.9 of old", "rate 0.9123 of new", "rate 0.9 of new", Self.digits),
        ("准确率0.93，旧", "准确率0.9312，新", "准确率0.93，新", Self.digits),
        // As 1.0, the number would be part of a version.
        ("loss 0.33 [1.0, -2.9]", "loss 0.334 [1.n4, -2.9]", "loss 0.33 [1.n4, -2.9]", Self.digits),
        // Nothing of the old line is left, so its dots stand for nothing.
        ("took ... ms", "File not found", "File not found", .exact),
        // A line of dots would match any lines.
        ("a ...", "... b", "\\... b", .exact),
    ]) func whatStillMatchesInALine(_ old: String, _ actual: String, _ new: String, _ comparison: Comparison) throws {
        let difference = try #require(Difference.between(old, actual, comparison))
        #expect(difference.updatedText == new + "\n")
        #expect(Difference.between(difference.updatedText, actual, comparison) == nil)
    }

    @Test func aLineIsRewrittenAsTheOneMostLikeIt() throws {
        let difference = try #require(
            Difference.between("took ... ms, result 3\nend\n", "begin\ntook 12 ms, result 4\nend\n", .exact))
        #expect(difference.updatedText == "begin\ntook ... ms, result 4\nend\n")
        let unordered = Comparison(numbers: .digits, order: .any)
        let pairs = try #require(Difference.between("a 0.9 old\nb 0.5\n", "b 0.5012\na 0.9123 new\n", unordered))
        #expect(pairs.updatedText == "a 0.9 new\nb 0.5\n")
    }

    @Test func linesThatMatchStayAsTheyAreWritten() throws {
        let difference = try #require(Difference.between("-nan  \nb\n", "nan\nc\n", .exact))
        #expect(difference.updatedText == "-nan  \nc\n")
    }

    /// More than 16 million pairs of lines are not compared each with each.
    @Test(arguments: [100, 1200, 5000]) func aLongOutputKeepsItsDots(_ count: Int) throws {
        let body = (0..<count).map { "epoch \($0)\n" }
        let changed = body.enumerated().map { $0 % 50 == 7 ? "new \($0)\n" : $1 }
        let begin = "begin\n...\ntook ... ms\n", actual = "begin\n1\n2\ntook 5 ms\n"
        func with(_ digit: Int) -> String { "result \(digit)\n...\nend\n" }
        let old = begin + body.joined() + with(3)
        let printed = actual + changed.joined() + "result 4\nx\ny\nend\n"
        let difference = try #require(Difference.between(old, printed, .exact))
        #expect(difference.updatedText == begin + changed.joined() + with(4))
    }

    @Test(arguments: [100, 1200, 5000]) func aLongOutputKeepsDotsInItsLines(_ count: Int) throws {
        let old = (0..<count).map { "epoch \($0) took ... s, loss 0.5\n" }
        let printed = (0..<count).map { "epoch \($0) took \($0 % 7) s, loss 0.\($0 % 50 == 7 ? 3 : 5)\n" }
        let difference = try #require(
            Difference.between(old.joined(), "first\n" + printed.joined() + "last\n", .exact))
        let lines = difference.updatedText.split(separator: "\n")
        #expect(lines.count == count + 2 && lines.count { $0.contains("...") } == count)
        #expect(Difference.between(difference.updatedText, "first\n" + printed.joined() + "last\n", .exact) == nil)
    }

    @Test func aLongOutputKeepsItsShortNumbers() throws {
        let old = (0..<5000).map { "epoch \($0): 0.\($0)1\n" },
            printed = (0..<5000).map { "epoch \($0): 0.\($0)1002\n" }
        let difference = try #require(
            Difference.between(
                "a\n" + old.joined() + "b\n", "A\n" + printed.joined() + "C\nB\n", Comparison(numbers: .digits)))
        #expect(difference.updatedText == "A\n" + old.joined() + "C\nB\n")
    }

    // MARK: Random pairs

    private static let words = [
        "loss", "took", "ms", "准确率", "é", "...", "wait...", "\\", "0.5", "0.25", "7", "-1.5e-3", "−0.5", "12345.678",
        "x=3.25",
        "|", "  ", "nan", "...", "v1.2", "2x-0.6666666666666666", "0.000012345", "1e10", "result",
    ]

    private struct Pair {
        var old: [String] = []
        var actual: [String] = []
    }

    /// An actual line, and an old line that is made from it or from nothing.
    private static func pair(_ random: inout SeededGenerator, dots: Bool) -> (old: String?, actual: String?) {
        func word() -> String { words.randomElement(using: &random) ?? "" }
        let actual = (0..<Int.random(in: 0...5, using: &random)).map { _ in word() }
        var old = actual
        for index in old.indices {
            old[index] = old[index].replacing("...", with: "\\...")
            if dots && Int.random(in: 0..<5, using: &random) == 0 { old[index] = "..." }
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return (nil, actual.joined(separator: " "))
        case 1: return (old.joined(separator: " "), nil)
        case 2, 3:
            if let index = old.indices.randomElement(using: &random) { old[index] = "other" }
        case 4:
            return (
                Bool.random(using: &random) && dots ? "..." : "old \(word().replacing("...", with: ""))",
                actual.joined(separator: " ")
            )
        default: break
        }
        return (old.joined(separator: " "), actual.joined(separator: " "))
    }

    @Test func twoThousandPairs() throws {
        var random = SeededGenerator(seed: 17)
        var updates = 0, kept = 0
        let comparisons: [(String, Bool)] = [
            ("output", true), ("output approx", true), ("output tolerance=1e-3", true), ("output abs=0.01", true),
            ("output unordered", false), ("output tolerance=0.2 abs=1e-9", true),
        ]
        for number in 0..<2000 {
            let (info, dots) = comparisons[number % comparisons.count]
            var lines = Pair()
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let (old, actual) = Self.pair(&random, dots: dots)
                if let old { lines.old.append(old) }
                if let actual { lines.actual.append(actual) }
            }
            func text(_ output: String) -> String {
                "# A ...  \n\n```swift\na\n```\n\n```\(info)\n\(output)```\n\nend 0.12345\t\n"
            }
            let old = lines.old.map { $0 + "\n" }.joined(), printed = lines.actual.map { $0 + "\n" }.joined()
            // A block that is malformed is not updated.
            guard let updated = try Self.update(text(old), printing: printed) else { continue }
            updates += 1
            let comparison = try #require(updated.comparison)
            let around = text("X").split(separator: "X")
            #expect(updated.text.hasPrefix(around[0]) && updated.text.hasSuffix(around[1]), "\(updated.text)")
            #expect(
                Difference.between(updated.output, printed, comparison) == nil, "\(old)→\(updated.output)of\n\(printed)"
            )
            #expect(try Self.update(updated.text, printing: printed) == nil)
            // Each line that matched still stands.
            let difference = try #require(Difference.between(old, printed, comparison))
            let new = updated.output.linesOfOutput.map(String.init)
            for line in difference.lines {
                switch line {
                case .same(let index, _), .skipped(let index, _):
                    kept += 1
                    #expect(new.contains(String(old.linesOfOutput[index])))
                default: break
                }
            }
        }
        #expect(updates > 1000 && kept > 1000, "\(updates) \(kept)")
    }

    /// The text that an update makes of a lesson; nil if there is nothing to update or the lesson is malformed.
    private static func update(
        _ text: String, printing output: String
    ) throws -> (text: String, output: String, comparison: Comparison?)? {
        guard let lesson = try? Lesson(SourceText(name: "x.md", text: text)) else { return nil }
        let file = Course.LessonFile(path: "/x.md", displayName: "x.md", part: "", number: "", name: "x")
        let run = Run(
            execution: Execution(cells: [Execution.CellExecution(index: 0, output: output)], termination: .finished))
        let report = Report(
            file: file, lesson: lesson, programs: Program.all(of: lesson), runs: [run], warningsFail: true)
        guard let (text, refusals) = try Update(report)?.text() else { return nil }
        #expect(refusals.isEmpty, "\(refusals) \(output)")
        let expected = try Lesson(SourceText(name: "x.md", text: text)).cells[0].expected
        return (text, expected?.block.text ?? "", expected?.comparison)
    }
}

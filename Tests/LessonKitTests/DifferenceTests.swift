import TestSupport
import Testing

@testable import LessonKit

@Suite struct DifferenceTests {
    private func difference(_ expected: String, _ actual: String) -> Difference? { .between(expected, actual, .exact) }

    @Test func blanksAtLineEndsAndOneLastLineEndDoNotCount() {
        #expect(difference("a\nb\n", "a  \nb\t") == nil)
        #expect(difference("a\n", "a\n\n") != nil)
        #expect(difference("", "") == nil)
        #expect(difference("", "\n") != nil)
        #expect(difference("a\nb\n", "a\r\nb\r\n") == nil)
    }

    @Test func aLineOfDotsStandsForAnyLines() {
        #expect(difference("a\n...\nz\n", "a\nb\nc\nz\n") == nil)
        #expect(difference("...\n", "") == nil)
        #expect(difference("...\nz\n...\n", "z\n") == nil)
        #expect(difference("a\n...\nz\n", "a\nb\n") != nil)
    }

    @Test func theUpdateKeepsWhatMatches() throws {
        let changed = try #require(difference("a ...\n...\nold\n", "a b\nc\nd\nnew...\n"))
        // The dots absorb as little as they must; three dots of the output are written as such.
        #expect(changed.updatedText == "a ...\n...\nnew\\...\n")
        let filled = try #require(difference("", "one\n\ntwo\n"))
        #expect(filled.updatedText == "one\n\ntwo\n")
    }

    @Test(arguments: [
        (
            Comparison.Numbers.tolerance(relative: 1e-3, absolute: 0), "loss 0.5 rate 0.91",
            "loss 0.70012345 rate 0.9100001"
        ),
        (.digits, "loss 0.33 rate 0.91", "loss 0.7 rate 0.9100001"),
        (.digits, "wait\\... 0.33, 0.91", "wait... 0.7, 0.91012"),
    ]) func theUpdateKeepsEachNumberThatAgrees(_ numbers: Comparison.Numbers, _ expected: String, _ actual: String)
        throws
    {
        let difference = try #require(Difference.between(expected, actual, Comparison(numbers: numbers)))
        let updated = expected.replacing("0.5", with: "0.7").replacing("0.33", with: "0.7")
        #expect(difference.updatedText == updated + "\n")
    }

    @Test func theUpdateKeepsANumberThatWouldRunTogetherWithTheNext() throws {
        let comparison = Comparison(numbers: .tolerance(relative: 1e-3, absolute: 0))
        let difference = try #require(Difference.between("l", "version 50.97.0, rate 50.97", comparison))
        // As 51, the first would become part of 51.0.
        #expect(difference.updatedText == "version 50.97.0, rate 51\n")
        #expect(Difference.between(difference.updatedText, "version 50.97.0, rate 50.97", comparison) == nil)
    }

    @Test func ofALongLineThePartThatDiffersIsShown() throws {
        let (before, after) = (String(repeating: "a", count: 5000), String(repeating: "b", count: 5000))
        let text = try #require(difference("\(after)\n\(before)X\(after)", "\(after)\n\(before)YY\(after)")).description
        let rows = text.split(separator: "\n")
        #expect(rows.count == 4 && rows.allSatisfy { $0.count < 130 })
        #expect(rows[1].contains("…aa") && rows[1].contains("aaXbb") && rows[1].hasSuffix("b…"))
        #expect(rows[2].contains("aaYYbb"))
        let place = rows[2].prefix { $0 != "Y" }.count
        #expect(rows[3].prefix { $0 != "^" }.count == place && rows[3].hasSuffix("^"))
        #expect(rows[0].hasSuffix("bb…"))
        // The difference is longer than the part shown.
        let long = try #require(difference("x \(before)", "x \(after)")).description
        #expect(long.split(separator: "\n").allSatisfy { $0.count < 130 })
    }

    @Test func theFirstPlaceIsWhereTheTextsPart() throws {
        let place = try #require(difference("same\nabc 1 d\n", "same\nabc 2 d\n")).firstMismatch
        #expect(place.line == 1 && place.byte == 4)
    }

    @Test func theFewestEditsAreTold() throws {
        let lines = try #require(difference("a\nb\nc\n", "a\nx\nb\nc\n")).lines
        #expect(
            lines == [
                .same(expected: 0, actual: 0), .unexpected(actual: 1, before: 1), .same(expected: 1, actual: 2),
                .same(expected: 2, actual: 3),
            ])
    }

    @Test(arguments: [
        ("1e-320", "off by 1e-320, 101 times what it may be."), ("3e-310", "off by 3e-310,"),
        ("1.7e308", "off by 1.7e+308,"),
    ]) func theSmallestAndLargestNumbersAreTold(_ actual: String, _ told: String) throws {
        let numbers = Comparison.Numbers.tolerance(relative: 0, absolute: 20 * .leastNonzeroMagnitude)
        let difference = try #require(Difference.between("0.0\n", actual, Comparison(numbers: numbers)))
        #expect(try #require(difference.numericDifference).description.contains(told))
    }

    @Test func theWorstNumberIsToldAndWhetherItIsAlone() throws {
        let digits = Comparison(numbers: .digits)
        let two = try #require(Difference.between("1.0 2.0 3.0\n", "1.5 2.6 3.0", digits)?.numericDifference)
            .description
        #expect(
            two == "The worst of 3 numbers, number 2 of its line, is 2.6 and should be 2.0: off by 0.6, 12 times what "
                + "it may be. Others are off, too.")
        let one = try #require(Difference.between("1.0 2.0\n", "1.025 2.6", digits)?.numericDifference).description
        #expect(one.hasSuffix(" The others use at most 50 % of their tolerance."), "\(one)")
    }

    @Test func aNumberOfTooManyDigitsIsUpdatedAsItIs() throws {
        let number = "999999999999999.123456"
        let difference = try #require(Difference.between("x\n", number, Comparison(numbers: .digits)))
        #expect(difference.updatedText == number + "\n")
    }

    @Test func hugeOutputsAreComparedInLinearTime() {
        let ratio = growth(from: 12_500, to: 200_000, bound: 64) { count in
            let many = (0..<count).map { "line \($0)\n" }.joined()
            #expect(difference("first\n...\n" + many, many) != nil)
        }
        #expect(ratio <= 64)
    }

    @Test func aNaNHasNoSign() {
        #expect(difference("nan [nan, 1]\n", "-nan [-nan, 1]\n") == nil)
        #expect(difference("-nan\n", "nan\n") == nil)
        #expect(difference("nan", "inf") != nil)
        #expect(difference("x-nan", "xnan") != nil)
        #expect(difference("-nano", "nano") != nil)
        #expect(difference("inf", "-inf") != nil)
        #expect(difference("", "-nan\n")?.updatedText == "nan\n")
    }

    /// A Chinese character takes two columns of a terminal.
    @Test func theMarkStandsUnderWhatIsOther() throws {
        let rows = try #require(difference("卷积 3 层é", "卷积 5 层é")).description.split(separator: "\n")
        #expect(rows == ["  expected | 卷积 3 层é", "    actual | 卷积 5 层é", "           |      ^"])
        let wide = try #require(difference("a🎉b甲c", "a🎉b乙c")).description.split(separator: "\n")
        #expect(wide.last == "           |     ^^")
        let long = String(repeating: "层", count: 90)
        let cut = try #require(difference(long + "a" + long, long + "b" + long)).description.split(separator: "\n")
        // 40 columns before the place, 100 in all, and a dot line at either end.
        #expect(
            cut[1] == "    actual | …" + String(repeating: "层", count: 20) + "b" + String(repeating: "层", count: 29)
                + "…")
        #expect(cut[2] == "           | " + String(repeating: " ", count: 41) + "^")
    }

    /// Where every line may be any other one, there are many ways to pair them.
    @Test func manyLinesInAnyOrderArePairedInFewSteps() throws {
        let numbers = Comparison.Numbers.tolerance(relative: 0.9, absolute: 0)
        let expected = (0..<1000).map { "\(1000 + $0).0" }, actual = (0..<1000).map { "\($0 < 500 ? 1000 + $0 : 7).5" }
        let pairing = UnorderedMatching(
            patterns: expected.map { LinePattern($0, numbers: numbers) },
            actual: actual.map { ActualLine($0, numbers: numbers) })
        #expect(pairing.lines.count { $0.isSame } == 500)
        // Five hundred lines find no partner. If each looked for one along all paths, that would be 250,000 steps.
        #expect(pairing.steps <= 1000)
        let difference = try #require(
            Difference.between(
                expected.joined(separator: "\n"), actual.joined(separator: "\n"),
                Comparison(numbers: numbers, order: .any)))
        #expect(difference.lines == pairing.lines)
    }
}

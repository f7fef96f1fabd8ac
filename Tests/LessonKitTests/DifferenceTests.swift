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

    @Test func theFirstPlaceIsWhereTheTextsPart() throws {
        let place = try #require(difference("same\nabc 1 d\n", "same\nabc 2 d\n")).firstPlace
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

    @Test func hugeOutputsAreComparedInTime() {
        let many = (0..<200_000).map { "line \($0)\n" }.joined()
        let clock = ContinuousClock()
        let time = clock.measure { #expect(difference("first\n...\n" + many, many) != nil) }
        #expect(time < .seconds(5))
    }
}

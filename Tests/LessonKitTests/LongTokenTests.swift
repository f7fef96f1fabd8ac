import Testing

@testable import LessonKit

/// Versions, dates, times and addresses, whose digits are no numbers, beside numbers, whose digits are.
@Suite struct LongTokenTests {
    @Test(arguments: [
        ("6.1.1", "6.10.1"), ("1.1.2026", "1.10.2026"), ("1.2.3-rc1", "1.20.3-rc1"), ("v6.1.1", "v6.10.1"),
        ("10.0.0.1", "10.00.0.1"), ("1.2.3-4.5", "1.2.3-4.50"), ("1.2-rc1", "1.20-rc1"), ("1.2rc1", "1.20rc1"),
        ("3.0b2", "3.00b2"), ("1.2.x", "1.20.x"), ("12:30:05.5", "12:30:05.50"), ("9:05.5", "9:05.50"),
        ("2026-01-15T12:30:00.5Z", "2026-01-15T12:30:00.50Z"), ("swift-6.1.1-RELEASE", "swift-6.10.1-RELEASE"),
        ("1.2.3+build.5", "1.20.3+build.5"), ("(6.1.1)", "(6.10.1)"), ("lib.so.1.2.3", "lib.so.1.20.3"),
        ("31.12.26", "31.120.26"), ("1.5-beta", "1.50-beta"), ("0.5.0,", "0.50.0,"),
    ]) func aTokenOfManyPartsIsText(_ expected: String, _ actual: String) {
        for frame in ["X", "from X on", "X 0.5", "0.5 X"] {
            let promise = frame.replacing("X", with: expected) + "\n"
            #expect(
                Difference.between(promise, frame.replacing("X", with: actual) + "\n", .digits) != nil, "\(promise)")
            #expect(Difference.between(promise, promise, .digits) == nil, "\(promise)")
        }
    }

    @Test(arguments: [
        ("2026-01-15", "2027-01-15"), ("1/1/2026", "1/1/2027"), ("12:30", "12:31"), ("1.1.2026", "1.1.2027"),
        ("192.168.0.1:8080", "192.168.0.1:8081"), ("2026/01/15", "2027/01/15"), ("10000.1.1", "10001.1.1"),
        ("2026-01-15T12:30:45", "2026-01-15T12:30:46"), ("10.0.0.0/1000", "10.0.0.0/1001"), ("59:59", "59:58"),
    ]) func aToleranceDoesNotReachIntoIt(_ expected: String, _ actual: String) {
        let comparison = Comparison(numbers: .tolerance(relative: 0.1, absolute: 1))
        #expect(Difference.between(expected + "\n", actual + "\n", comparison) != nil)
        #expect(Difference.between(expected + "\n", expected + "\n", comparison) == nil)
    }

    @Test(arguments: [
        ("loss:0.93", "loss:0.931"), ("a=0.5, b=1.5.", "a=0.501, b=1.499."), ("0.25-0.75", "0.251-0.749"),
        ("0.5/1.0", "0.501/1.01"), ("12.3ms", "12.31ms"), ("0.5x", "0.501x"), ("3:0.912", "3:0.9121"),
        ("(0.5,-0.5)", "(0.5001,-0.5001)"), ("1.5e-3", "1.501e-3"), ("0.5%", "0.501%"), ("-0.5", "-0.501"),
        ("0.5+0.3-0.2", "0.501+0.301-0.201"), ("0.93.", "0.931."), ("conv1: 0.5", "conv1: 0.501"),
        ("0.5-0.25i", "0.501-0.251i"), ("[0.5]", "[0.501]"), ("0.5s", "0.501s"), ("2.5GB", "2.51GB"),
        ("0.5 - 0.3 - 0.1", "0.501 - 0.301 - 0.101"), ("1.5e-05-2.5e-05", "1.501e-05-2.501e-05"),
    ]) func aNumberStaysANumber(_ expected: String, _ actual: String) {
        #expect(Difference.between(expected + "\n", actual + "\n", .digits) == nil)
    }

    @Test func anUpdateLeavesItWhole() throws {
        let comparison = Comparison(numbers: .digits)
        let difference = try #require(Difference.between("x\n", "1.23456.7 and 0.123456\n", comparison))
        #expect(difference.updatedText == "1.23456.7 and 0.1235\n")
    }
}

extension Comparison {
    fileprivate static let digits = Comparison(numbers: .digits)
}

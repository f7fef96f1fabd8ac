import Foundation
import TestSupport
import Testing

@testable import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#endif

/// A lesson's limit counts its own time, whatever its neighbours take and however it spends it. All times are milliseconds
/// that a test makes up; none is measured.
@Suite struct OwnTimeTests {
    /// A thread as it was when it was looked at.
    private typealias Look = (id: Int32, ran: Int, waited: Int, isReady: Bool)

    /// The own time after looks at the threads of a program, each 40 ms after the last.
    private func total(_ looks: [[Look]?], processors: Int = 2) -> Duration {
        var time = OwnTime(processors: processors)
        for look in looks {
            let threads = look?.map {
                OwnTime.Thread(
                    id: $0.id, ran: .milliseconds($0.ran), waited: .milliseconds($0.waited), isReady: $0.isReady)
            }
            time.add(threads, after: .milliseconds(40))
        }
        return time.total
    }

    /// 25 looks are a second.
    private func looks(_ count: Int = 25, _ look: (Int) -> [Look]?) -> [[Look]?] { (1...count).map(look) }

    @Test func aBusyThreadWithAProcessorToItselfTakesAllTheTime() {
        #expect(total(looks { [(1, 40 * $0, 0, true)] }) == .seconds(1))
    }

    @Test func whatNeighboursTakeDoesNotCount() {
        // A quarter of the time for us, three for others.
        #expect(total(looks { [(1, 10 * $0, 30 * $0, true)] }) == .milliseconds(250))
    }

    @Test func aWaitCountsForNothingThoughItIsToldOnlyWhenItIsOver() {
        // For 160 ms the thread waits, and Linux says nothing; then it has run for 5 ms.
        let looks: [[Look]?] = [[(1, 0, 0, true)], [(1, 0, 0, true)], [(1, 0, 0, true)], [(1, 5, 155, true)]]
        #expect(total(looks) == .milliseconds(5))
        // It comes to sleep after that.
        #expect(total(looks + [[(1, 5, 155, false)]]) == .milliseconds(45))
    }

    @Test func sleepingCounts() {
        #expect(total(looks { _ in [(1, 3, 0, false)] }) == .seconds(1))
        // Half the time asleep, beside neighbours: 10 ms on a processor, 10 ready, 20 asleep.
        #expect(total(looks { [(1, 10 * $0, 10 * $0, false)] }) == .milliseconds(25 * 30))
    }

    @Test func beingStoppedCounts() {
        // A thread that SIGSTOP holds neither runs nor waits.
        #expect(total(looks { _ in [(1, 3, 0, false), (2, 1, 0, false)] }) == .seconds(1))
    }

    @Test func whoSeemsReadyAtEveryLookAndSleepsBetweenGainsSecondsAtMost() {
        let minute = total(looks(25 * 60) { [(1, $0, 0, true)] })
        #expect(minute > .seconds(60) - OwnTime.longestWait * 2 && minute <= .seconds(60))
    }

    @Test func threadsAtTheSameTimeCountOnce() {
        #expect(total(looks { [(1, 40 * $0, 0, true), (2, 40 * $0, 0, true)] }) == .seconds(1))
    }

    @Test func threadsInTurnCountAsTheTimeTheyTakeTogether() {
        #expect(total(looks { [(1, 10 * $0, 0, false), (2, 30 * $0, 0, false)] }) == .seconds(1))
    }

    @Test func threadsThatWaitForEachOtherAreNoNeighbours() {
        // A hundred busy ones share two processors: each has 0.8 ms of 40.
        let crowd = looks { look in
            (1...100).map { (id: Int32($0), ran: look * 4 / 5, waited: look * 196 / 5, isReady: true) }
        }
        let all = total(crowd)
        #expect(all > .milliseconds(900) && all <= .seconds(1), "\(all)")
    }

    @Test func threadsThatNoLookShowsAreNotFree() {
        // The program sleeps in `wait`, and each of its children has begun and ended between two looks.
        #expect(total(looks { _ in [(1, 1, 0, false)] }) == .seconds(1))
        // Each is seen once, as it runs, and another is in its place the next time.
        let children = total(looks(25 * 60) { [(1, 1, 0, false), (Int32(100 + $0), 5, 0, true)] })
        #expect(children > .seconds(60) - OwnTime.longestWait * 2 && children <= .seconds(60), "\(children)")
    }

    @Test func aThreadThatWasOverlookedCountsForNoMoreThanTheInterval() {
        #expect(total([[(1, 40, 0, true)], [], [(1, 9000, 0, true)]]) == .milliseconds(120))
        // That another has waited for long does not make up for what the first has slept.
        let first: [[Look]?] = [[(1, 0, 0, true)], [(1, 0, 0, true)]]
        #expect(total(first + [[(1, 0, 0, true), (2, 0, 5000, true)], [(1, 0, 0, false)]]) == .milliseconds(120))
        // Its number may be another's by now, which has run for less.
        #expect(total([[(1, 40, 0, true)], [(1, 10, 0, false)]]) == .milliseconds(80))
    }

    @Test func whereNothingCanBeReadItIsWallTime() {
        #expect(total(looks { _ in nil }) == .seconds(1))
        #expect(total([[(1, 0, 0, true)], nil]) == .milliseconds(80))
    }

    // MARK: The deadline

    /// It moves on while others have the processor, though not for ever.
    @Test func aProcessMayRunUntilItsOwnTimeReachesTheLimit() {
        var time = OwnTime(processors: 2)
        func remaining(after elapsed: Duration) -> Duration {
            time.remaining(of: .seconds(1), after: elapsed, allowance: .seconds(60))
        }
        #expect(remaining(after: .zero) == .seconds(1))
        // In ten seconds it has had the processor for 400 ms.
        time.add(
            [OwnTime.Thread(id: 1, ran: .milliseconds(400), waited: .milliseconds(9600), isReady: true)],
            after: .seconds(10))
        #expect(remaining(after: .seconds(10)) == .milliseconds(600))
        // 20 seconds and the allowance are 80 seconds of wall time.
        #expect(remaining(after: .seconds(79)) == .milliseconds(600))
        #expect(remaining(after: .milliseconds(79_500)) == .milliseconds(500))
        #expect(remaining(after: .seconds(81)) < .zero)
        time.add(
            [OwnTime.Thread(id: 1, ran: .milliseconds(1400), waited: .milliseconds(9600), isReady: true)],
            after: .seconds(1))
        #expect(remaining(after: .seconds(11)) == .milliseconds(-400))
    }

    // MARK: What Linux tells

    /// This process and one that it has started, which sleeps.
    @Test func threadsOfDescendantsAreFound() throws {
        guard ThreadTable.threads(below: getpid()) != nil else { try Test.cancel("this system tells of no waits") }
        let child = Process()
        child.executableURL = URL(filePath: "/bin/sh")
        child.arguments = ["-c", "sleep 86400 & sleep 86400"]
        try child.run()
        defer {
            for sleeper in children(of: child.processIdentifier) { kill(sleeper, SIGKILL) }
            child.waitUntilExit()
        }
        try waiting(for: "two that it starts") { children(of: child.processIdentifier).count == 2 }
        let process = child.processIdentifier
        let family = children(of: process) + [process]
        try waiting(for: "all to sleep") {
            ThreadTable.threads(below: process)?.map(\.isReady) == [false, false, false]
        }
        let threads = try #require(ThreadTable.threads(below: process))
        #expect(Set(threads.map(\.id)) == Set(family))
        let ours = try #require(ThreadTable.threads(below: getpid()))
        #expect(Set(ours.map(\.id)).isSuperset(of: family))
        #expect(ours.contains { $0.ran > .zero && $0.isReady })
        #expect(ThreadTable.threads(below: .max) == nil)
    }

    private func children(of process: pid_t) -> [pid_t] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    // MARK: Programs

    /// What a program may do to seem idle, or kept from running.
    @Test(arguments: [
        "while true {}", "sleep(86400)", "raise(SIGSTOP)", "while true { usleep(1000) }",
        "var child = pid_t()\nlet words = [strdup(\"/bin/true\"), nil]\nwhile true { if posix_spawn(&child, \"/bin/true\", nil, nil, words, nil) == 0 { waitpid(child, nil, 0) } }",
        "nonisolated func spin(_ x: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { while true {} }\nvar thread = pthread_t()\nfor _ in 0..<64 { pthread_create(&thread, nil, spin, nil) }\nsleep(86400)",
        "nonisolated func end(_ x: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { nil }\nvar thread = pthread_t()\nwhile true { if pthread_create(&thread, nil, end, nil) == 0 { pthread_join(thread, nil) } }",
    ]) func aProgramEndsAtItsLimit(_ code: String) throws {
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n```swift\nimport Glibc\n\n\(code)\n```\n"])
        let result = try course.lessons("verify", "--timeout", "0.3s")
        #expect(
            result.status == 1
                && result.output.contains("01-x.md:3:1: error: The program was stopped here at its time limit"),
            "\(result)")
    }

    /// Cells with a limit of their own use up nothing of the lesson's.
    @Test func theLessonsTimeIsWithoutCellsThatHaveTheirOwn() throws {
        let own = "```swift timeout=600s\nimport Glibc\nusleep(1_100_000)\n```\n\n"
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n" + own + "```swift\nsleep(86400)\n```\n\n" + own])
        let result = try course.lessons("verify", "--timeout", "1s")
        #expect(result.output.contains("01-x.md:8:1: error: The program was stopped here"), "\(result)")
        #expect(result.output.hasSuffix("\n1 passed, 1 failed, 1 skipped\n"), "\(result)")
    }
}

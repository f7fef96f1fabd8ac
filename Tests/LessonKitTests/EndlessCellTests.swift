import Foundation
import Synchronization
import Testing

@testable import LessonKit
@testable import lessons

/// A lesson that runs out of time, and what else is said while it runs.
@Suite struct EndlessCellTests {
    /// The trap and the three answers would first run the endless cell, each until its limit.
    @Test func whatFollowsAnEndlessCellIsNotReached() throws {
        let wrong = "```swift wrong\nfunc half(_ n: Int) -> Int { n }\n```\n\n"
        let exercise = Samples.exercise.replacing("```swift solution", with: wrong + wrong + "```swift solution")
        let course = try TemporaryCourse([
            "1-part/01-x.md": "# X\n\n```swift\nwhile true {}\n```\n\n```swift trap\nfatalError()\n```\n\n" + exercise
        ])
        let result = try course.lessons("verify", "--timeout", "1s", "--jobs", "1", "--format", "json", "--explain")
        let root = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let cells = ((root?["lessons"] as? [[String: Any]])?.first?["cells"] as? [[String: Any]]) ?? []
        #expect(cells.map { $0["outcome"] as? String } == ["timedOut", "notReached", "notReached"])
        // One program ran, and for its time alone.
        let seconds = (root?["lessons"] as? [[String: Any]])?.first?["seconds"] as? Double ?? 0
        #expect(seconds >= 1)
        // Mended, the lesson runs whole.
        try course.write(
            "# X\n\n```swift trap\nfatalError()\n```\n\n```output\nFatal error\n```\n\n" + exercise,
            to: "1-part/01-x.md")
        #expect(try course.lessons("verify").status == 0)
    }

    /// The endless cell stands between the two traps.
    @Test func onlyWhatFollowsTheEndlessCellNeedNotRun() throws {
        let trap = "```swift trap\nfatalError()\n```\n\n```output\nFatal error\n```\n\n"
        let lesson = try Lesson(SourceText(name: "x.md", text: "# X\n\n\(trap)```swift\nwhile true {}\n```\n\n\(trap)"))
        func skipped(by termination: Execution.Termination) -> [Int?] {
            let cells = [Execution.CellExecution(index: 1)]
            let run = Run(execution: Execution(cells: cells, termination: termination))
            return Program.all(of: lesson).filter(run.keepsFromRunning).map { $0.subject?.number }
        }
        #expect(skipped(by: .timedOut) == [3])
        #expect(skipped(by: .finished) == [])
    }

    /// It would run for an hour.
    @Test func aProgramWhoseResultIsKnownIsStopped() throws {
        let files = try TemporaryCourse(["1-part/01-x.md": "# X\n\n```swift\nwhile true {}\n```\n"])
        let course = Course(root: files.root)
        var settings = Verifier.Settings()
        settings.limit = .seconds(3600)
        settings.usesCache = false
        let verifier = try Verifier(course: course, library: .bundled(with: course), settings: settings)
        let prepared = try verifier.prepare(#require(course.lessons.first)).get()
        let run = BackgroundRun(of: prepared.programs[0], by: verifier, nil)
        let entry = RunCache.Entry(inputs: verifier.inputs(of: run.program), run: Run(), date: 4711)
        run.stop(as: .notRun(like: entry))
        #expect(try run.result().date == 4711)
    }

    @Test func aLearnerHearsAfterFiveSecondsThatTheCompilerIsAtWork() {
        let start = ContinuousClock.now
        var slow = SlowLessons(firstNamedAfter: 5)
        slow.begin("Your answer", at: start)
        #expect(slow.lines(at: start + .milliseconds(4900)) == [])
        #expect(slow.lines(at: start + .seconds(5)) == ["Your answer is still compiling after 5 s"])
    }

    @Test func aSlowLessonIsNamedWithItsCell() {
        let start = ContinuousClock.now
        var slow = SlowLessons()
        slow.begin("a", at: start)
        #expect(slow.oldest == "a")
        #expect(slow.lines(at: start + .seconds(10)) == ["a is still compiling after 10 s"])
        slow.reach("cell 3", of: "a")
        #expect(slow.oldest == "a, cell 3")
        #expect(slow.lines(at: start + .seconds(20)) == ["a is still running after 20 s, in cell 3"])
    }

    /// What the runtime says when it could not look at another thread.
    @Test func theRuntimesOwnTroubleIsNotPassedOn() {
        let noise =
            "swift-runtime: failed to suspend thread 4711 while processing a crash; backtraces will be missing information\n"
        #expect(ExecutionRecorder.programText(of: Array("mine \(noise)yours\n".utf8)) == "mine yours\n")
        #expect(ExecutionRecorder.programText(of: Array("swift-runtime: mine\n".utf8)) == "swift-runtime: mine\n")
    }

    /// Two lessons that would run for an hour, until nobody wants what they do: the first to begin sees to that.
    @Test func whatNobodyWantsIsLeftWithoutAReport() throws {
        let endless = "# X\n\n```swift\nwhile true {}\n```\n"
        let files = try TemporaryCourse(["1-part/01-x.md": endless, "1-part/02-y.md": endless])
        let course = Course(root: files.root)
        var settings = Verifier.Settings()
        settings.limit = .seconds(3600)
        settings.usesCache = false
        let verifier = try Verifier(course: course, library: .bundled(with: course), settings: settings)
        let observer = LosingInterest()
        try verifier.verify(
            course.lessons, observer: observer, isWanted: { _ in observer.state.withLock { !$0.isBored } }
        ) {
            $0
        } deliver: { _ in
        }
        let state = observer.state.withLock { $0 }
        #expect(state.isBored && state.ended == [] && state.left.sorted() == ["x", "y"])
    }

    private final class LosingInterest: VerificationObserver {
        let state = Mutex((isBored: false, ended: [String](), left: [String]()))
        func begins(_ file: Course.LessonFile) {}
        func reaches(_ cell: Cell, of file: Course.LessonFile) { state.withLock { $0.isBored = true } }
        func ends(_ report: Report) { state.withLock { $0.ended.append(report.file.name) } }
        func leaves(_ file: Course.LessonFile) { state.withLock { $0.left.append(file.name) } }
    }
}

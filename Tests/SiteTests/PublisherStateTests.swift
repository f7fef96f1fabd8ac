import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// What a server knows of lessons with live cells, which run natively first and as WebAssembly afterwards.
@Suite struct PublisherStateTests {
    private static let text = "# A\n\n```swift live\nlet f = 3  // 1...7\nprint(f)\n```\n\n```output\n3\n```\n"

    private let folder = FileManager.default.temporaryDirectory.appending(path: "published-\(UUID().uuidString)").path
    private let file: Course.LessonFile

    init() throws {
        try FileManager.default.createDirectory(atPath: folder + "/Lessons/1-x", withIntermediateDirectories: true)
        try Data(Self.text.utf8).write(to: URL(filePath: folder + "/Lessons/1-x/01-a.md"))
        try Data().write(to: URL(filePath: folder + "/a.wasm.gz"))
        file = try #require(Course(root: folder).lessons.first)
    }

    /// A verifier as far as the state knows one: it is this one, or another.
    private final class Verifier {}

    /// The report on the lesson after it has run natively or, if it is live, as WebAssembly too.
    private func report(isLive: Bool) throws -> Report {
        let lesson = try Lesson(SourceText(file))
        let programs = Program.all(of: lesson)
        let runs = programs.map { program in
            let cells = program.cells.map { Execution.CellExecution(index: $0.index, output: "3\n") }
            var run = Run(execution: Execution(cells: cells, termination: .finished))
            if program.liveCell != nil, isLive {
                run.live = LiveRun(program: folder + "/a.wasm", loader: "/program.js")
            }
            return run
        }
        var report = Report(file: file, lesson: lesson, programs: programs, runs: runs, warningsFail: true)
        report.live = LiveAssets(programs: programs, runs: runs, folder: folder)
        return report
    }

    /// Has the lesson verified natively.
    private func verify(
        _ state: inout PublisherState<Verifier>, by verifier: Verifier, changed: Set<String>?
    ) throws {
        let round = try #require(state.begin(verifier, of: Course(root: folder), changed: changed).first)
        #expect(round.files == [file] && state.nextLive == nil)
        state.end(try report(isLive: false), in: round)
        state.end(round)
    }

    private func isShownLive(_ state: PublisherState<Verifier>) -> Bool { state.reports[file]?.live != nil }

    @Test func liveCellsRunAgainAfterASaveWithoutAChange() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var state = PublisherState<Verifier>()
        let verifier = Verifier()
        for _ in 1...2 {
            try verify(&state, by: verifier, changed: [file.path])
            #expect(state.nextLive?.1 == Self.text && !isShownLive(state))
            state.keep(try report(isLive: true), of: file, text: Self.text, verifiedBy: verifier)
            #expect(state.nextLive == nil && isShownLive(state))
        }
    }

    /// The library has changed meanwhile, so the numbers may be others.
    @Test func whatAnOlderVerifierFoundIsNotKept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var state = PublisherState<Verifier>()
        let older = Verifier(), newer = Verifier()
        try verify(&state, by: older, changed: nil)
        try verify(&state, by: newer, changed: nil)
        state.keep(try report(isLive: true), of: file, text: Self.text, verifiedBy: older)
        #expect(state.nextLive != nil && !isShownLive(state))
        state.keep(try report(isLive: true), of: file, text: Self.text, verifiedBy: newer)
        #expect(state.nextLive == nil && isShownLive(state))
    }

    @Test func cellsThatCannotRunAreNotTriedAgainUntilTheLessonIsSaved() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var state = PublisherState<Verifier>()
        let verifier = Verifier()
        try verify(&state, by: verifier, changed: nil)
        state.keep(nil, of: file, text: Self.text, verifiedBy: verifier)
        #expect(state.nextLive == nil && !isShownLive(state))
        _ = state.begin(verifier, of: Course(root: folder), changed: [])
        #expect(state.nextLive == nil)
        try verify(&state, by: verifier, changed: [file.path])
        #expect(state.nextLive != nil)
    }

    /// A course of three lessons, all of which are being verified.
    private func begun() throws -> (PublisherState<Verifier>, Verifier, Course, PublisherState<Verifier>.Round) {
        for name in ["02-b", "03-c"] {
            try Data("# \(name)\n".utf8).write(to: URL(filePath: "\(folder)/Lessons/1-x/\(name).md"))
        }
        var state = PublisherState<Verifier>()
        let verifier = Verifier(), course = Course(root: folder)
        let rounds = state.begin(verifier, of: course, changed: [])
        #expect(rounds.map(\.files) == [course.lessons] && !rounds[0].isUrgent && !state.isHurried)
        return (state, verifier, course, rounds[0])
    }

    /// A lesson that somebody saves is verified beside the others, and what was found out of its older text does not count.
    @Test func aSavedLessonDoesNotWaitForTheOthers() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var (state, verifier, course, all) = try begun()
        let saved = course.lessons[1]
        state.run(saved, in: all)
        #expect(state.status.running == ["1.2"])
        let urgent = try #require(state.begin(verifier, of: course, changed: [saved.path]).first)
        #expect(urgent.files == [saved] && urgent.isUrgent && state.isHurried)
        #expect(state.status == SiteStatus(done: 0, total: 3))
        #expect(!state.isWanted(saved, in: all) && state.isWanted(course.lessons[0], in: all))
        state.end(Report(file: saved), in: all)
        #expect(state.reports[saved]?.isPending == true)
        state.isHurried = false
        state.end(Report(file: saved), in: urgent)
        #expect(state.reports[saved]?.isPending == false && state.isHurried)
        state.end(urgent)
        #expect(state.isVerifying && state.status == SiteStatus(done: 1, total: 3))
        for file in course.lessons { state.end(Report(file: file), in: all) }
        state.end(all)
        #expect(!state.isVerifying && state.status == SiteStatus(done: 3, total: 3))
    }

    @Test func lessonsThatAreOpenedComeFirst() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (_, verifier, course, _) = try begun()
        var state = PublisherState<Verifier>()
        let rounds = state.begin(verifier, of: course, changed: [], opened: [course.lessons[2]])
        #expect(rounds.map(\.files) == [[course.lessons[2]], Array(course.lessons[..<2])])
        #expect(rounds.map(\.isUrgent) == [true, false])
    }

    /// What all lessons depend on has changed; or a lesson is gone.
    @Test func nothingOfAnOlderRoundIsWantedAfterAChangeOfAll() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var (state, verifier, course, all) = try begun()
        #expect(state.begin(verifier, of: course, changed: nil).map(\.files) == [course.lessons])
        for file in course.lessons { #expect(!state.isWanted(file, in: all)) }
        let gone = course.lessons[0]
        try FileManager.default.removeItem(atPath: gone.path)
        let last = state.begin(verifier, of: Course(root: folder), changed: [gone.path])
        #expect(last.isEmpty && state.reports[gone] == nil && state.status.total == 2)
    }

    @Test func whatARoundDidNotFindOutTheNextOneHasTo() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var (state, verifier, course, all) = try begun()
        state.end(Report(file: course.lessons[0]), in: all)
        state.end(all)
        #expect(!state.isVerifying && state.status == SiteStatus(done: 3, total: 3))
        #expect(state.begin(verifier, of: course, changed: []).map(\.files) == [Array(course.lessons[1...])])
    }
}

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

    private func isShownLive(_ state: PublisherState<Verifier>) -> Bool { state.reports[file]?.live != nil }

    @Test func liveCellsRunAgainAfterASaveWithoutAChange() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var state = PublisherState<Verifier>()
        let verifier = Verifier()
        for _ in 1...2 {
            #expect(state.begin(verifier, of: Course(root: folder), changed: [file.path]) == [file])
            #expect(state.nextLive == nil)
            state.end(try report(isLive: false))
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
        #expect(state.begin(older, of: Course(root: folder), changed: nil) == [file])
        state.end(try report(isLive: false))
        #expect(state.begin(newer, of: Course(root: folder), changed: nil) == [file])
        state.end(try report(isLive: false))
        state.keep(try report(isLive: true), of: file, text: Self.text, verifiedBy: older)
        #expect(state.nextLive != nil && !isShownLive(state))
        state.keep(try report(isLive: true), of: file, text: Self.text, verifiedBy: newer)
        #expect(state.nextLive == nil && isShownLive(state))
    }

    @Test func cellsThatCannotRunAreNotTriedAgainUntilTheLessonIsSaved() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var state = PublisherState<Verifier>()
        let verifier = Verifier()
        _ = state.begin(verifier, of: Course(root: folder), changed: nil)
        state.end(try report(isLive: false))
        state.keep(nil, of: file, text: Self.text, verifiedBy: verifier)
        #expect(state.nextLive == nil && !isShownLive(state))
        _ = state.begin(verifier, of: Course(root: folder), changed: [])
        #expect(state.nextLive == nil)
        _ = state.begin(verifier, of: Course(root: folder), changed: [file.path])
        state.end(try report(isLive: false))
        #expect(state.nextLive != nil)
    }
}

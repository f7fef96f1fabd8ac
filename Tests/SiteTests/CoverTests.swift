import Foundation
import Testing

@testable import LessonKit

@Suite struct CoverTests {
    private func covers(_ text: String?) throws -> Covers {
        let root = FileManager.default.temporaryDirectory.path + "/covers-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/Lessons", withIntermediateDirectories: true)
        try text?.write(toFile: root + "/Lessons/covers.txt", atomically: true, encoding: .utf8)
        return Covers(root: root, parts: [])
    }

    @Test func aLineThatLeadsToNoFigureIsNamed() throws {
        let problems = try covers("\n1-part/01-lesson.md#cell.2\n\nnonsense\n").problems.map(\.description)
        #expect(problems.count == 2)
        #expect(
            problems.first?.hasPrefix(
                "Lessons/covers.txt:2:1: error: 1-part/01-lesson.md#cell.2 leads to no figure; write") == true)
        #expect(problems.last?.hasPrefix("Lessons/covers.txt:4:1: error: nonsense leads to no figure") == true)
    }

    @Test func withoutTheFileNoPartHasACover() throws {
        #expect(try covers(nil).problems.isEmpty)
    }
}

import Foundation
import Testing

/// Case folders drive the real binary: `Tests/Cases/pass/NAME/lesson.md` must come back from an update unchanged,
/// `Tests/Cases/fail/NAME/lesson.md` must give the report beside it.
@Suite struct CaseTests {
    static func cases(_ kind: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(Command.root)/Tests/Cases/\(kind)")) ?? []).sorted()
    }

    @Test func thereAreCases() {
        #expect(Self.cases("pass").count >= 10)
        #expect(Self.cases("fail").count >= 10)
    }

    @Test(arguments: cases("pass")) func passes(_ name: String) throws {
        let path = "Tests/Cases/pass/\(name)/lesson.md"
        let before = try Data(contentsOf: URL(filePath: "\(Command.root)/\(path)"))
        let result = try Command.lessons("verify", "--no-cache", path)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.firstMatch(of: /^\d+ passed, 0 failed, 0 skipped\n$/) != nil, "\(result.output)")

        let updated = try Command.lessons("verify", "--update", path)
        #expect(updated.status == 0)
        #expect(try Data(contentsOf: URL(filePath: "\(Command.root)/\(path)")) == before)
    }

    @Test(arguments: cases("fail")) func fails(_ name: String) throws {
        let folder = "Tests/Cases/fail/\(name)"
        let expected = try String(contentsOfFile: "\(Command.root)/\(folder)/report.txt", encoding: .utf8)
        let result = try Command.lessons("verify", "--no-cache", "\(folder)/lesson.md")
        #expect("\(result.output)exit \(result.status)\n" == expected)
    }
}

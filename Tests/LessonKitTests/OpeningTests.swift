import Foundation
import Testing

/// A part opens with a picture from one of its lessons. It lies there as a file, for GitHub shows no figure of a run, so it
/// is compared with what the lesson draws.
@Suite struct OpeningTests {
    private static let lessons = Command.root + "/Lessons"
    private static let parts =
        (try? FileManager.default.contentsOfDirectory(atPath: lessons))?.filter { $0.first!.isNumber }.sorted() ?? []

    @Test func everyPartHasOne() {
        #expect(Self.parts.count == 6)
        for part in Self.parts {
            #expect(FileManager.default.fileExists(atPath: "\(Self.lessons)/\(part)/opening.svg"))
        }
    }

    @Test(arguments: parts) func theLessonItLeadsToDrawsIt(_ part: String) throws {
        let readme = try String(contentsOfFile: "\(Self.lessons)/\(part)/README.md", encoding: .utf8)
        let link = try #require(readme.firstMatch(of: /\[!\[(.+)\]\(opening\.svg\)\]\((.+\.md)\)/))
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try Command.lessons("run", "\(Self.lessons)/\(part)/\(link.2)", "--figures", folder.path)
        #expect(run.status == 0)
        let picture = try String(contentsOfFile: "\(Self.lessons)/\(part)/opening.svg", encoding: .utf8)
        #expect(picture.contains("aria-label=\"\(link.1)\""), "The alternative text is not the figure's.")
        let drawn = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { try String(contentsOf: $0, encoding: .utf8) }
        #expect(
            drawn.contains(picture),
            "No figure of \(link.2) is \(part)/opening.svg; `lessons run NAME --figures DIR` draws it anew.")
    }
}

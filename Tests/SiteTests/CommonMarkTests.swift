import Foundation
import Testing

@testable import LessonKit

/// The examples of CommonMark's specification, as Debian's `golang-github-yuin-goldmark-dev` ships them.
@Suite struct CommonMarkTests {
    struct Example: Decodable, CustomStringConvertible {
        var markdown: String
        var html: String
        var example: Int
        var section: String
        var description: String { "\(section) \(example)" }
    }

    static let path = "/usr/share/gocode/src/github.com/yuin/goldmark/_test/spec.json"

    @Test func allExamplesComeOut() throws {
        let data = try Data(contentsOf: URL(filePath: Self.path))
        let examples = try JSONDecoder().decode([Example].self, from: data)
        #expect(examples.count >= 649)
        for example in examples {
            #expect(HTML.commonMark(example.markdown) == example.html, "\(example)")
        }
    }
}

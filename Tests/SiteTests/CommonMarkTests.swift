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

    private func examples() throws -> [Example] {
        try JSONDecoder().decode([Example].self, from: try Data(contentsOf: URL(filePath: Self.path)))
    }

    @Test func allExamplesComeOut() throws {
        let examples = try examples()
        #expect(examples.count == 652)
        for example in examples {
            #expect(HTML.commonMark(example.markdown) == example.html, "\(example)")
        }
    }

    /// Why a lesson's text comes out otherwise than CommonMark says.
    private enum Reason: String {
        case heading = "a heading has an id"
        case code = "a block of code takes the focus, and is coloured without telling its language"
        case link = "a link that leads nowhere in the course, or a picture that is not there, is its text"
        case html = "HTML beyond a short list is text, and what is closed is closed as XML"
        case other = "tables, footnotes, letters that HTML may not hold"
    }

    /// The examples that come out otherwise in a lesson, by the reason.
    private static let differences: [Reason: Set<Int>] = [:]

    @Test func lessonsDifferWhereListed() throws {
        var found: [Reason: Set<Int>] = [:]
        for example in try examples() {
            let html = try Rendering(example.markdown).html
            if let reason = reason(html, example) { found[reason, default: []].insert(example.example) }
        }
        for reason in [Reason.heading, .code, .link, .html, .other] {
            let numbers = found[reason, default: []].sorted()
            #expect(Set(numbers) == Self.differences[reason, default: []], "\(reason.rawValue): \(numbers)")
        }
    }

    /// The last thing that has to be left out of both for them to be equal; nil if they are.
    private func reason(_ html: String, _ example: Example) -> Reason? {
        var (ours, theirs) = (html, example.html)
        if ours == theirs { return nil }
        ours = ours.replacing(/(<h[1-6]) id="[^"]*"/) { $0.1 }
        if ours == theirs { return .heading }
        ours = ours.replacing(/<pre class="code" tabindex="0">/, with: "<pre>")
        theirs = theirs.replacing(/<code class="language-[^"]*">/, with: "<code>")
        if ours == theirs { return .code }
        func withoutLinks(_ text: String) -> String {
            text.replacing(#/</?a(\s[^>]*)?>/#, with: "").replacing(#/<img [^>]*alt="([^"]*)"[^>]*>/#) { $0.1 }
        }
        if withoutLinks(ours) == withoutLinks(theirs) { return .link }
        return example.html.contains(#/<(?!/?(p|h[1-6]|em|strong|code|pre|a|img|ul|ol|li|blockquote|br|hr)\b)/#) ? .html : .other
    }
}

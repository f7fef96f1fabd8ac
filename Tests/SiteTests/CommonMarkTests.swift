import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

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

    /// Why a lesson's HTML differs from CommonMark's.
    private enum Reason: String {
        case heading = "a heading has an id"
        case code = "a block of code takes the focus, and is coloured without telling its language"
        case link = "a link that leads nowhere in the course says so, and a picture that is not there is its text"
        case address = "GitHub makes a link of a bare address"
        case html = "HTML beyond a short list is text"
        case other = "anything else"
    }

    /// The examples whose HTML differs in a lesson, by the reason; there must be no others.
    private static let differences: [Reason: String] = [
        .heading: """
        10 59 62 66-68 71-84 86 89-91 95-96 102-103 227-230 232 300 646-647
        """,
        .code: """
        1-3 5-8 18-19 24 34 36 48 69 85 100 107 110-112 114-120 122-137 139-144 146-147 211-212 \
        225 231 236-237 252-254 257 263-264 270-274 278 286-290 313 318 321 324
        """,
        .link: """
        22-23 32-33 192-196 198 200 202-206 214-218 403 418 421 432 472-473 481-486 488 491 \
        494-495 497-499 501-506 508-509 511 513-521 526-534 538-543 548-549 552-561 563-588 590 \
        592 595 597-598 600
        """,
        .address: """
        601 605 607 610-611
        """,
        .html: """
        21 31 148-191 201 308-309 344 474-476 490 493 523 535 612-616 622 624 627-631 642-643
        """,
    ]

    @Test func lessonsDifferWhereListed() throws {
        var found: [Reason: Set<Int>] = [:]
        for example in try examples() {
            let html = try Rendering(example.markdown).html
            if let reason = reason(html, example) { found[reason, default: []].insert(example.example) }
        }
        for reason in [Reason.heading, .code, .link, .address, .html, .other] {
            let numbers = found[reason, default: []].sorted()
            #expect(numbers == Self.numbers(in: Self.differences[reason, default: ""]), "\(reason.rawValue)")
        }
    }

    /// The numbers of a list such as `1 3-5`.
    private static func numbers(in list: String) -> [Int] {
        list.split(separator: " ").flatMap { item in
            let ends = item.split(separator: "-").compactMap { Int($0) }
            return Array((ends.first ?? 0)...(ends.last ?? 0))
        }
    }

    /// The last difference that must be removed from both for them to be equal; nil if they are equal.
    private func reason(_ html: String, _ example: Example) -> Reason? {
        var (ours, theirs) = (html, example.html)
        if ours == theirs { return nil }
        ours = ours.replacing(/(<h[1-6]) id="[^"]*"/) { $0.1 }
        if ours == theirs { return .heading }
        ours = ours.replacing(/<pre class="code" tabindex="0">/, with: "<pre>")
        theirs = theirs.replacing(/<code class="language-[^"]*">/, with: "<code>")
        if ours == theirs { return .code }
        func withoutLinks(_ text: String) -> String {
            text.replacing(" <span class=\"fault\">The link leads nowhere.</span>", with: "").replacing(
                #/</?a(\s[^>]*)?>/#, with: ""
            ).replacing(#/<img [^>]*alt="([^"]*)"[^>]*>/#) { $0.1 }
        }
        if withoutLinks(ours) == withoutLinks(theirs) {
            return theirs.contains("<a ") || theirs.contains("<img ") ? .link : .address
        }
        return example.markdown.contains("<") ? .html : .other
    }
}

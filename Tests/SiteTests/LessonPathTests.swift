import Testing

@testable import LessonKit
@testable import LessonSite

/// What a lesson builds on is what its text links to.
@Suite struct LessonPathTests {
    private func text(_ number: Int, links: [Int]) -> (report: Report, text: PageText) {
        let file = Course.LessonFile(
            path: "/x/Lessons/1-a/0\(number)-l.md", displayName: "l", part: "1-a", number: "1.\(number)", name: "l")
        let links = links.map { "[that](0\($0)-l.md)" }.joined(separator: " ")
        let map = SiteMap(
            folder: "/x/Lessons",
            pages: Dictionary(uniqueKeysWithValues: (1...4).map { ("1-a/0\($0)-l.md", "1-a/0\($0)-l.html") }))
        let text = PageText(
            source: SourceText(name: "l.md", text: "# L & \(number)\n\n\(links)\n"), path: "1-a/0\(number)-l.md",
            map: map,
            typesetter: Typesetter(coloursCode: false))
        return (Report(pending: file), text)
    }

    @Test func linksLeadBackAndOn() {
        let lessons = [text(1, links: [3]), text(2, links: [1, 1]), text(3, links: [2, 1]), text(4, links: [])]
        let part = PartText(
            part: Course.Part(folder: "1-a", number: "1", name: "a", lessons: []), title: "A", introduction: nil,
            lessons: lessons)
        let paths = LessonPaths([part])
        func link(_ number: Int) -> String {
            "<a href=\"../1-a/0\(number)-l.html\" title=\"L &amp; \(number)\">1.\(number)</a>"
        }
        // A link to a later lesson is an outlook, and builds on nothing.
        #expect(paths["1-a/01-l.md"].html == "<p class=\"path\"><span>Goes on in \(link(2)), \(link(3))</span></p>\n")
        #expect(
            paths["1-a/02-l.md"].html
                == "<p class=\"path\"><span>Builds on \(link(1))</span> <span>Goes on in \(link(3))</span></p>\n")
        #expect(paths["1-a/03-l.md"].html == "<p class=\"path\"><span>Builds on \(link(1)), \(link(2))</span></p>\n")
        #expect(paths["1-a/04-l.md"].html == "")
    }
}

import Foundation

@testable import LessonKit
@testable import LessonSite

/// The page of a Markdown text in a small course.
struct Rendering {
    let html: String
    let problems: [String]
    let sections: [PageSection]
    let question: String?
    let lead: String?

    init(_ text: String) throws {
        let map = SiteMap(
            folder: Course.root + "/Lessons",
            pages: [
                "README.md": "index.html", "1-everything/README.md": "1-everything/index.html",
                "1-everything/01-here.md": "1-everything/01-here.html",
                "1-everything/02-there.md": "1-everything/02-there.html",
            ])
        let typesetter = Typesetter(cacheFolder: FileManager.default.temporaryDirectory.path + "/no-such-folder")
        func render() -> PageText {
            PageText(
                source: SourceText(name: "here.md", text: text), path: "1-everything/01-here.md", map: map,
                typesetter: typesetter)
        }
        _ = render()
        try typesetter.runPendingJobs()
        let page = render()
        html = page.html
        sections = page.sections
        (question, lead) = (page.question, page.lead)
        problems = (page.problems + page.brokenReferences(among: [page.path: page])).map(\.description)
    }

    /// The course beside these tests.
    enum Course {
        static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Course").path
        static let project = URL(filePath: root).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }
}

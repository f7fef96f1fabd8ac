import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The works that lessons name, and the page with all of them.
@Suite struct SourcesTests {
    private func named(by item: String) -> Work? {
        Markdown("- \(item)\n").children.first?.children.first.flatMap(Work.init)
    }

    @Test(arguments: [
        (
            "Ann Lee and others, *A title*, 2018,\n  [arXiv:1](https://a.org/1): section 2.",
            ["Ann Lee and others", "A title", "", "2018", "https://a.org/1"]
        ),
        (
            "Ann Lee, [*A\n  title*](https://a.org/1), Journal 86, 1998. More.",
            ["Ann Lee", "A title", "Journal 86", "1998", "https://a.org/1"]
        ),
        ("Ann Lee, [A title](http://a.org), 2010.", ["Ann Lee", "A title", "", "2010", "http://a.org"]),
        ("Ann Lee, *A title*, 1964: where.", ["Ann Lee", "A title", "", "1964", ""]),
        ("Ann Lee, *A title*, 2014. It comes from [there](https://a.org).", ["Ann Lee", "A title", "", "2014", ""]),
        ("Ann Lee, *A title of 1901*, in *Book*, 1970.", ["Ann Lee", "A title of 1901", "in Book", "1970", ""]),
    ])
    func anItemNamesAWork(_ item: String, _ parts: [String]) throws {
        let work = try #require(named(by: item))
        #expect([work.authors, work.title, work.venue, work.year, work.address ?? ""] == parts)
    }

    @Test(arguments: [
        "[Another lesson](02-b.md): 2018.", "Ann Lee, [another lesson](02-b.md), 2018.", "Ann Lee, *A title*.",
        "In *italics*, 2018.", "Plain, 2018", "Ann Lee, *A title*, [in 2018](https://a.org).",
    ])
    func anotherItemNamesNone(_ item: String) { #expect(named(by: item) == nil) }

    /// A site of two lessons.
    private func texts() throws -> (sources: CourseSources, first: PageText) {
        let lessons = [
            "# A\n\nAs in [Lee](https://a.org/1) and [elsewhere](https://b.org).\n\n- The same authors, [*A title*](https://a.org/1), 2018.\n- Zoe Abt, *Older*, 1990.\n",
            "# B\n\n[Lee again](https://a.org/2).\n\n- Ann Lee and Bo Ek, *A title: the whole*, 2018, [x](https://a.org/1).\n- Zoe Abt and others, *Older!*, Journal, 1990.\n- Carl Abt, [*New*](https://a.org/2), 2020, after [Lee](https://a.org/1).\n- Dan Ox, [*New*](https://a.org/3), 2020.\n",
        ]
        let map = SiteMap(folder: "/none", pages: ["1-x/01-a.md": "1-x/01-a.html", "1-x/02-b.md": "1-x/02-b.html"])
        let pages = try lessons.enumerated().map { index, text in
            let path = ["/1-x/01-a.md", "/1-x/02-b.md"][index]
            let file = Course.LessonFile(
                path: path, displayName: path, part: "1-x", number: "1.\(index + 1)", name: "a")
            let lesson = try Lesson(SourceText(name: path, text: text))
            var report = Report(file: file)
            report.lesson = lesson
            return (
                report,
                PageText(
                    report: report, lesson: lesson, map: map, typesetter: Typesetter(cacheFolder: "/none"))
            )
        }
        let part = PartText(
            part: Course.Part(folder: "1-x", number: "1", name: "x", lessons: []), title: "X", introduction: nil,
            lessons: pages)
        return (CourseSources([part]), pages[0].1)
    }

    @Test func eachWorkIsListedOnceWithTheLessonsThatCiteIt() throws {
        let page = try #require(texts().sources.page())
        let items = (page.placeholders["main"] ?? "").matches(of: /<li id="([^"]*)">(.*)<\/li>/).map {
            "\($0.output.1): \($0.output.2)"
        }
        #expect(page.path == "sources.html")
        #expect(
            items == [
                "older: Zoe Abt and others, <cite>Older!</cite>, Journal, 1990. <small>Lessons <a href=\"1-x/01-a.html\">1.1</a>, <a href=\"1-x/02-b.html\">1.2</a></small>",
                "new: Carl Abt, <a href=\"https://a.org/2\"><cite>New</cite></a>, 2020. <small>Lesson <a href=\"1-x/02-b.html\">1.2</a></small>",
                "a-title-the-whole: Ann Lee and Bo Ek, <a href=\"https://a.org/1\"><cite>A title: the whole</cite></a>, 2018. <small>Lessons <a href=\"1-x/01-a.html\">1.1</a>, <a href=\"1-x/02-b.html\">1.2</a></small>",
                "new-1: Dan Ox, <a href=\"https://a.org/3\"><cite>New</cite></a>, 2020. <small>Lesson <a href=\"1-x/02-b.html\">1.2</a></small>",
            ])
    }

    @Test func aLinkInTheProseSaysWhatItLeadsTo() throws {
        let (sources, text) = try texts()
        let html = sources.citing(text, root: "../")
        #expect(
            html.contains(
                "<a class=\"cites\" href=\"https://a.org/1\" data-authors=\"Ann Lee and Bo Ek\" data-title=\"A title: the whole\" data-year=\"2018\" data-list=\"../sources.html#a-title-the-whole\">Lee</a> and <a href=\"https://b.org\">elsewhere</a>."
            ), "\(html)")
        #expect(html.contains("The same authors, <a href=\"https://a.org/1\"><em>A title</em></a>, 2018."))
        #expect(sources.areCited(in: text))
    }

    @Test func aCourseWithoutWorksHasNoSuchPage() { #expect(CourseSources([]).page() == nil) }
}

import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A course as one book: the introductions and lessons of its parts, the notation, and at the end what pages fold away.
public struct Book: Sendable {
    /// A chapter, which begins on a new page.
    struct Chapter: Sendable {
        /// The name of its file in an EPUB, without the ending.
        let name: String
        /// Its title as plain text.
        let title: String
        /// Whether it belongs to the part before it in the contents.
        var isLesson = false
        /// Its text as XHTML. Ids are unique in the book, and a link within the book is `#` with an id.
        let html: String

        /// The id of its beginning.
        var id: String { name + ".top" }
    }

    let title: String
    /// When the lessons were checked, in seconds since 1970.
    let date: Double
    /// The chapters after the title and the contents.
    let chapters: [Chapter]
    /// What the title page says under the title, as HTML.
    let lead: String
    /// The style sheets, the fonts and the pictures of the texts, by their names in the book.
    let files: [String: Site.Content]

    /// Makes the chapters of verified lessons; throws `Lesson.Malformed` with everything that cannot be shown.
    public init(course: Course, reports: [Report], toolchain: String) throws {
        let map = SiteMap(ofBook: course)
        let builder = SiteBuilder(course: course, typesetter: Typesetter(), map: map)
        let texts = try builder.texts(of: reports)
        guard texts.problems.isEmpty else { throw Lesson.Malformed(diagnostics: texts.problems) }
        title = SiteFiles.title(in: course.root)
        date = reports.map(\.date).max() ?? 0
        let day = Date(timeIntervalSince1970: date).formatted(.iso8601.year().month().day())
        lead =
            "Every number and picture in this book was made by the Swift code beside it, in a run that was checked on "
            + "<span class=\"whole\">\(day)</span> with \(toolchain.htmlEscaped)."
        var chapters: [Chapter] = [], ends: [Chapter] = []
        for part in builder.parts(reports, texts) where !part.lessons.isEmpty {
            let name = "part-\(part.part.number)"
            let heading = part.introduction?.title == nil ? "<h1>\(part.title.htmlEscaped)</h1>\n" : ""
            chapters.append(
                Chapter(
                    name: name, title: "Part \(part.part.number) · \(part.title)",
                    html: Self.eyebrow("Part \(part.part.number)") + heading
                        + (part.introduction.map { Self.linked($0.html, in: name) } ?? "")))
            var end = ""
            for (report, text) in part.lessons {
                let (number, title) = (report.file.number, text.title ?? report.file.name)
                chapters.append(
                    Chapter(
                        name: number, title: "\(number) \(title)", isLesson: true,
                        html: Self.eyebrow("Lesson \(number)") + Self.linked(text.html, in: number)))
                guard !text.folded.isEmpty else { continue }
                end += "<h2>\("\(number) \(title)".htmlEscaped)</h2>\n"
                let items = text.folded.map { item in
                    "<h3 id=\"\(item.id)\"><a href=\"#\(item.placeID)\">\(item.title.htmlEscaped)</a></h3>\n\(item.html)"
                }
                end += Self.linked(items.joined(), in: number)
            }
            guard !end.isEmpty else { continue }
            let title = "Answers and folded code of part \(part.part.number)"
            ends.append(
                Chapter(name: "answers-\(part.part.number)", title: title, html: "<h1>\(title)</h1>\n\(end)"))
        }
        if let notation = texts.all["notation.md"] {
            let html = Self.linked(notation.html, in: "notation")
            ends.insert(Chapter(name: "notation", title: notation.title ?? "Notation", html: html), at: 0)
        }
        self.chapters = chapters + ends
        let letters = texts.all.values.reduce(into: Site.ownLetters) { $0.formUnion($1.letters) }
        var files = try Self.styles(letters: letters, root: course.root)
        for picture in texts.all.values.flatMap(\.files) {
            files["files/\(picture)"] = .copy(of: "\(map.folder)/\(picture)")
        }
        self.files = files
    }

    private static func eyebrow(_ text: String) -> String { "<p class=\"eyebrow\">\(text)</p>\n" }

    /// The style sheets and fonts, by their names in the book.
    private static func styles(letters: Set<Unicode.Scalar>, root: String) throws -> [String: Site.Content] {
        guard let style = SiteFiles.path("book.css", in: root) else {
            throw MissingRequirement(description: "There is no Site/book.css beside this command; install it again.")
        }
        var files: [String: Site.Content] = ["style/book.css": .copy(of: style)]
        files["style/katex.css"] = .text { try Typesetter.styleSheet() }
        for (source, target) in FormulaFonts.files() { files["style/\(target)"] = .copy(of: source) }
        for (name, source) in TextFonts(letters: letters).files() { files["style/\(name)"] = .copy(of: source) }
        return files
    }

    /// The contents: a list of the parts with their lessons, and of what follows them.
    var contents: String {
        var html = ""
        var isInPart = false
        for chapter in chapters {
            let line = "<a href=\"#\(chapter.id)\">\(chapter.title.htmlEscaped)</a>\(Self.pageNumber(of: chapter.id))"
            if chapter.isLesson {
                html += isInPart ? "<li>\(line)</li>\n" : "<ol>\n<li>\(line)</li>\n"
                isInPart = true
            } else {
                html += (isInPart ? "</ol>\n</li>\n" : html.isEmpty ? "" : "</li>\n") + "<li>\(line)\n"
                isInPart = false
            }
        }
        return "<ol>\n\(html)\(isInPart ? "</ol>\n" : "")</li>\n</ol>\n"
    }

    /// The number of the page where an id is. It is empty until pages are printed; a book without pages has no such element.
    static func pageNumber(of id: String, _ number: Substring = "") -> String {
        "<span class=\"page\" data-page=\"\(id)\">\(number)</span>"
    }
}

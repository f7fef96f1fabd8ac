import LessonKit

/// A part of the course, with the texts of its pages.
struct PartText {
    let part: Course.Part
    let title: String
    /// The part's README; nil if it has none.
    let introduction: PageText?
    let lessons: [(report: Report, text: PageText)]

    /// The lessons as a list, with their opening questions if wanted; addresses are relative to the part's page if
    /// `prefix` is empty, and to the site's folder otherwise.
    func list(prefix: String, withQuestions: Bool) -> String {
        let items = lessons.map { report, text in
            let path = (prefix.isEmpty ? text.path.fileName : text.path).dropLast(3) + ".html"
            let question = withQuestions ? text.question.map { "<p>\($0)</p>" } ?? "" : ""
            return
                "<li \(Self.progress(of: report, text))><span>\(report.file.number)</span> "
                + "<a href=\"\(String(path).percentEncoded.hrefEscaped)\">\((text.title ?? report.file.name).htmlEscaped)</a>"
                + "\(question)\(report.failureMark)</li>\n"
        }
        return "<ol class=\"lessons\">\n\(items.joined())</ol>\n"
    }

    /// The attributes by which a script finds what the reader has done of a lesson, and says how much of it that is.
    static func progress(of report: Report, _ text: PageText) -> String {
        "data-lesson=\"\(text.path.dropLast(3).description.htmlEscaped)\" "
            + "data-exercises=\"\(report.lesson?.exercises.count ?? 0)\""
            + (text.questions.isEmpty ? "" : " data-questions=\"\(text.questions.count)\"")
    }

    /// The part's own page.
    func page(_ parts: [PartText], _ covers: PartCovers) -> Page {
        var text = introduction?.html ?? ""
        if introduction?.title == nil { text = "<h1>\(title.htmlEscaped)</h1>\n" + text }
        if let cover = covers.html(of: part, root: "../") {
            // The cover replaces the picture's file.
            text.replace(/<p><a [^>]*><img src="[^"]*\.svg"[^>]*><\/a><\/p>\n/, with: cover, maxReplacements: 1)
        }
        let main =
            "<p class=\"eyebrow\"><a href=\"../index.html\">The course</a><span>Part \(part.number)</span></p>\n\(text)"
            + "<section aria-label=\"Lessons\">\n\(list(prefix: "", withQuestions: true))</section>\n"
            + (hasQuestions ? "<p><a href=\"questions.html\">The questions of all these lessons</a></p>\n" : "")
        var page = Page(path: "\(part.folder)/index.html", title: "\(part.number) \(title)", kind: "part", main: main)
        page.placeholders["sidebar"] = Sidebar.course(parts, root: "../", at: part.folder)
        page.describe(introduction?.lead)
        let hasFormulas =
            introduction?.hasFormulas == true || lessons.contains { $0.text.question?.contains("katex") == true }
        page.show(formulas: hasFormulas, questions: false)
        return page
    }
}

extension Report {
    /// What a list of lessons says of one that fails.
    fileprivate var failureMark: String {
        if isPending || hasPassed { return "" }
        let failed = verdicts.count { $0.outcome != .passed }
        return
            "<span class=\"failed\">\(malformed.isEmpty ? "\(failed) of \(verdicts.count) not passed" : "malformed")</span>"
    }
}

/// The first page: a map of the course.
struct IndexPage {
    /// The course's title.
    let title: String
    let parts: [PartText]
    let covers: PartCovers
    /// What is wrong with files that look like lessons and are none; a site that is written has none.
    let strays: [Diagnostic]
    /// The files with the course as a book.
    var books: [String] = []

    func page() -> Page {
        let lessons = parts.flatMap(\.lessons)
        let lead =
            "Every number and picture in these lessons was made by the Swift code beside it, in a run that was checked."
        var main = "<div class=\"opening\">\n<h1>\(title.htmlEscaped)</h1>\n<p class=\"lead\">\(lead)</p>\n"
        if let (report, text) = lessons.first {
            let address = String(text.path.dropLast(3) + ".html").percentEncoded.hrefEscaped
            main +=
                "<p class=\"begin\"><a href=\"\(address)\">Begin with \(report.file.number) \((text.title ?? report.file.name).htmlEscaped)</a>"
            main +=
                "<span>\(lessons.count) lessons in \(parts.count { !$0.lessons.isEmpty }) parts, "
                + "\(lessons.reduce(0) { $0 + $1.report.verdicts.count }) checks</span>\(Self.failures(lessons.map(\.report)))</p>\n"
        }
        if !books.isEmpty {
            let links = books.map { "<a href=\"\($0)\">\($0.split(separator: ".").last?.uppercased() ?? $0)</a>" }
            main += "<p class=\"books\">As a book: \(links.joined(separator: ", "))</p>\n"
        }
        main += "</div>\n\(strayList)<div class=\"map\">\n"
        for part in parts where !part.lessons.isEmpty {
            main += "<section aria-label=\"Part \(part.part.number)\">\n<div class=\"about\">\n"
            main +=
                "<h2><a href=\"\(part.part.folder.percentEncoded.hrefEscaped)/index.html\"><small>Part \(part.part.number)</small> "
                + "\(part.title.htmlEscaped)</a></h2>\n"
            if let lead = part.introduction?.lead { main += "<p>\(lead.withoutAnnouncement.htmlEscaped)</p>\n" }
            main +=
                "</div>\n\(covers.html(of: part.part, root: "") ?? "")\(part.list(prefix: ".", withQuestions: false))</section>\n"
        }
        var page = Page(path: "index.html", title: title, kind: "index", main: main + "</div>\n")
        page.describe(lead)
        return page
    }

    /// How many lessons fail, where some do.
    private static func failures(_ reports: [Report]) -> String {
        let count = reports.count { !$0.isPending && !$0.hasPassed }
        return count == 0
            ? "" : "<span class=\"failed\">\(count) \(count == 1 ? "lesson fails" : "lessons fail")</span>"
    }

    private var strayList: String {
        if strays.isEmpty { return "" }
        let items = strays.map {
            "<li><code>\("\($0.file):\($0.line)".htmlEscaped)</code> \($0.message.htmlEscaped)</li>\n"
        }
        return
            "<section class=\"strays\" aria-label=\"Files that are no lessons\">\n<h2>Files that are no lessons</h2>\n"
            + "<ul>\n\(items.joined())</ul>\n</section>\n"
    }
}

extension String {
    /// The text without a last sentence that ends in a colon, since what it announces does not follow here.
    fileprivate var withoutAnnouncement: String {
        guard hasSuffix(":"), let end = lastIndex(where: { ".?!".contains($0) }) else { return self }
        return String(self[...end])
    }
}

import LessonKit

/// All questions with choices, of which a script shows those that the reader got wrong.
struct QuestionsPage {
    let parts: [PartText]

    /// The page; nil for a course without such questions.
    func page() -> Page? {
        let lessons = parts.flatMap(\.lessons).filter { !$0.text.questions.isEmpty }
        if lessons.isEmpty { return nil }
        let lead = "The questions of all lessons. What you have answered is kept in this browser, and nowhere else."
        var main = "<h1>Questions</h1>\n<p>\(lead)</p>\n"
        for (report, text) in lessons {
            let path = text.path.dropLast(3).description
            let title = "\(report.file.number) \(text.title ?? report.file.name)"
            main +=
                "<section class=\"questions\" data-questions-of=\"\(path.htmlEscaped)\">\n"
                + "<h2><a href=\"\((path + ".html").percentEncoded.hrefEscaped)\">\(title.htmlEscaped)</a></h2>\n"
                + "\(text.questions.joined())</section>\n"
        }
        var page = Page(path: Self.path, title: Self.title, kind: "text", main: main)
        page.describe(lead)
        return page
    }

    static let path = "questions.html", title = "Questions"
}

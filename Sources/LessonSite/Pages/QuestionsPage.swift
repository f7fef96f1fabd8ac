import LessonKit

/// All questions with choices of a part, of which a script shows those that the reader got wrong.
struct QuestionsPage {
    let part: PartText

    /// The page; nil for a part without such questions.
    func page() -> Page? {
        guard part.hasQuestions else { return nil }
        let lead = "The questions of all its lessons. What you have answered is kept in this browser, and nowhere else."
        var main =
            "<p class=\"eyebrow\"><a href=\"index.html\">Part \(part.part.number) · \(part.title.htmlEscaped)</a></p>\n"
            + "<h1>Questions of part \(part.part.number)</h1>\n<p>\(lead)</p>\n"
        for (report, text) in part.lessons where !text.questions.isEmpty {
            let path = text.path.dropLast(3).description
            let title = "\(report.file.number) \(text.title ?? report.file.name)"
            main +=
                "<section class=\"questions\" data-questions-of=\"\(path.htmlEscaped)\">\n"
                + "<h2><a href=\"\((path.fileName + ".html").percentEncoded.hrefEscaped)\">\(title.htmlEscaped)</a></h2>\n"
                + "\(text.questions.joined())</section>\n"
        }
        var page = Page(
            path: "\(part.part.folder)/questions.html", title: "Questions of part \(part.part.number)", kind: "text",
            main: main)
        page.describe(lead)
        page.show(formulas: part.lessons.contains { $0.text.hasFormulas }, questions: true)
        return page
    }
}

extension PartText {
    /// Whether a lesson has questions with choices.
    var hasQuestions: Bool { lessons.contains { !$0.text.questions.isEmpty } }
}

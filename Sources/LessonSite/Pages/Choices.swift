import LessonKit

/// A question with choices under the heading *Questions*: a list of tasks, of which those that are done are right,
/// each followed by the reason why it is right or wrong.
struct Choices {
    struct Choice {
        /// The inlines of the choice.
        let text: Markdown
        /// The blocks of the reason.
        let reason: [Markdown]
        let isRight: Bool
        let line: Int
    }

    let choices: [Choice]

    /// The choices in a list; nil where its items are no tasks.
    init?(_ list: Markdown) {
        guard case .list(start: nil, _) = list.kind, list.children.count > 0 else { return nil }
        var choices: [Choice] = []
        for item in list.children {
            guard case .item(let isChecked?) = item.kind, let first = item.children.first, first.kind == .paragraph
            else {
                return nil
            }
            var text = first, reason = Array(item.children.dropFirst())
            // A reason in the same paragraph begins on its second line.
            if reason.isEmpty,
                let end = first.children.firstIndex(where: { [.softBreak, .lineBreak].contains($0.kind) })
            {
                text = first.with(children: Array(first.children[..<end]))
                reason = [first.with(children: Array(first.children[(end + 1)...]))]
            }
            choices.append(Choice(text: text, reason: reason, isRight: isChecked, line: item.lines.lowerBound))
        }
        self.choices = choices
    }

    /// What an author has forgotten, with the line.
    var problems: [(line: Int, message: String)] {
        let unexplained = choices.filter(\.reason.isEmpty).map {
            ($0.line, "This choice has no reason; write one under it, indented like its text.")
        }
        if choices.contains(where: \.isRight) { return unexplained }
        return [(choices[0].line, "None of these choices is right; write [x] in place of [ ] before the right one.")]
            + unexplained
    }
}

extension HTML {
    /// The question in an item of a list, with choices that a script makes buttons; nil for any other item.
    mutating func question(_ item: Markdown, isTight: Bool) -> String? {
        guard extensions != nil, sections.last?.title == "Questions",
            let list = item.children.firstIndex(where: { Choices($0) != nil }),
            let choices = Choices(item.children[list])
        else { return nil }
        for (line, message) in choices.problems { report(message, line: line) }
        let number = questions.count + 1
        let html = { (page: inout HTML) in
            var before: [Markdown] = Array(item.children[..<list]), html = ""
            if isTight, let first = before.first, first.kind == .paragraph {
                html = page.blocks([before.removeFirst()], isTight: true) + "\n"
            }
            return html + page.blocks(before) + page.html(of: choices, number: number)
                + page.blocks(Array(item.children[(list + 1)...]))
        }
        if extensions?.map.medium == .book {
            questions.append("")
            return "<li class=\"question\">\(html(&self))</li>\n"
        }
        // Once more for the page of all questions, on which a link to a heading of this page would lead nowhere.
        omitsLinks = true
        let (problemCount, words) = (problems.count, sections[sections.count - 1].words)
        questions.append("<div class=\"question\" data-question=\"\(number)\">\n\(html(&self))</div>\n")
        problems.removeSubrange(problemCount...)
        sections[sections.count - 1].words = words
        omitsLinks = false
        return "<li class=\"question\" data-question=\"\(number)\">\(html(&self))</li>\n"
    }

    private mutating func html(of choices: Choices, number: Int) -> String {
        var texts = "", reasons = ""
        for choice in choices.choices {
            let text = unexplained { $0.blocks([choice.text], isTight: true) }
            texts += "<li\(choice.isRight ? " data-right=\"\"" : "")>\(text)</li>\n"
            reasons +=
                "<li><p class=\"verdict\">\(choice.isRight ? "Right." : "No.")</p>\n\(blocks(choice.reason))</li>\n"
        }
        let answer = "<ol class=\"choices\">\n\(reasons)</ol>\n"
        return "<ol class=\"choices\">\n\(texts)</ol>\n"
            + fold("reasons", "Answer", title: "Answer to question \(number)", answer)
    }
}

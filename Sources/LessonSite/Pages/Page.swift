import LessonKit

/// A page of the site: the texts that fill the template.
struct Page: Sendable {
    /// The path below the site's folder.
    let path: String
    let title: String
    /// The HTML for each placeholder of the template.
    var placeholders: [String: String] = [:]

    init(path: String, title: String, kind: String, main: String) {
        self.path = path
        self.title = title
        placeholders = [
            "title": title.htmlEscaped, "kind": kind, "main": main, "path": path.htmlEscaped,
            "root": SiteMap.root(from: path), "sidebar": "", "navigation": "", "footer": "",
            "pages": "", "description": title.htmlEscaped, "policy": "", "styles": "", "questions": "", "live": "",
            "names": "", "own": "",
            "course": "",
        ]
        show(formulas: false, questions: false)
    }

    /// The sheets of the kinds of pages, besides the one of all.
    private static let sheets = ["index": "map", "part": "map", "checks": "checks", "missing": ""]

    /// Gives the page the style sheets that it needs, and the script for questions with choices if it has any.
    mutating func show(formulas: Bool, questions: Bool) {
        let assets = (placeholders["root"] ?? "") + "assets/"
        let sheets = ["fonts", formulas ? "formulas" : "", "style", Self.sheets[placeholders["kind"] ?? ""] ?? "cells"]
        placeholders["styles"] = sheets.filter { !$0.isEmpty }
            .map { "<link rel=\"stylesheet\" href=\"\(assets)\($0).css\">\n" }.joined()
        placeholders["questions"] = questions ? "<script src=\"\(assets)questions.js\" defer></script>\n" : ""
    }

    /// Sets the description of the page that is shown with links to it, at most about 200 characters long.
    mutating func describe(_ text: String?) {
        guard let text, !text.isEmpty else { return }
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        var description = words.popFirst().map(String.init) ?? ""
        while let word = words.popFirst() {
            guard description.count + word.count < 200 else {
                description += " …"
                break
            }
            description += " \(word)"
        }
        placeholders["description"] = description.htmlEscaped
    }

    /// Lets the page run live cells.
    mutating func runLiveCells() {
        placeholders["policy"] = LiveFiles.policy
        placeholders["live"] = LiveFiles.head(root: placeholders["root"] ?? "")
    }

    /// Gives the page the course's own style.
    mutating func addOwnStyle() {
        placeholders["own"] = "<link rel=\"stylesheet\" href=\"\(placeholders["root"] ?? "")assets/own.css\">\n"
    }

    /// Links the page to the pages outside the parts.
    mutating func linkPages(_ others: [(title: String, path: String)]) {
        let root = placeholders["root"] ?? ""
        placeholders["pages"] = others.map { title, other in
            "<a href=\"\(root)\(other)\"\(other == path ? " aria-current=\"page\"" : "")>\(title.htmlEscaped)</a>\n"
        }.joined()
    }
}

/// The template of all pages, with placeholders such as `{{title}}`.
struct Template: Sendable {
    private var texts: [Substring] = []
    private var names: [String] = []

    /// Splits a template at its placeholders; throws if one of them is unknown.
    init(_ text: String) throws {
        // A template of a course's own may be older than this placeholder.
        let text =
            text.contains("{{styles}}")
            ? text : text.replacing("</head>", with: "{{styles}}</head>", maxReplacements: 1)
        let known = Page(path: "", title: "", kind: "", main: "").placeholders
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard known[name] != nil else {
                throw Refusal(
                    description: "Site/page.html has an unknown placeholder {{\(name)}}; remove it or correct its name."
                )
            }
            texts.append(rest[..<open.lowerBound])
            names.append(name)
            rest = rest[close.upperBound...]
        }
        texts.append(rest)
    }

    /// The template filled with a page's texts.
    func html(of page: Page) -> String {
        var html = ""
        for (text, name) in zip(texts, names) {
            html += text
            html += page.placeholders[name] ?? ""
        }
        return html + (texts.last ?? "")
    }
}

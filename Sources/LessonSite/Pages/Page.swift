import LessonKit

/// A page of the site: its text, set into the template.
struct Page: Sendable {
    /// The path below the site's folder.
    let path: String
    let title: String
    /// The HTML of each place that the template leaves open.
    var places: [String: String] = [:]

    init(path: String, title: String, kind: String, main: String) {
        self.path = path
        self.title = title
        places = [
            "title": title.htmlEscaped, "kind": kind, "main": main, "path": path.htmlEscaped,
            "root": SiteMap.root(from: path), "sidebar": "", "navigation": "", "footer": "",
            "pages": "", "description": title.htmlEscaped,
        ]
    }

    /// Says in a sentence or two what the page is about, for those who see a link to it.
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
        places["description"] = description.htmlEscaped
    }

    /// Links the page to those beside the parts.
    mutating func linkPages(_ others: [(title: String, path: String)]) {
        let root = places["root"] ?? ""
        places["pages"] = others.map { title, other in
            "<a href=\"\(root)\(other)\"\(other == path ? " aria-current=\"page\"" : "")>\(title.htmlEscaped)</a>\n"
        }.joined()
    }
}

/// The frame of all pages, with `{{places}}` to fill.
struct Template: Sendable {
    private var texts: [Substring] = []
    private var names: [String] = []

    /// Takes a frame apart; throws if it has a place that pages know nothing of.
    init(_ text: String) throws {
        let known = Page(path: "", title: "", kind: "", main: "").places
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard known[name] != nil else {
                throw Refusal(description: "Site/page.html has a place {{\(name)}}, for which a page has nothing.")
            }
            texts.append(rest[..<open.lowerBound])
            names.append(name)
            rest = rest[close.upperBound...]
        }
        texts.append(rest)
    }

    /// The page in its frame.
    func html(of page: Page) -> String {
        var html = ""
        for (text, name) in zip(texts, names) {
            html += text
            html += page.places[name] ?? ""
        }
        return html + (texts.last ?? "")
    }
}

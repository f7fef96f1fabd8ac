/// A page of the site: its text, set into the template.
struct Page {
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
            "pages": "",
        ]
    }

    /// Links the page to those beside the parts.
    mutating func linkPages(_ others: [(title: String, path: String)]) {
        places["pages"] = others.map { title, other in
            other == path
                ? "<a href=\"\(SiteMap.root(from: path))\(other)\" aria-current=\"page\">\(title.htmlEscaped)</a>\n"
                : "<a href=\"\(SiteMap.root(from: path))\(other)\">\(title.htmlEscaped)</a>\n"
        }.joined()
    }
}

/// The frame of all pages, with `{{places}}` to fill.
struct Template {
    private var texts: [Substring] = []
    private var names: [String] = []

    init(_ text: String) {
        var rest = text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            texts.append(rest[..<open.lowerBound])
            names.append(String(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        texts.append(rest)
    }

    /// The page in its frame; throws if the frame has a place that the page knows nothing of.
    func html(of page: Page) throws -> String {
        var html = ""
        for (index, name) in names.enumerated() {
            guard let place = page.places[name] else {
                throw Refusal(description: "Site/page.html has a place {{\(name)}}, for which a page has nothing.")
            }
            html += texts[index]
            html += place
        }
        return html + (texts.last ?? "")
    }
}

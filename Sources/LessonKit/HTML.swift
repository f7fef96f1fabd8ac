/// Writes a Markdown document as HTML.
struct HTML {
    let source: SourceText
    let typesetter: Typesetter
    /// What stands for a fenced block, by the line of its fence: a cell with its output, or nothing for the output alone.
    var replacements: [Int: String] = [:]
    /// What cannot be shown as it is written.
    private(set) var problems: [Diagnostic] = []
    /// The ids given so far, and how often each.
    private var ids: [String: Int] = [:]

    init(source: SourceText, typesetter: Typesetter) {
        self.source = source
        self.typesetter = typesetter
    }

    /// The HTML of some blocks.
    mutating func blocks(_ nodes: [Markdown], isTight: Bool = false) throws -> String {
        var html = ""
        for node in nodes { html += try block(node, isTight: isTight) }
        return html
    }

    private mutating func block(_ node: Markdown, isTight: Bool) throws -> String {
        switch node.kind {
        case .paragraph:
            let text = try inlines(node.children, in: node)
            return isTight ? text + "\n" : "<p>\(text)</p>\n"
        case .heading(let level):
            return "<h\(level) id=\"\(id(for: node.plainText))\">\(try inlines(node.children, in: node))</h\(level)>\n"
        case .quote: return "<blockquote>\n\(try blocks(node.children))</blockquote>\n"
        case .rule: return "<hr>\n"
        case .list(let start, let isTight):
            let items = try blocks(node.children, isTight: isTight)
            guard let start else { return "<ul>\n\(items)</ul>\n" }
            return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(items)</ol>\n"
        case .item: return "<li>\(try blocks(node.children, isTight: isTight))</li>\n"
        case .code(let info, let text): return try code(node, info: info, text: text)
        case .htmlBlock(let text): return "<p>\(text.htmlEscaped)</p>\n"
        default: return try inlines([node], in: node)
        }
    }

    private mutating func code(_ node: Markdown, info: String, text: String) throws -> String {
        if let replacement = replacements[node.lines.lowerBound] { return replacement }
        let language = info.split(separator: " ").first.map(String.init) ?? ""
        if language == "math" {
            let tex = formula(text, isDisplayed: true, in: node)
            return "<div class=\"formula\" tabindex=\"0\">\(tex)</div>\n"
        }
        return
            "<pre class=\"code\" tabindex=\"0\"><code>\(try typesetter.code(text, language: language))</code></pre>\n"
    }

    private mutating func inlines(_ nodes: [Markdown], in block: Markdown) throws -> String {
        var html = ""
        for (index, node) in nodes.enumerated() {
            switch node.kind {
            case .text(var text):
                // The dollar signs of a formula are its fence, not text.
                if Self.isFormula(nodes, index - 1) { text.removeFirst() }
                if Self.isFormula(nodes, index + 1) { text.removeLast() }
                html += text.htmlEscaped
            case .codeSpan(let text):
                html +=
                    Self.isFormula(nodes, index)
                    ? formula(text, isDisplayed: false, in: block) : "<code>\(text.htmlEscaped)</code>"
            case .html(let text): html += text.htmlEscaped
            case .softBreak: html += "\n"
            case .lineBreak: html += "<br>\n"
            case .emphasis: html += "<em>\(try inlines(node.children, in: block))</em>"
            case .strong: html += "<strong>\(try inlines(node.children, in: block))</strong>"
            case .link(let url, let title):
                let text = try inlines(node.children, in: block)
                html +=
                    Link(url).map { "<a href=\"\($0.address.htmlEscaped)\"\(attribute("title", title))>\(text)</a>" }
                    ?? text
            case .image(let url, let title):
                let alternative = attribute("alt", node.children.map(\.plainText).joined())
                html +=
                    Link(url).map {
                        "<img src=\"\($0.address.htmlEscaped)\"\(alternative)\(attribute("title", title))>"
                    } ?? ""
            default: html += try blocks([node])
            }
        }
        return html
    }

    /// Whether the inline at an index is a code span between dollar signs.
    private static func isFormula(_ nodes: [Markdown], _ index: Int) -> Bool {
        guard index > 0, index + 1 < nodes.count, case .codeSpan = nodes[index].kind,
            case .text(let before) = nodes[index - 1].kind, case .text(let after) = nodes[index + 1].kind
        else { return false }
        return before.hasSuffix("$") && after.hasPrefix("$")
    }

    private mutating func formula(_ tex: String, isDisplayed: Bool, in block: Markdown) -> String {
        do {
            return try typesetter.formula(tex, isDisplayed: isDisplayed)
        } catch {
            let message = (error as? Typesetter.FormulaError)?.message ?? "\(error)"
            // libcmark does not tell where an inline stands, so its block's lines are searched for it.
            let first = tex.split(separator: "\n").first ?? ""
            let line = block.lines.first { source.line($0).contains(first) } ?? block.lines.lowerBound
            problems.append(Diagnostic(file: source.name, line: line, message: "The formula cannot be set. \(message)"))
            return "<code>\(tex.htmlEscaped)</code>"
        }
    }

    private func attribute(_ name: String, _ value: String) -> String {
        value.isEmpty && name != "alt" ? "" : " \(name)=\"\(value.htmlEscaped)\""
    }

    /// An id of letters, digits and hyphens, as GitHub makes it, and no other heading's.
    private mutating func id(for heading: String) -> String {
        let words = heading.lowercased().map {
            $0.isLetter || $0.isNumber ? String($0) : $0 == " " || $0 == "-" ? "-" : ""
        }
        let id = words.joined()
        ids[id, default: 0] += 1
        let count = ids[id] ?? 1
        return count == 1 ? id : "\(id)-\(count - 1)"
    }
}

/// Where a link leads, if a page may lead there: to the web, a mail address, or a place in the course.
private struct Link {
    let address: String

    init?(_ url: String) {
        let scheme = url.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
        let hasScheme = url.dropFirst(scheme.count).first == ":"
        guard !url.hasPrefix("//"), !hasScheme || ["http", "https", "mailto"].contains(scheme.lowercased()) else {
            return nil
        }
        guard !hasScheme, let path = url.split(separator: "#", omittingEmptySubsequences: false).first,
            path.hasSuffix(".md")
        else {
            address = url
            return
        }
        // A lesson's page has its name, a part's README opens the part in the index.
        let fragment = url.dropFirst(path.count)
        address =
            (path.hasSuffix("README.md") ? path.dropLast("README.md".count) + "index" : path.dropLast(3)) + ".html"
            + fragment
    }
}

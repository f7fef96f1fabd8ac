/// One of the few HTML tags that a lesson may hold; all other HTML is shown as text.
struct RawTag {
    let name: String
    let line: Int

    /// The tags, none of which takes an attribute but `<details open>`.
    static let allowed: Set<String> = ["details", "summary", "sup", "sub", "kbd", "br"]
}

extension HTML {
    /// A block of HTML: its allowed tags as they are, the rest as text.
    mutating func rawBlock(_ text: String, in block: Markdown) -> String {
        let depth = rawTags.count
        let html = rawText(text, in: block)
        let hasStructure = rawTags.count != depth || html.contains("<details") || html.contains("</details>")
        let isEmpty = html.allSatisfy(\.isWhitespace)
        return isEmpty ? "" : hasStructure ? html : "<p>\(html)</p>\n"
    }

    /// A tag within a paragraph.
    mutating func rawInline(_ text: String, in block: Markdown) -> String { rawText(text, in: block) }

    /// Text with HTML in it: allowed tags stay, comments go; everything else is escaped, also an end of what is not open.
    private mutating func rawText(_ text: String, in block: Markdown) -> String {
        var html = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            html += String(rest[..<open]).htmlEscaped
            rest = rest[open...]
            if rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
                rest = rest[end.upperBound...]
            } else if let match = rest.prefixMatch(of: /<(\/?)([A-Za-z]+)(\ +open)?\s*(\/?)>/),
                let tag = tag(match.output, in: block)
            {
                html += tag
                rest = rest[match.range.upperBound...]
            } else {
                html += "&lt;"
                rest = rest.dropFirst()
            }
        }
        return html + String(rest).htmlEscaped
    }

    private mutating func tag(
        _ match: (Substring, Substring, Substring, Substring?, Substring), in block: Markdown
    ) -> String? {
        let (all, slash, word, open, _) = match
        let name = word.lowercased()
        guard RawTag.allowed.contains(name), open == nil || name == "details" && slash.isEmpty else { return nil }
        if name == "br" { return slash.isEmpty ? "<br />" : nil }
        if slash.isEmpty {
            if name == "summary" && (rawTags.count == outerTags || rawTags.last?.name != "details") { return nil }
            rawTags.append(RawTag(name: name, line: place(of: all, in: block).line))
            return open == nil ? "<\(name)>" : "<\(name) open>"
        }
        guard rawTags.count > outerTags, rawTags.last?.name == name else { return nil }
        rawTags.removeLast()
        return "</\(name)>"
    }

    /// Writes the inside of an element: tags that are opened in it must be closed in it.
    mutating func enclosing(_ block: Markdown, write: (inout HTML) -> String) -> String {
        let before = outerTags
        outerTags = rawTags.count
        let html = write(&self)
        expectClosed(outerTags, in: block)
        outerTags = before
        return html
    }

    /// Reports tags opened within a block and not closed in it: they would take in what follows.
    mutating func expectClosed(_ depth: Int, in block: Markdown) {
        while rawTags.count > depth, let tag = rawTags.popLast() {
            report("The <\(tag.name)> opened here is never closed; close it with </\(tag.name)>.", line: tag.line)
        }
    }
}

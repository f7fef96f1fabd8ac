import LessonKit

/// One of the few HTML tags that a lesson may contain; all other HTML is shown as text.
struct RawTag {
    let name: String
    let line: Int

    /// The tags, none of which takes an attribute but `<details open>`.
    static let allowed: Set<String> = ["details", "summary", "sup", "sub", "kbd", "br"]
}

extension HTML {
    /// A block of HTML, with allowed tags kept and the rest as text.
    mutating func rawBlock(_ text: String, in block: Markdown) -> String {
        let depth = rawTags.count
        let html = rawText(text, in: block)
        let hasStructure = rawTags.count != depth || html.contains("<details") || html.contains("</details>")
        let isEmpty = html.allSatisfy(\.isWhitespace)
        return isEmpty ? "" : hasStructure ? html : "<p>\(html)</p>\n"
    }

    /// A tag within a paragraph.
    mutating func rawInline(_ text: String, in block: Markdown) -> String { rawText(text, in: block) }

    /// Text with HTML in it: allowed tags stay, comments are removed, and everything else is escaped, including end
    /// tags of elements that are not open.
    private mutating func rawText(_ text: String, in block: Markdown) -> String {
        var html = ""
        var rest = text[...]
        var mayHoldComments = true
        while let open = rest.firstIndex(of: "<") {
            html += String(rest[..<open]).htmlEscaped
            rest = rest[open...]
            let comment = mayHoldComments && rest.hasPrefix("<!--") ? rest.firstRange(of: "-->") : nil
            // If one comment does not end, no later one does.
            if comment == nil && rest.hasPrefix("<!--") { mayHoldComments = false }
            if let comment {
                rest = rest[comment.upperBound...]
            } else if let found = Self.tag(startOf: rest), let tag = tag(found, in: block) {
                html += tag
                rest = rest[found.text.endIndex...]
            } else {
                html += "&lt;"
                rest = rest.dropFirst()
            }
        }
        return html + String(rest).htmlEscaped
    }

    /// The tag that a text begins with, `<name>`, `</name>` or `<name open>`; nil for anything else.
    private static func tag(
        startOf text: Substring
    ) -> (text: Substring, name: String, isEnd: Bool, isOpen: Bool)? {
        var rest = text.dropFirst()
        let isEnd = rest.first == "/"
        if isEnd { rest.removeFirst() }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest[name.endIndex...]
        let word = rest.drop { $0 == " " }
        let isOpen = word.startIndex != rest.startIndex && word.hasPrefix("open")
        rest = (isOpen ? word.dropFirst(4) : rest).drop(while: \.isWhitespace)
        if rest.first == "/" { rest.removeFirst() }
        guard rest.first == ">" else { return nil }
        return (text[..<text.index(after: rest.startIndex)], name.lowercased(), isEnd, isOpen)
    }

    private mutating func tag(
        _ tag: (text: Substring, name: String, isEnd: Bool, isOpen: Bool), in block: Markdown
    ) -> String? {
        let (text, name, isEnd, isOpen) = tag
        guard RawTag.allowed.contains(name), !isOpen || name == "details" && !isEnd else { return nil }
        if name == "br" { return isEnd ? nil : "<br />" }
        if !isEnd {
            if name == "summary" && (rawTags.count == outerTagCount || rawTags.last?.name != "details") { return nil }
            rawTags.append(RawTag(name: name, line: position(of: text, in: block).line))
            let isUnfolded = isOpen || name == "details" && extensions?.map.medium == .book
            return isUnfolded ? "<\(name) open=\"\">" : "<\(name)>"
        }
        guard rawTags.count > outerTagCount, rawTags.last?.name == name else { return nil }
        rawTags.removeLast()
        return "</\(name)>"
    }

    /// Writes the contents of an element: raw tags that are opened in it must be closed in it.
    mutating func enclosing(_ block: Markdown, write: (inout HTML) -> String) -> String {
        let before = outerTagCount
        outerTagCount = rawTags.count
        let html = write(&self)
        expectClosed(outerTagCount, in: block)
        outerTagCount = before
        return html
    }

    /// Reports tags that are opened but not closed in a block: they would include what follows.
    mutating func expectClosed(_ depth: Int, in block: Markdown) {
        while rawTags.count > depth, let tag = rawTags.popLast() {
            report("The <\(tag.name)> opened here is never closed; close it with </\(tag.name)>.", line: tag.line)
        }
    }
}

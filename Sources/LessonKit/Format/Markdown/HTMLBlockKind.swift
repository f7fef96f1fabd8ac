/// What a block of raw HTML begins with, and so where it ends; the numbers are CommonMark's.
enum HTMLBlockKind: Int {
    case verbatim = 1, comment, instruction, declaration, data, block, tag

    /// The kind of block that a line begins; a lone tag of any name interrupts no paragraph.
    init?(_ line: ArraySlice<UInt8>, interruptsParagraph: Bool) {
        guard line.first == UInt8(ascii: "<") else { return nil }
        let rest = line.dropFirst()
        if rest.begins(with: "!--") {
            self = .comment
        } else if rest.begins(with: "?") {
            self = .instruction
        } else if rest.begins(with: "![CDATA[") {
            self = .data
        } else if rest.begins(with: "!") {
            guard rest.dropFirst().first?.isLetter == true else { return nil }
            self = .declaration
        } else if let kind = Self.named(rest) {
            self = kind
        } else if !interruptsParagraph, let end = HTMLTag.end(of: line), line[end...].allSatisfy(\.isSpace) {
            self = .tag
        } else {
            return nil
        }
    }

    /// The kind by the name of an element.
    private static func named(_ text: ArraySlice<UInt8>) -> HTMLBlockKind? {
        let isEnd = text.first == UInt8(ascii: "/")
        let name = text.dropFirst(isEnd ? 1 : 0).prefix { $0.isLetter || $0.isDigit }
        let rest = text[name.endIndex...]
        let isSeparate = rest.first.map { $0.isSpace || $0 == UInt8(ascii: ">") } ?? true
        let word = name.text.lowercased()
        if verbatimNames.contains(word) { return isSeparate && !isEnd ? .verbatim : nil }
        return blockNames.contains(word) && (isSeparate || rest.begins(with: "/>")) ? .block : nil
    }

    /// Whether a block ends with a line.
    func ends(with line: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .verbatim:
            let text = line.text.lowercased()
            return Self.verbatimNames.contains { text.contains("</\($0)>") }
        case .comment: return line.text.contains("-->")
        case .instruction: return line.text.contains("?>")
        case .declaration: return line.contains(UInt8(ascii: ">"))
        case .data: return line.text.contains("]]>")
        case .block, .tag: return false
        }
    }

    /// Whether a blank line ends it.
    var endsAtBlankLine: Bool { self == .block || self == .tag }

    private static let verbatimNames: Set<String> = ["script", "pre", "style", "textarea"]

    private static let blockNames: Set<String> = [
        "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend",
        "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param",
        "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
    ]
}

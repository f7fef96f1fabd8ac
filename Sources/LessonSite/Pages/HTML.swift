import LessonKit

/// Writes a Markdown document as HTML, with a lesson's extensions or exactly as CommonMark's reference implementation
/// does.
struct HTML {
    let source: SourceText
    /// What replaces a fenced block, by the line of its fence: a cell with its output, or nothing in the place of an
    /// output block.
    var replacements: [Int: (inout HTML) -> String] = [:]
    /// What a lesson's text needs beyond CommonMark; nil for plain CommonMark.
    let extensions: Extensions?
    /// What cannot be shown as it is written in the Markdown.
    var problems: [Diagnostic] = []
    /// The headings in their order, each with the words after it.
    var sections = [PageSection(level: 0, id: "", html: "", title: "")]
    /// The places in the course that the text links to.
    var references: [Reference] = []
    /// The files of the course that it shows or links to.
    var files: Set<String> = []

    /// The first paragraph under the title, and the first question in bold before the next heading, as HTML without links.
    var lead: String?
    var question: String?
    /// The letters and signs beyond ASCII of its prose, and all those of its formulas.
    var letters: Set<Unicode.Scalar> = []
    var glyphs = FormulaGlyphs()
    /// The questions with choices, as the page of all questions shows them.
    var questions: [String] = []
    /// What a book has at its end instead of here.
    var folded: [Folded] = []
    /// The signs and words that the page explains.
    var explained = Explained()
    /// The works that the lists of the page name, and the addresses on the web that its prose links to.
    var works: [Work] = []
    var citations: Set<String> = []
    /// Whether an item that names a work is being written.
    var isInWork = false

    var ids = Identifiers()
    var footnotes = Footnotes()
    var rawTags: [RawTag] = []
    /// How many raw tags were open before the current element.
    var outerTagCount = 0
    /// The first lines of blocks that are written elsewhere.
    var moved: Set<Int> = []
    /// How many more bytes may be searched for positions.
    private var searchBudget = 64 << 20
    /// Whether links and footnotes are written as plain text, as in the page's table of contents, whose entries are
    /// links themselves.
    var omitsLinks = false

    /// Whether the header of a table is being written.
    var isInHeader = false

    /// What a lesson's text needs beyond CommonMark.
    struct Extensions {
        let document: Document
        let typesetter: Typesetter
        let map: SiteMap
        /// The path of the page's Markdown below `Lessons`.
        let path: String
        /// The signs and words that a lesson's page explains.
        var vocabulary: Vocabulary?
        /// The lines of code that compute a lesson's formulas; nil on a page that is no lesson's.
        var codeMarks: CodeMarks?
    }

    init(source: SourceText, extensions: Extensions?) {
        self.source = source
        self.extensions = extensions
    }

    /// The HTML that CommonMark's reference implementation writes for a text.
    static func commonMark(_ text: String) -> String {
        var html = HTML(source: SourceText(name: "", text: text), extensions: nil)
        return html.blocks(Markdown(text, isGitHub: false).children)
    }

    /// The HTML of a lesson's whole document, with its footnotes at the end.
    mutating func page() -> String {
        guard let document = extensions?.document else { return "" }
        let body = blocks(document.root.children)
        expectClosed(0, in: document.root)
        return body + footnoteList(document) + entryList()
    }

    /// The HTML of some blocks.
    mutating func blocks(_ nodes: [Markdown], isTight: Bool = false) -> String {
        var html = ""
        for index in nodes.indices where !moved.contains(nodes[index].lines.lowerBound) {
            html += block(at: index, of: nodes, isTight: isTight)
        }
        return html
    }

    private mutating func block(at index: Int, of nodes: [Markdown], isTight: Bool) -> String {
        let node = nodes[index]
        switch node.kind {
        case .paragraph:
            explained.isInProse = true
            let text = inlineHTML(of: node)
            explained.isInProse = false
            addSearchWords(node.textWithFormulas)
            if isOpening { lead = lead ?? node.textWithFormulas }
            return isTight ? text : "<p>\(text)</p>\n"
        case .heading(let level): return heading(node, level: level)
        case .quote: return quote(node)
        case .rule: return "<hr />\n"
        case .list(let start, let isTight):
            let items = blocks(node.children, isTight: isTight)
            guard let start else { return "<ul>\n\(items)</ul>\n" }
            return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(items)</ol>\n"
        case .item(let isChecked): return item(node, isTight: isTight, isChecked: isChecked)
        case .table(let alignments): return table(node, alignments)
        // Footnotes are at the end of the page.
        case .footnote: return ""
        case .code(let info, let text):
            let html = code(node, info: info, text: text)
            return node.isFormula && index + 1 < nodes.count ? computed(html, nodes[index + 1]) : html
        case .htmlBlock(let text):
            guard extensions != nil else { return text.hasSuffix("\n") ? text : text + "\n" }
            if index == 0 || !nodes[index - 1].isFormula { expectNoCodeComment(node, in: node) }
            return rawBlock(text, in: node)
        default: return inlines([node], in: node)
        }
    }

    /// The inlines of a block.
    private mutating func inlineHTML(of node: Markdown) -> String {
        enclosing(node) { $0.inlines(node.children, in: node) }
    }

    /// Whether the text between the title and the next heading is being written.
    var isOpening: Bool { sections.count == 2 && !omitsLinks }

    private mutating func item(_ node: Markdown, isTight: Bool, isChecked: Bool?) -> String {
        let work = Work(node), outer = isInWork
        if let work { works.append(work) }
        isInWork = outer || work != nil
        defer { isInWork = outer }
        let write = { (page: inout HTML) in
            if let question = page.question(node, isTight: isTight) { return question }
            var html = "<li>"
            if let isChecked {
                let state = isChecked ? " checked=\"\" aria-label=\"Done\"" : " aria-label=\"To do\""
                html = "<li class=\"task\"><input type=\"checkbox\" disabled=\"\"\(state) /> "
            }
            for (index, child) in node.children.enumerated() {
                let isText = isTight && child.kind == .paragraph
                if !isText && !html.hasSuffix("\n") { html += "\n" }
                html += page.block(at: index, of: node.children, isTight: isTight)
            }
            return html + "</li>\n"
        }
        // What works are called is not the course's prose.
        return enclosing(node) { work == nil ? write(&$0) : $0.unexplained(write) }
    }

    private mutating func heading(_ node: Markdown, level: Int) -> String {
        if level <= 2 { explained.words = [] }
        let text = unexplained { $0.inlineHTML(of: node) }
        guard extensions != nil else { return "<h\(level)>\(text)</h\(level)>\n" }
        let id = ids.id(for: node.plainText)
        omitsLinks = true
        // The problems of the heading have been reported already.
        let problemCount = problems.count
        sections.append(
            PageSection(level: level, id: id, html: inlineHTML(of: node), title: node.textWithFormulas))
        problems.removeSubrange(problemCount...)
        omitsLinks = false
        return "<h\(level) id=\"\(id.htmlEscaped)\">\(text)</h\(level)>\n"
    }

    private mutating func quote(_ node: Markdown) -> String {
        if extensions != nil, let (alert, rest) = Alert.split(node) {
            return
                "<div class=\"alert \(alert.rawValue.lowercased())\" role=\"note\">\n<p class=\"label\">\(alert.title)</p>\n"
                + "\(enclosing(node) { $0.blocks(rest) })</div>\n"
        }
        return "<blockquote>\n\(enclosing(node) { $0.blocks(node.children) })</blockquote>\n"
    }

    private mutating func code(_ node: Markdown, info: String, text: String) -> String {
        let language = info.firstWord
        guard let extensions else {
            let name = language.isEmpty ? "" : " class=\"language-\(language.htmlEscaped)\""
            return "<pre><code\(name)>\(text.htmlEscaped)</code></pre>\n"
        }
        if let replacement = replacements[node.lines.lowerBound] { return replacement(&self) }
        if node.isFormula {
            return "<div class=\"formula\" tabindex=\"0\">\(formula(text, isDisplayed: true, in: node))</div>\n"
        }
        addSearchWords(text)
        return
            "<pre class=\"code\" tabindex=\"0\"><code>\(extensions.typesetter.code(text, language: language))</code></pre>\n"
    }

    /// Adds words to the search index of the current section.
    mutating func addSearchWords(_ words: String) { sections[sections.count - 1].words += words + " " }

    /// Nothing, with words that the search finds in its place.
    mutating func nothing(but words: String) -> String {
        addSearchWords(words)
        return ""
    }

    mutating func report(_ message: String, line: Int, column: Int? = nil) {
        problems.append(Diagnostic(file: source.name, line: line, column: column, message: message))
    }

    /// The line and column of a text in a block; the block's first line if it is not found. libcmark does not report
    /// the positions of inlines.
    mutating func position(of text: some StringProtocol, in block: Markdown) -> (line: Int, column: Int?) {
        // On a page with very many lookups, the block's first line must do.
        guard searchBudget > 0 else { return (block.lines.lowerBound, nil) }
        let wanted = Array(text.utf8)
        for number in block.lines {
            let line = source.line(number).utf8
            searchBudget -= line.count + 100
            if let offset = line.withContiguousStorageIfAvailable({ $0.firstOffset(of: wanted) }) ?? nil {
                return (number, offset + 1)
            }
        }
        return (block.lines.lowerBound, nil)
    }
}

extension Markdown {
    /// Whether it is a formula on lines of its own.
    var isFormula: Bool { if case .code(let info, _) = kind { info.firstWord == "math" } else { false } }
}

extension String {
    fileprivate var firstWord: String { split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "" }
}

/// A heading of a page, and the words after it.
struct PageSection {
    var level: Int
    var id: String
    /// The heading as HTML without links.
    var html: String
    var title: String
    var words = ""
}

extension UnsafeBufferPointer<UInt8> {
    /// The first offset of some bytes in these; the standard library's own search takes a hundred times as long.
    fileprivate func firstOffset(of bytes: [UInt8]) -> Int? {
        guard let first = bytes.first, bytes.count <= count else { return bytes.isEmpty ? 0 : nil }
        return (0...count - bytes.count).first { self[$0] == first && self[$0...].starts(with: bytes) }
    }
}

import CCmark

/// Inlines as CommonMark has them; the only place where libcmark is called.
enum Libcmark {
    /// The inlines of a text in which labels lead where some definitions say, and whether some were nested too deeply and
    /// left out.
    static func inlines(of text: ArraySlice<UInt8>, definitions: [UInt8]) -> (nodes: [Markdown], areTooDeep: Bool) {
        // No line of a paragraph but its first begins another block if it is indented like code. So the text follows a
        // definition; one with a title, which the text cannot be taken for.
        let first = "[\(Character(String.emphasisSeparator))]: <> ''\n".utf8
        var document = Array(first)
        func add(_ line: some Collection<UInt8>) {
            document += "    ".utf8
            document += line
            document.append(UInt8(ascii: "\n"))
        }
        if !definitions.isEmpty {
            for line in definitions.split(separator: UInt8(ascii: "\n")) { add(line) }
            add(first.dropLast())
        }
        for (index, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            // Nor does a mark that is no blank let the first be a definition itself.
            let isMarked = index == 0 && (line.first == UInt8(ascii: "[") || line.first?.isBlank == true)
            isMarked ? add(Array(Character(String.emphasisSeparator).utf8) + line) : add(line)
        }
        return parsed(document) { root in
            guard let paragraph = cmark_node_first_child(root) else { return ([], false) }
            return tree(paragraph)
        }
    }

    /// The info string of a fence: what it says without escapes.
    static func infoString(_ text: ArraySlice<UInt8>) -> String {
        let trimmed = text.trimmed
        guard trimmed.contains(UInt8(ascii: "&")) || trimmed.contains(UInt8(ascii: "\\")) else { return trimmed.text }
        return parsed(Array("~~~ ".utf8) + trimmed) { root in
            string(cmark_node_get_fence_info(cmark_node_first_child(root)))
        }
    }

    private static func parsed<Result>(_ text: [UInt8], read: (OpaquePointer?) -> Result) -> Result {
        let root = text.withUnsafeBytes { bytes in
            cmark_parse_document(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, CMARK_OPT_DEFAULT)
        }
        defer { cmark_node_free(root) }
        return read(root)
    }

    /// The inlines in a block. Those that are open are kept in a list, outermost first: a text nested deeply needs no deep
    /// recursion.
    private static func tree(_ block: OpaquePointer) -> (nodes: [Markdown], areTooDeep: Bool) {
        let iterator = cmark_iter_new(block)
        defer { cmark_iter_free(iterator) }
        var open: [Markdown] = []
        var areTooDeep = false
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            if event == CMARK_EVENT_ENTER { open.append(Markdown(kind(node))) }
            let isLeaf = event == CMARK_EVENT_ENTER && open[open.count - 1].isLeaf
            if (event == CMARK_EVENT_EXIT || isLeaf) && open.count > 1 {
                var closed = open.removeLast()
                closed.children = closed.children.joiningTexts
                if open.count <= Markdown.depthLimit {
                    open[open.count - 1].children.append(closed)
                } else {
                    areTooDeep = true
                }
            }
        }
        return (open[0].children.joiningTexts, areTooDeep)
    }

    private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0).withoutEmphasisSeparators } ?? ""
    }

    private static func kind(_ node: OpaquePointer) -> Markdown.Kind {
        var literal: String { string(cmark_node_get_literal(node)) }
        var url: String { string(cmark_node_get_url(node)) }
        var title: String { string(cmark_node_get_title(node)) }
        switch cmark_node_get_type(node) {
        case CMARK_NODE_TEXT: return .text(literal)
        case CMARK_NODE_SOFTBREAK: return .softBreak
        case CMARK_NODE_LINEBREAK: return .lineBreak
        case CMARK_NODE_CODE: return .codeSpan(literal)
        case CMARK_NODE_HTML_INLINE: return .html(literal)
        case CMARK_NODE_EMPH: return .emphasis
        case CMARK_NODE_STRONG: return .strong
        case CMARK_NODE_LINK: return .link(url: url, title: title)
        case CMARK_NODE_IMAGE: return .image(url: url, title: title)
        default: return .paragraph
        }
    }
}

extension Markdown {
    /// Whether libcmark's iterator enters the inline without ever leaving it.
    fileprivate var isLeaf: Bool {
        switch kind {
        case .text, .codeSpan, .html, .softBreak, .lineBreak: true
        default: false
        }
    }
}

import CCmark

/// A node of a Markdown document as CommonMark defines it. This is the only place that calls libcmark.
public struct Markdown: Sendable {
    /// What a node is.
    public enum Kind: Equatable, Sendable {
        case document, paragraph, quote, rule
        case heading(level: Int)
        case list(start: Int?, tight: Bool)
        case item
        case code(info: String, text: String)
        case htmlBlock(String)
        case text(String), codeSpan(String), html(String)
        case softBreak, lineBreak
        case emphasis, strong
        case link(url: String, title: String), image(url: String, title: String)
    }

    /// What the node is.
    public private(set) var kind: Kind
    /// The lines that a block covers, fences included; 0...0 for an inline, whose position libcmark reports wrongly.
    public private(set) var lines: ClosedRange<Int>
    /// The column, counted from 1, at which a block begins; 0 for an inline.
    public let column: Int
    /// The nodes inside it.
    public private(set) var children: [Markdown]

    /// How deeply blocks and inlines may be nested.
    public static let depthLimit = 100

    /// In the root of a document, the line of the first block that is nested too deeply; such blocks are left out.
    public private(set) var lineOfTooDeepBlock: Int?

    /// Parses a document.
    public init(_ text: String) {
        var text = text
        let root = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
            }
        }
        defer { cmark_node_free(root) }
        let iterator = cmark_iter_new(root)
        defer { cmark_iter_free(iterator) }
        // The open nodes, outermost first: a deeply nested document needs no deep recursion.
        var open: [Markdown] = []
        var tooDeep: Int?
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            if event == CMARK_EVENT_ENTER { open.append(Markdown(node)) }
            let isLeaf = event == CMARK_EVENT_ENTER && open[open.count - 1].isLeaf
            if (event == CMARK_EVENT_EXIT || isLeaf) && open.count > 1 {
                let closed = open.removeLast()
                if open.count <= Self.depthLimit {
                    open[open.count - 1].append(closed)
                } else {
                    tooDeep = tooDeep ?? open.last { $0.lines != 0...0 }?.lines.lowerBound
                }
            }
        }
        self = open[0]
        lineOfTooDeepBlock = tooDeep
    }

    /// Adds a child; adjacent texts, which libcmark may split anywhere, become one.
    private mutating func append(_ child: Markdown) {
        if case .text(let text) = child.kind, let last = children.last, case .text(let before) = last.kind {
            children[children.count - 1].kind = .text(before + text)
        } else {
            children.append(child)
        }
    }

    private init(_ node: OpaquePointer) {
        kind = Kind(node)
        children = []
        let type = cmark_node_get_type(node)
        if type.rawValue <= CMARK_NODE_LAST_BLOCK.rawValue {
            let first = max(Int(cmark_node_get_start_line(node)), 1)
            lines = first...max(Int(cmark_node_get_end_line(node)), first)
            column = max(Int(cmark_node_get_start_column(node)), 1)
        } else {
            lines = 0...0
            column = 0
        }
    }

    /// The block with its line numbers increased.
    func moved(down count: Int) -> Markdown {
        guard lines != 0...0 else { return self }
        var node = self
        node.lines = lines.lowerBound + count...lines.upperBound + count
        node.children = children.map { $0.moved(down: count) }
        return node
    }

    /// The node with other children.
    package func with(children: [Markdown]) -> Markdown {
        var node = self
        node.children = children
        return node
    }

    /// Whether libcmark's iterator enters the node without ever leaving it.
    private var isLeaf: Bool {
        switch kind {
        case .code, .htmlBlock, .text, .codeSpan, .html, .softBreak, .lineBreak, .rule: true
        default: false
        }
    }

    /// The text of the node without any markup.
    public var plainText: String {
        switch kind {
        case .text(let text), .codeSpan(let text): text
        case .softBreak, .lineBreak: " "
        default: children.map(\.plainText).joined()
        }
    }
}

extension Markdown.Kind {
    fileprivate init(_ node: OpaquePointer) {
        func string(_ pointer: UnsafePointer<CChar>?) -> String {
            pointer.map { String(cString: $0).withoutEmphasisSeparators } ?? ""
        }
        var literal: String { string(cmark_node_get_literal(node)) }
        var url: String { string(cmark_node_get_url(node)) }
        var title: String { string(cmark_node_get_title(node)) }
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE: self = .quote
        case CMARK_NODE_LIST:
            let ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            let start = ordered ? Int(cmark_node_get_list_start(node)) : nil
            self = .list(start: start, tight: cmark_node_get_list_tight(node) != 0)
        case CMARK_NODE_ITEM: self = .item
        case CMARK_NODE_CODE_BLOCK: self = .code(info: string(cmark_node_get_fence_info(node)), text: literal)
        case CMARK_NODE_HTML_BLOCK: self = .htmlBlock(literal)
        case CMARK_NODE_PARAGRAPH: self = .paragraph
        case CMARK_NODE_HEADING: self = .heading(level: Int(cmark_node_get_heading_level(node)))
        case CMARK_NODE_THEMATIC_BREAK: self = .rule
        case CMARK_NODE_TEXT: self = .text(literal)
        case CMARK_NODE_SOFTBREAK: self = .softBreak
        case CMARK_NODE_LINEBREAK: self = .lineBreak
        case CMARK_NODE_CODE: self = .codeSpan(literal)
        case CMARK_NODE_HTML_INLINE: self = .html(literal)
        case CMARK_NODE_EMPH: self = .emphasis
        case CMARK_NODE_STRONG: self = .strong
        case CMARK_NODE_LINK: self = .link(url: url, title: title)
        case CMARK_NODE_IMAGE: self = .image(url: url, title: title)
        default: self = .document
        }
    }
}

/// A node of a Markdown document as GitHub reads it: CommonMark with tables, footnotes, tasks, struck text and bare addresses.
public struct Markdown: Sendable {
    /// What a node is.
    public enum Kind: Equatable, Sendable {
        case document, paragraph, quote, rule
        case heading(level: Int)
        case list(start: Int?, tight: Bool)
        /// An item of a list; `isChecked` where it is a task.
        case item(isChecked: Bool?)
        case code(info: String, text: String)
        case htmlBlock(String)
        /// A table, whose first row is its header. A row may have fewer cells than columns, and has none in a table of more
        /// than `cellLimit`.
        case table([Alignment])
        case row, cell
        /// What a footnote says, where it is written.
        case footnote(label: String)
        case text(String), codeSpan(String), html(String)
        case softBreak, lineBreak
        case emphasis, strong, strikethrough
        case link(url: String, title: String), image(url: String, title: String)
        /// A place that refers to a footnote, which need not be there.
        case footnoteReference(label: String)
    }

    /// How the cells of a table's column are set.
    public enum Alignment: Sendable {
        case none, left, center, right
    }

    /// What the node is.
    public internal(set) var kind: Kind
    /// The lines a block covers, fences included; 0...0 for an inline.
    public let lines: ClosedRange<Int>
    /// The column, counted from 1, at which a block begins; 0 for an inline.
    public let column: Int
    /// What the node holds.
    public internal(set) var children: [Markdown]

    /// How many cells the columns and rows of a table may make; of a larger one the cells are not read.
    public static let cellLimit = 100_000

    /// How deeply blocks, and inlines in a block, may be nested in each other.
    public static let depthLimit = 100

    /// The line of a block that is nested too deeply, or holds such inlines; it says so for a whole document, in which they
    /// are left out.
    public internal(set) var lineOfTooDeepBlock: Int?

    init(_ kind: Kind, lines: ClosedRange<Int> = 0...0, column: Int = 0, children: [Markdown] = []) {
        self.kind = kind
        self.lines = lines
        self.column = column
        self.children = children
    }

    /// The node with other children.
    package func with(children: [Markdown]) -> Markdown {
        var node = self
        node.children = children
        return node
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

extension [Markdown] {
    /// The inlines, texts that follow each other joined to one.
    var joiningTexts: [Markdown] {
        var joined: [Markdown] = []
        var text = ""
        func end() {
            if !text.isEmpty { joined.append(Markdown(.text(text))) }
            text = ""
        }
        for node in self {
            if case .text(let more) = node.kind {
                text += more
            } else {
                end()
                joined.append(node)
            }
        }
        end()
        return joined
    }
}

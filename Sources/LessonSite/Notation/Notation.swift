import LessonKit

/// The signs and words of a course, as the tables of its page `notation.md` have them.
struct Notation {
    /// A row of one of the tables.
    struct Entry {
        /// The signs of the row, or its words in small letters.
        var signs: [FormulaSign] = []
        var words: [String] = []
        /// The cells: the sign or word, its Chinese name where it is a word, and the meaning.
        let cells: [Markdown]
        /// The row, for the line of the page.
        let row: Markdown
        /// The lessons that the row names, as links in the order of the row.
        let lessons: [(url: String, number: String)]
        /// Whether it holds in these lessons only, and not in those after them.
        let isLocal: Bool
    }

    /// The text of the page.
    let source: SourceText
    let entries: [Entry]

    /// The path of the page below `Lessons`.
    static let path = "notation.md"

    /// Reads the page; nil if it has neither table.
    init?(_ source: SourceText) {
        self.source = source
        entries = Document(source.text).root.children.flatMap { table -> [Entry] in
            guard case .table = table.kind, let header = table.children.first else { return [] }
            switch header.children.map(\.plainText) {
            case ["sign", "meaning", "lesson"]: return table.children.dropFirst().compactMap(Entry.init(sign:))
            case ["English", "中文", "meaning", "lesson"]: return table.children.dropFirst().compactMap(Entry.init(word:))
            default: return []
            }
        }
        if entries.isEmpty { return nil }
    }
}

extension Notation.Entry {
    /// A row of the table of signs.
    fileprivate init?(sign row: Markdown) {
        self.init(row, columns: 3)
        let inlines = row.children.first?.children ?? []
        signs = inlines.formulas.sorted().compactMap { FormulaSign(inlines[$0].plainText) }
    }

    /// A row of the table of words.
    fileprivate init?(word row: Markdown) {
        self.init(row, columns: 4)
        words = row.children[0].plainText.split(separator: ",").map { $0.lowercased().trimmed }
    }

    private init?(_ row: Markdown, columns: Int) {
        guard row.children.count == columns, let place = row.children.last else { return nil }
        self.row = row
        cells = Array(row.children.dropLast())
        lessons = place.children.compactMap { node in
            if case .link(let url, _) = node.kind { (url, node.plainText) } else { nil }
        }
        isLocal = place.plainText.split(separator: " ").last == "only"
    }
}

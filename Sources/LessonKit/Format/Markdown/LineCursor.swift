/// A place in a line of a document. Tabs advance to the next column that is a multiple of four, and one may be used up in
/// part by the containers of a block.
struct LineCursor {
    /// The bytes of the whole document; those of the line end before `end`, without their line end.
    private let text: [UInt8]
    private(set) var end: Int
    /// Where the line begins.
    let start: Int
    private(set) var offset: Int
    private(set) var column = 0
    private var isInsideTab = false
    /// The first byte from the offset on that is neither blank nor tab, and its column.
    private(set) var content: Int
    private var contentColumn = 0

    init(_ text: [UInt8], from start: Int, to end: Int) {
        self.text = text
        self.start = start
        self.end = end
        offset = start
        content = start
        findContent()
    }

    /// The columns between the offset and the content.
    var indent: Int { contentColumn - column }
    /// Whether nothing but blanks is left.
    var isBlank: Bool { content == end }
    /// Whether the whole line is empty.
    var isEmpty: Bool { start == end }
    /// The bytes from the content on.
    var rest: ArraySlice<UInt8> { text[content..<end] }
    /// The first byte of the content; a line end after the last.
    var first: UInt8 { content < end ? text[content] : UInt8(ascii: "\n") }
    /// Whether the byte at the offset is a blank or a tab.
    var isAtBlank: Bool { offset < end && text[offset].isBlank }
    /// Whether the offset is at the end of the line.
    var isAtEnd: Bool { offset == end }
    /// What is left of the line from the offset on, with the rest of a tab as blanks.
    var remainder: [UInt8] {
        guard isInsideTab else { return Array(text[offset..<end]) }
        return [UInt8](repeating: UInt8(ascii: " "), count: 4 - column % 4) + text[(offset + 1)..<end]
    }

    private mutating func findContent() {
        (content, contentColumn) = (offset, column)
        while content < end, text[content].isBlank {
            contentColumn += text[content] == UInt8(ascii: "\t") ? 4 - contentColumn % 4 : 1
            content += 1
        }
    }

    /// Advances by columns.
    mutating func advance(columns count: Int) {
        var count = count
        while count > 0, offset < end {
            let width = text[offset] == UInt8(ascii: "\t") ? 4 - column % 4 : 1
            isInsideTab = width > count
            if !isInsideTab { offset += 1 }
            column += min(width, count)
            count -= min(width, count)
        }
        findContent()
    }

    /// Advances to the byte with an index.
    mutating func advance(to index: Int) {
        while offset < index {
            column += text[offset] == UInt8(ascii: "\t") ? 4 - column % 4 : 1
            offset += 1
        }
        isInsideTab = false
        findContent()
    }

    /// Ends the line before the marks that may end a heading.
    mutating func dropClosingMarks() {
        func blanksBefore(_ index: Int) -> Int { text[offset..<index].reversed().prefix { $0.isSpace }.count }
        let last = end - blanksBefore(end)
        let marks = last - text[offset..<last].reversed().prefix { $0 == UInt8(ascii: "#") }.count
        let isApart = marks < last && marks > start && text[marks - 1].isBlank
        end = isApart ? marks - blanksBefore(marks) : last
        findContent()
    }

    /// Advances to the end of the line.
    mutating func advanceToEnd() { advance(to: end) }
}

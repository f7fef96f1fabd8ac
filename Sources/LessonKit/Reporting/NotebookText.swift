/// A lesson's text as Jupyter sets it: formulas between dollar signs alone, `$x$`, and those on lines of their own between
/// lines of two.
struct NotebookText {
    private let source: SourceText
    /// The lines that are otherwise in a notebook.
    private var replaced: [Int: String] = [:]

    init(_ lesson: Lesson) {
        source = lesson.source
        read(lesson.document.root)
    }

    /// Some lines of the lesson.
    func text(of lines: Range<Int>) -> String {
        lines.map { replaced[$0] ?? String(source.lines($0...$0)) }.joined()
    }

    private mutating func read(_ block: Markdown) {
        switch block.kind {
        case .code(let info, let text):
            guard info.split(whereSeparator: \.isWhitespace).first == "math" else { return }
            let code = CodeBlock(block, text: text, in: source)
            replaceFence(in: block.lines.lowerBound, from: block.column - 1)
            if code.isClosed { replaceFence(in: block.lines.upperBound, from: 0) }
        case .paragraph, .heading, .row: replaceFormulas(in: block.lines)
        default: for child in block.children where child.lines != 0...0 { read(child) }
        }
    }

    /// Puts two dollar signs in the place of a fence, what is before it in its line apart.
    private mutating func replaceFence(in number: Int, from start: Int) {
        let line = Array(source.lines(number...number).utf8)
        guard let fence = line[start...].firstIndex(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") })
        else {
            return
        }
        let end = line.reversed().prefix { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.reversed()
        replaced[number] = String(decoding: line[..<fence] + "$$".utf8 + end, as: UTF8.self)
    }

    private mutating func replaceFormulas(in lines: ClosedRange<Int>) {
        let text = Array(source.lines(lines).utf8)
        guard text.contains(UInt8(ascii: "$")), text.contains(UInt8(ascii: "`")) else { return }
        let changed = SourceText(name: "", text: String(decoding: Self.withBareFormulas(text), as: UTF8.self))
        for (index, number) in lines.enumerated() { replaced[number] = String(changed.lines(index + 1...index + 1)) }
    }

    /// A text whose formulas are no code spans.
    private static func withBareFormulas(_ text: [UInt8]) -> [UInt8] {
        let (dollar, backtick, backslash) = (UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"))
        var result: [UInt8] = []
        var ends = CodeSpanEnds()
        var index = 0
        // Where the text begins that no formula and no backslash has taken a dollar sign from.
        var free = 0
        while index < text.count {
            if text[index] == backslash {
                result += text[index..<min(index + 2, text.count)]
                index += 2
                free = index
                continue
            }
            let count = text[...].count(from: index) { $0 == backtick }
            guard count > 0, let end = ends.end(in: text, of: count, from: index + count) else {
                result += text[index..<index + max(count, 1)]
                index += max(count, 1)
                continue
            }
            let isFormula = index > free && text[index - 1] == dollar && end < text.count && text[end] == dollar
            result += isFormula ? text[index + count..<end - count] + [dollar] : text[index..<end]
            index = isFormula ? end + 1 : end
            if isFormula { free = index }
        }
        return result
    }
}

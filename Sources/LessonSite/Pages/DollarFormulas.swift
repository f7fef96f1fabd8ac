import LessonKit

extension HTML {
    /// Reports what GitHub shows as a formula, but this page as text with dollar signs.
    mutating func expectNoDollarFormula(_ text: Substring, in block: Markdown) {
        if text.contains("$$") { return expectNoDisplayedDollarFormula(in: block) }
        guard let formula = Self.dollarFormula(in: text) else { return }
        let (line, column) = position(of: formula, in: block)
        // With a backslash before a dollar sign the text is not in the source as it is here.
        guard let column, source.line(line).utf8.prefix(column - 1).last != UInt8(ascii: "\\") else { return }
        let inner = formula.dropFirst().dropLast()
        report(
            "GitHub shows ‘\(formula)’ as a formula, this page as text; write $`\(inner)`$ for a formula, or \\$ for a "
                + "dollar sign.", line: line, column: column)
    }

    private mutating func expectNoDisplayedDollarFormula(in block: Markdown) {
        let marks = block.lines.reduce(0) { $0 + source.line($1).ranges(of: "$$").count }
        guard marks > 1 else { return }
        let (line, column) = position(of: "$$", in: block)
        let message =
            "GitHub shows what stands between two ‘$$’ as a formula, this page as text; write a ```math block."
        if problems.last?.message != message || problems.last?.line != line {
            report(message, line: line, column: column)
        }
    }

    /// The first part of a text that GitHub takes for a formula: no space follows its first dollar sign or precedes its second,
    /// and neither stands beside a letter or digit of the text around it.
    private static func dollarFormula(in text: Substring) -> Substring? {
        func isWord(_ index: String.Index?) -> Bool {
            guard let index, index < text.endIndex else { return false }
            return text[index].isLetter || text[index].isNumber || text[index] == "\\"
        }
        var opening: String.Index?
        for index in text.indices where text[index] == "$" {
            let before = index == text.startIndex ? nil : text.index(before: index), after = text.index(after: index)
            if let start = opening, let before, before > start, !text[before].isWhitespace, !isWord(after) {
                return text[start...index]
            }
            let isFollowed = after < text.endIndex && !text[after].isWhitespace && text[after] != "$"
            opening = isFollowed && !isWord(before) ? index : nil
        }
        return nil
    }
}

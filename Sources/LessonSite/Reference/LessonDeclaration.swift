import LessonKit

/// How a lesson declares a name: what stands in the cell, with the type that the compiler has found.
struct LessonDeclaration {
    let text: String
    /// The first sentence of its comment; empty if it has none.
    let summary: String

    /// The declaration of a symbol at its place in a cell, of which these are the lines; nil where the place is not in it.
    init?(of place: CodeNames.Place, named name: String, in lines: [Substring]) {
        guard lines.indices.contains(place.line) else { return nil }
        let line = lines[place.line]
        let before = line.utf8.prefix(place.column).reversed().drop { $0 == UInt8(ascii: " ") }
        let word = String(decoding: before.prefix { ($0 | 0x20) &- 97 < 26 }.reversed(), as: UTF8.self)
        switch place.symbol.kind {
        case .variable:
            guard !place.symbol.type.isEmpty else { return nil }
            text = (["let", "var"].contains(word) ? word + " " : "") + "\(name): \(place.symbol.type)"
        default: text = Self.head(of: lines[place.line...])
        }
        guard place.line > 0, lines[place.line - 1].contains("///") else {
            summary = ""
            return
        }
        let comment = lines[..<place.line].reversed().prefix { $0.trimmed.hasPrefix("///") }.reversed()
            .map { $0.trimmed.dropFirst(3).description.trimmed }
        summary = comment.joined(separator: " ").sentences.first ?? ""
    }

    /// A declaration from its first line to what comes in braces, or to the end of a line that ends no list.
    private static func head(of lines: ArraySlice<Substring>) -> String {
        var text = "", depth = 0
        for line in lines.prefix(12) {
            let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            for letter in code {
                if letter == "{" && depth == 0 { return text.onOneSpace }
                if "([".contains(letter) { depth += 1 }
                if ")]".contains(letter) { depth -= 1 }
                text.append(letter)
            }
            if depth <= 0 { break }
            text = text.trimmed + " "
        }
        return text.onOneSpace
    }
}

extension StringProtocol {
    /// The words of the text with one blank between two.
    fileprivate var onOneSpace: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

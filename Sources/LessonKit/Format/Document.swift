/// A lesson's Markdown, with footnotes, which GitHub adds to CommonMark, and with emphasis that works beside Chinese
/// letters.
package struct Document: Sendable {
    /// The text without its footnotes.
    package let root: Markdown
    /// The contents of each footnote, by its label.
    package let footnotes: [String: Markdown]
    /// The lines that define the targets of `[labels]`, by label; a text that is parsed separately needs them too.
    private let definitions: [String: Substring]

    /// Parses a text; the lines of `root` and of the footnotes are counted in the whole text.
    package init(_ text: String) {
        let text = text.withEmphasisSeparators
        let plain = Markdown(text)
        definitions = text.contains("]:") ? Self.definitions(in: text) : [:]
        guard text.contains("[^") else {
            (root, footnotes) = (plain, [:])
            return
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.endsLine).map(String.init)
        var footnotes: [String: Markdown] = [:]
        for (label, opening, range) in Self.footnoteLines(lines, outside: plain.codeLines) {
            let own = [opening] + lines[range].dropFirst().map { $0.dropFirst(min($0.prefix { $0 == " " }.count, 4)) }
            footnotes[label] =
                footnotes[label] ?? Markdown(own.joined(separator: "\n")).moved(down: range.lowerBound)
            for index in range { lines[index] = "" }
        }
        root = footnotes.isEmpty ? plain : Markdown(lines.joined(separator: "\n"))
        self.footnotes = footnotes
    }

    /// The footnotes and the text between them, in the order of the file.
    var segments: [Markdown] {
        let notes = footnotes.values.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
        var segments: [Markdown] = []
        var rest = root.children[...]
        for note in notes {
            let before = rest.prefix { $0.lines.upperBound < note.lines.lowerBound }
            segments += [root.with(children: Array(before)), note]
            rest = rest.dropFirst(before.count)
        }
        return segments + [root.with(children: Array(rest))]
    }

    /// The inlines of a text that is parsed by itself, such as the cell of a table.
    package func inlines(of text: String) -> [Markdown] {
        let needed = (definitions.isEmpty ? [] : text.labels).compactMap { definitions[$0] }.map { "\n" + $0 }.joined()
        let parsed = Markdown(text.withEmphasisSeparators + (needed.isEmpty ? "" : "\n" + needed))
        guard let first = parsed.children.first, first.kind == .paragraph else {
            // Marks that begin a block, such as `#`, mean nothing in a cell.
            return text.isEmpty ? [] : Markdown("\(String.emphasisSeparator)" + text).children.first?.children ?? []
        }
        return first.children
    }

    /// Each footnote's label, the rest of its first line, and its lines, counted from 0; it ends before a blank line
    /// that no indented line follows.
    private static func footnoteLines(_ lines: [String], outside code: Set<Int>) -> [(String, Substring, Range<Int>)] {
        var found: [(String, Substring, Range<Int>)] = []
        var index = 0
        while index < lines.count {
            guard !code.contains(index + 1), let (label, opening) = lines[index].footnoteOpening else {
                index += 1
                continue
            }
            var end = index + 1
            while end < lines.count {
                if lines[end].hasPrefix("[^") { break }
                if lines[end].allSatisfy(\.isWhitespace) {
                    let next = lines[end...].firstIndex { !$0.allSatisfy(\.isWhitespace) }
                    guard let next, lines[next].hasPrefix("    ") else { break }
                    end = next
                }
                end += 1
            }
            found.append((label, opening, index..<end))
            index = end
        }
        return found
    }

    private static func definitions(in text: String) -> [String: Substring] {
        let definition = /\ {0,3}\[([^\]^][^\]]*)\]:\s*\S/
        let all = text.split(whereSeparator: \.endsLine).compactMap { line in
            line.prefixMatch(of: definition).map { (String($0.1).asLabel, line) }
        }
        return Dictionary(all) { first, _ in first }
    }
}

extension String {
    /// The texts between brackets, as labels.
    fileprivate var labels: Set<String> {
        Set(
            split(separator: "[", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.firstIndex(of: "]").map($0.prefix(upTo:)).map(String.init)?.asLabel
            })
    }

    /// The text as CommonMark compares labels: in lower case, with each run of white space as one space.
    fileprivate var asLabel: String { lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension Character {
    /// Whether CommonMark ends a line at this character.
    fileprivate var endsLine: Bool { self == "\n" || self == "\r\n" || self == "\r" }
}

extension Markdown {
    /// The numbers of the lines that belong to blocks of code.
    var codeLines: Set<Int> {
        if case .code = kind { return Set(lines) }
        return children.reduce(into: []) { if $1.lines != 0...0 { $0.formUnion($1.codeLines) } }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The label of the footnote that begins on this line, and the text after the label; nil for any other line.
    var footnoteOpening: (label: String, rest: Substring)? {
        self[...].prefixMatch(of: /\ {0,3}\[\^([^\]\s]+)\]:\ */).map { (String($0.1), self[$0.range.upperBound...]) }
    }
}

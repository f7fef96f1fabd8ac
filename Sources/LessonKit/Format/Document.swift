/// A lesson's Markdown with what GitHub adds to CommonMark: footnotes taken out of the text, and emphasis that works
/// beside Chinese letters.
package struct Document: Sendable {
    /// The text without its footnotes.
    package let root: Markdown
    /// What each footnote says, by its label.
    package let footnotes: [String: Markdown]
    /// The lines that define where `[labels]` lead, by label; a text that is parsed apart needs them too.
    private let definitions: [String: Substring]

    /// Parses a text; `root` and footnotes tell the lines of the whole text.
    package init(_ text: String) {
        let text = text.withLooseEmphasis
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

    /// The blocks outside footnotes, cut where footnotes are, and each footnote, in the order of the text.
    var parts: [Markdown] {
        let notes = footnotes.values.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
        var parts: [Markdown] = []
        var rest = root.children[...]
        for note in notes {
            let before = rest.prefix { $0.lines.upperBound < note.lines.lowerBound }
            parts += [root.with(children: Array(before)), note]
            rest = rest.dropFirst(before.count)
        }
        return parts + [root.with(children: Array(rest))]
    }

    /// The inlines of a text that stands alone, such as the cell of a table.
    package func inlines(of text: String) -> [Markdown] {
        let needed = (definitions.isEmpty ? [] : text.labels).compactMap { definitions[$0] }.map { "\n" + $0 }.joined()
        let parsed = Markdown(text.withLooseEmphasis + (needed.isEmpty ? "" : "\n" + needed))
        guard let first = parsed.children.first, first.kind == .paragraph else {
            // What a block begins with means nothing in a cell.
            return text.isEmpty ? [] : Markdown("\(String.looseMark)" + text).children.first?.children ?? []
        }
        return first.children
    }

    /// The lines, counted from 0, of each footnote, its label and what the first says: those up to empty ones that no
    /// indented line follows.
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
    /// What stands between brackets in it, as labels.
    fileprivate var labels: Set<String> {
        Set(
            split(separator: "[", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.firstIndex(of: "]").map($0.prefix(upTo:)).map(String.init)?.asLabel
            })
    }

    /// The text as the label of a link is compared with others: in small letters, each run of blanks one.
    fileprivate var asLabel: String { lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension Character {
    /// Whether CommonMark ends a line with it.
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
    /// The label of the footnote that a line begins, and what it says behind that; nil for any other line.
    var footnoteOpening: (label: String, rest: Substring)? {
        self[...].prefixMatch(of: /\ {0,3}\[\^([^\]\s]+)\]:\ */).map { (String($0.1), self[$0.range.upperBound...]) }
    }
}

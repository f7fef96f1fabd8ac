import LessonKit

/// What a page has explained so far.
struct Explained {
    /// The numbers of the entries, in the order of their first use.
    private(set) var entries: [Int] = []
    /// Those of the words since the last heading; each is marked once.
    var words: Set<Int> = []
    /// Whether words are marked: in paragraphs, also those of lists.
    var isInProse = false
    /// Whether signs and words are marked at all.
    var isOn = true

    mutating func add(_ entry: Int) {
        if !entries.contains(entry) { entries.append(entry) }
    }
}

extension HTML {
    /// Writes something whose signs and words are not marked, such as a link.
    mutating func unexplained(_ write: (inout HTML) -> String) -> String {
        let before = explained.isOn
        explained.isOn = false
        defer { explained.isOn = before }
        return write(&self)
    }

    /// The vocabulary where signs are marked now.
    private var vocabulary: Vocabulary? { explained.isOn && !omitsLinks ? extensions?.vocabulary : nil }

    // MARK: Signs

    /// A formula whose signs are elements that say which entries they have; nil if it has none, or cannot be typeset so.
    mutating func explainedFormula(_ tex: String, _ place: Typesetter.FormulaPlace) -> String? {
        guard place != .header, let vocabulary, let typesetter = extensions?.typesetter else { return nil }
        let marks = vocabulary.marks(in: tex, isDisplayed: place == .display)
        guard !marks.isEmpty, !tex.contains("\\html"),
            case .success(var html) = typesetter.formula(marks.marked(tex), place, hasSigns: true)
        else { return nil }
        for (number, mark) in marks.enumerated() {
            let entries = mark.entries.map(String.init).joined(separator: " ")
            html.replace("<span class=\"k\(number)\">", with: "<span class=\"sign\" data-k=\"\(entries)\">")
            for entry in mark.entries { explained.add(entry) }
        }
        return html
    }

    // MARK: Words

    /// A place in a text at which a word of the notation begins or ends.
    struct WordEdge {
        let place: String.Index
        let tag: String
    }

    /// The texts of some inlines in which words are marked, by the indices of the first.
    func wordRuns(in nodes: [Markdown]) -> [Int: TextRun] {
        guard explained.isInProse, vocabulary != nil else { return [:] }
        return Dictionary(nodes.textRuns.map { ($0.parts[0].node, $0) }) { first, _ in first }
    }

    /// The edges of the words in a run of texts that are to be marked, by the indices of the texts in which they are.
    mutating func wordEdges(of run: TextRun) -> [Int: [WordEdge]] {
        guard let vocabulary else { return [:] }
        var edges: [Int: [WordEdge]] = [:]
        for (place, entry) in vocabulary.words(in: run.text) {
            // A comment right after a word says that it is not meant as the notation has it.
            let isMeant = !run.endsAtComment || place.upperBound != run.text.endIndex
            guard isMeant, explained.words.insert(entry).inserted else { continue }
            explained.add(entry)
            let start = run.position(of: place.lowerBound, isEnd: false)
            let end = run.position(of: place.upperBound, isEnd: true)
            let tag = "<span class=\"word\" data-k=\"\(entry)\">"
            edges[start.node, default: []].append(WordEdge(place: start.index, tag: tag))
            edges[end.node, default: []].append(WordEdge(place: end.index, tag: "</span>"))
        }
        return edges
    }
}

/// Texts that follow each other with nothing but the ends of lines between them.
struct TextRun {
    var text = ""
    /// The texts, their indices among the inlines, and where they begin in the whole, in bytes.
    var parts: [(node: Int, text: String, start: Int)] = []
    var endsAtComment = false

    /// The text in which a place of the whole is, and the place there.
    func position(of place: String.Index, isEnd: Bool) -> (node: Int, index: String.Index) {
        let offset = text.utf8.distance(from: text.startIndex, to: place)
        let part = parts.last { isEnd ? $0.start < offset : $0.start <= offset } ?? parts[0]
        return (part.node, part.text.utf8.index(part.text.startIndex, offsetBy: offset - part.start))
    }
}

extension [Markdown] {
    fileprivate var textRuns: [TextRun] {
        var runs: [TextRun] = [], isOpen = false
        for (index, node) in enumerated() {
            switch node.kind {
            case .text(let text):
                if !isOpen { runs.append(TextRun()) }
                isOpen = true
                runs[runs.count - 1].parts.append((index, text, runs[runs.count - 1].text.utf8.count))
                runs[runs.count - 1].text += text
            case .softBreak where isOpen: runs[runs.count - 1].text += "\n"
            case .html(let text) where isOpen && text.hasPrefix("<!--"):
                runs[runs.count - 1].endsAtComment = true
                isOpen = false
            default: isOpen = false
            }
        }
        return runs
    }
}

extension Vocabulary {
    /// The words of the notation in a text, whole, in one or several, in capitals or not: where each stands, and its entry.
    func words(in text: String) -> [(place: Range<String.Index>, entry: Int)] {
        let tokens = text.wordTokens
        var found: [(Range<String.Index>, Int)] = []
        var index = 0
        while index < tokens.count {
            let first = tokens[index].text
            let candidates = ([first] + first.singulars).flatMap { words[$0] ?? [] }
            let match = candidates.first { parts, _ in
                index + parts.count <= tokens.count && Self.match(parts, tokens[index..<index + parts.count], in: text)
            }
            if let (parts, entry) = match {
                let end = tokens[index + parts.count - 1].place.upperBound
                found.append((tokens[index].place.lowerBound..<end, entry))
                index += parts.count
            } else {
                index += 1
            }
        }
        return found
    }

    private static func match(_ parts: [String], _ tokens: ArraySlice<WordToken>, in text: String) -> Bool {
        for (part, token) in zip(parts.dropLast(), tokens) where part != token.text { return false }
        for (before, after) in zip(tokens, tokens.dropFirst()) {
            let between = text[before.place.upperBound..<after.place.lowerBound]
            guard between == " " || between == "\n" else { return false }
        }
        guard let last = tokens.last, let part = parts.last else { return false }
        return last.text == part || last.text.singulars.contains(part)
    }
}

/// A word of a text, in small letters.
private struct WordToken {
    let text: String
    let place: Range<String.Index>
}

extension String {
    /// What the word may be in the singular.
    fileprivate var singulars: [String] {
        guard hasSuffix("s") else { return [] }
        var forms = [String(dropLast())]
        if hasSuffix("es") { forms.append(String(dropLast(2))) }
        if hasSuffix("ies") { forms.append(dropLast(3) + "y") }
        return forms
    }

    /// The words of the text: letters and digits, also with hyphens, dashes and crosses between them, as in 1×1 and min–max.
    fileprivate var wordTokens: [WordToken] {
        var tokens: [WordToken] = []
        var rest = unicodeScalars[...]
        func isPart(_ scalar: Unicode.Scalar) -> Bool {
            if scalar.isASCII { return scalar.properties.isAlphabetic || "0"..."9" ~= scalar }
            return scalar.properties.isAlphabetic && !scalar.isChinese
        }
        while let start = rest.firstIndex(where: isPart) {
            var end = rest.index(after: start)
            while end < rest.endIndex {
                let next = rest.index(after: end)
                if isPart(rest[end]) {
                    end = next
                } else if "-–×".unicodeScalars.contains(rest[end]), next < rest.endIndex, isPart(rest[next]) {
                    end = next
                } else {
                    break
                }
            }
            tokens.append(WordToken(text: self[start..<end].lowercased(), place: start..<end))
            rest = rest[end...]
        }
        return tokens
    }
}

/// Marks in a text what GitHub adds to CommonMark's inlines: references to footnotes, bare addresses, and the signs that
/// strike text out, with those of emphasis, since they decide together what is in what. Each is put into one word that means
/// nothing to libcmark, which reads everything else.
///
/// What is code, HTML or the target of a link holds none of them, and where links are decides whether an address is one; so
/// brackets are followed as CommonMark's appendix says.
struct InlineMarks {
    let text: [UInt8]
    let definitions: LinkDefinitions
    /// The text with a word in the place of each mark.
    private(set) var marked: [UInt8] = []
    /// The marks, each with the text that it stands for.
    private(set) var marks: [(kind: Kind, written: ArraySlice<UInt8>)] = []
    /// Definitions of labels that hold marks.
    private(set) var aliases: [UInt8] = []

    enum Kind {
        case link(url: String), footnote(label: String)
        case delimiters(Delimiters)
    }

    var index = 0
    private var brackets = Brackets()
    private var codeSpans = CodeSpanEnds()
    private var unclosed: Set<UInt8> = []

    init(_ text: [UInt8], definitions: LinkDefinitions) {
        self.text = Self.withoutSigns(text)
        self.definitions = definitions
    }

    /// Whether a text may hold anything that CommonMark does not know.
    static func mayHoldAny(_ text: [UInt8]) -> Bool {
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "~"), UInt8(ascii: "@"): return true
            case UInt8(ascii: "["): if text[(index + 1)...].first == UInt8(ascii: "^") { return true }
            case UInt8(ascii: ":"): if text[index...].begins(with: "://") { return true }
            case UInt8(ascii: "w"): if text[index...].begins(with: "www.") { return true }
            default: break
            }
        }
        return false
    }

    /// Reads the text.
    mutating func read() {
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\\"): copy(index + 1 < text.count && text[index + 1].isPunctuation ? 2 : 1)
            case UInt8(ascii: "`"): readCode()
            case UInt8(ascii: "<"): readPointedBracket()
            case UInt8(ascii: "!") where text[index...].begins(with: "!["): readImageBracket()
            case UInt8(ascii: "["):
                copy(1)
                brackets.open(isImage: false, at: index, marked: marked.count - 1)
            case UInt8(ascii: "]"): readClosingBracket()
            case UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "_"): readDelimiters()
            case UInt8(ascii: ":") where brackets.isEmpty: readAddress(Autolink.address(in: text, colonAt: index))
            case UInt8(ascii: "w") where brackets.isEmpty: readAddress(Autolink.host(in: text, at: index))
            default: copy(1)
            }
        }
    }

    private mutating func copy(_ count: Int) { copy(to: min(index + count, text.count)) }

    private mutating func copy(to end: Int) {
        marked += text[index..<end]
        index = end
    }

    /// Puts a mark in the place of a text and goes on after it.
    private mutating func mark(_ kind: Kind, _ range: Range<Int>) {
        marked += Self.word(marks.count)
        marks.append((kind, text[range]))
        index = range.upperBound
    }

    private mutating func readCode() {
        let count = text[...].count(from: index) { $0 == UInt8(ascii: "`") }
        copy(to: codeSpans.end(in: text, of: count, from: index + count) ?? index + count)
    }

    private mutating func readPointedBracket() {
        let rest = text[index...]
        copy(to: Autolink.end(of: rest) ?? HTMLTag.inlineEnd(of: rest, unclosed: &unclosed) ?? index + 1)
    }

    private mutating func readDelimiters() {
        let delimiters = Delimiters(in: text, at: index)
        mark(.delimiters(delimiters), index..<index + delimiters.length)
    }

    private mutating func readAddress(_ link: (url: String, range: Range<Int>)?) {
        guard let (url, range) = link else { return copy(1) }
        marked.removeLast(index - range.lowerBound)
        mark(.link(url: url.withoutEmphasisSeparators), range)
    }

    // MARK: - Brackets

    private mutating func readImageBracket() {
        // GitHub sees a footnote after a mark of exclamation where CommonMark may see an image.
        guard index + 2 < text.count, text[index + 2] == UInt8(ascii: "^") else {
            copy(2)
            return brackets.open(isImage: true, at: index, marked: marked.count - 2)
        }
        marked.append(UInt8(ascii: "\\"))
        copy(1)
    }

    private mutating func readClosingBracket() {
        guard let opener = brackets.close() else { return copy(1) }
        let inside = opener.index..<index
        copy(1)
        guard opener.isActive else { return }
        if let end = linkEnd(opener, inside) {
            copy(to: end)
            if !opener.isImage { brackets.deactivateLinks() }
        } else if text[inside].first == UInt8(ascii: "^") && inside.count > 1 {
            marked.removeLast(marked.count - opener.marked)
            let label = text[inside].dropFirst().text.withoutEmphasisSeparators
            mark(.footnote(label: label), inside.lowerBound - 1..<inside.upperBound + 1)
        } else if text[index...].first == UInt8(ascii: "[") {
            // What is followed by a label that leads nowhere is no link; with marks in it that may look like no label.
            marked.insert(UInt8(ascii: "\\"), at: opener.marked + (opener.isImage ? 1 : 0))
        }
    }

    /// Where a link ends whose text has just been closed; nil where it is none.
    private mutating func linkEnd(_ opener: Brackets.Opener, _ inside: Range<Int>) -> Int? {
        var scanner = LinkScanner(text: text[...], index: index)
        if scanner.skipTarget() { return scanner.index }
        if let label = scanner.label(), !label.isEmpty { return definitions.has(label) ? scanner.index : nil }
        guard !opener.hasBrackets, definitions.has(text[inside]) else { return nil }
        let written = marked[(opener.marked + (opener.isImage ? 2 : 1))...].dropLast()
        if !written.elementsEqual(text[inside]) { aliases += definitions.definition(text[inside], as: written) }
        return scanner.index
    }

    // MARK: - Words

    /// The word for the mark with a number: between two signs that are in no text.
    private static func word(_ number: Int) -> [UInt8] { sign + String(number).utf8 + sign }

    /// U+FDD1, which Unicode promises never to use.
    private static let sign: [UInt8] = [0xEF, 0xB7, 0x91]

    /// The pieces of a text between the words in it, and the numbers of their marks.
    static func split(_ text: String) -> (texts: [String], marks: [Int]) {
        let bytes = Array(text.utf8)
        var pieces: [String] = []
        var start = 0
        for index in bytes.indices where bytes[index] == sign[0] && bytes[index...].starts(with: sign) {
            pieces.append(bytes[start..<index].text)
            start = index + sign.count
        }
        pieces.append(bytes[start...].text)
        let texts = pieces.indices.filter { $0.isMultiple(of: 2) }.map { pieces[$0] }
        return (texts, pieces.indices.filter { !$0.isMultiple(of: 2) }.compactMap { Int(pieces[$0]) })
    }

    /// A text in which no sign can be mistaken for one of these.
    private static func withoutSigns(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(sign[0]) else { return text }
        var result = text
        for index in text.indices where text[index...].starts(with: sign) {
            // U+FFFD, which stands for what is no character.
            result.replaceSubrange(index..<index + sign.count, with: [0xEF, 0xBF, 0xBD])
        }
        return result
    }
}

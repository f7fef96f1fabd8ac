import TerminalText

/// The prose of a lesson in short, for those who run it in a terminal: its headings, each with the first sentence after it.
public struct ProseSummary {
    /// A heading, and the first sentence of its section; nil where code or a picture comes first.
    public struct Section {
        /// The line of the heading.
        let line: Int
        /// The heading; nil for the lesson's title, which is known already.
        public let heading: String?
        /// The first sentence, in lines of at most 80 columns.
        public internal(set) var sentence: [String] = []
    }

    private var sections: [Section] = []

    /// Reads the prose of a lesson.
    public init(of lesson: Lesson) {
        var isOpen = false
        for block in lesson.document.root.children {
            switch block.kind {
            case .heading:
                let text = block.plainText.onOneLine.escapingControls
                sections.append(Section(line: block.lines.lowerBound, heading: sections.isEmpty ? nil : text))
                isOpen = true
            case .paragraph where isOpen && !sections.isEmpty:
                let sentence = block.plainText.onOneLine.escapingControls.firstSentence
                sections[sections.count - 1].sentence = sentence.wrapped(to: 80)
                isOpen = false
            default: isOpen = false
            }
        }
    }

    /// The sections that begin in some lines of the file.
    public func sections(in lines: Range<Int>) -> [Section] { sections.filter { lines.contains($0.line) } }
}

extension String {
    /// The text up to the first full stop or question mark before a space.
    fileprivate var firstSentence: String {
        let ends = zip(indices, indices.dropFirst()).first { ".?!".contains(self[$0]) && self[$1] == " " }
        return ends.map { String(self[...$0.0]) } ?? self
    }

    /// The text in lines of at most so many columns; a longer word has a line of its own.
    fileprivate func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.columns + 1 + word.columns <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension Markdown {
    /// The document with what footnotes hold: CommonMark, to which they are unknown, takes the blocks in them for text.
    /// Each is read as the item of a list, whose lines are indented as its own are.
    func withFootnotes(in source: SourceText) -> Markdown {
        guard source.text.contains("[^") else { return self }
        let code = codeLines
        var text = ""
        var hasFootnotes = false
        for number in 1...source.lineCount {
            let line = source.lines(number...number)
            if !code.contains(number), let (_, rest) = line.footnoteOpening {
                text += "+   " + rest
                hasFootnotes = true
            } else {
                text += line
            }
        }
        return hasFootnotes ? Markdown(text) : self
    }

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

/// Finds what looks like a cell or its output and is none, since it is where no cell can be: within HTML, or in a hint.
enum UnreadBlocks {
    /// What to say of the fences in a block of HTML; those in a comment are shown nowhere.
    static func problems(in block: Markdown, of source: SourceText) -> [Diagnostic] {
        guard case .htmlBlock(let text) = block.kind, !text.hasPrefix("<!--") else { return [] }
        var problems: [Diagnostic] = []
        var fence: Substring?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0.isWhitespace }
            if let open = fence {
                if content.hasPrefix(open) && content.allSatisfy({ $0 == open.first || $0.isWhitespace }) {
                    fence = nil
                }
                continue
            }
            let mark = content.prefix { $0 == content.first }
            guard mark.count >= 3,
                mark.first == "~" || mark.first == "`" && !content.dropFirst(mark.count).contains("`")
            else { continue }
            fence = mark
            guard let word = word(of: String(content.dropFirst(mark.count))) else { continue }
            problems.append(
                Diagnostic(
                    file: source.name, line: block.lines.lowerBound + index,
                    message: "This ‘\(word)’ block is never looked at: it is part of the HTML that begins in line "
                        + "\(block.lines.lowerBound); put an empty line before it."))
        }
        return problems
    }

    /// What to say of the fences in a hint.
    static func problems(inHint hint: CodeBlock, of source: SourceText) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        func read(_ parent: Markdown) {
            for block in parent.children where block.lines != 0...0 {
                read(block)
                guard case .code(let info, _) = block.kind, let word = word(of: info) else { continue }
                problems.append(
                    Diagnostic(
                        file: source.name, line: hint.textLines.lowerBound + block.lines.lowerBound - 1,
                        message:
                            "This ‘\(word)’ block is never looked at: it is in a hint. Give it no language, or put it "
                            + "before the exercise."))
            }
        }
        read(Markdown(hint.text))
        return problems
    }

    /// The first word of an info string if it asks something of the runner.
    private static func word(of info: String) -> String? {
        guard (try? InfoString(info)) != .other else { return nil }
        return info.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
}

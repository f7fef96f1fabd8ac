/// A lesson's Markdown, in which the runner finds its cells and the page its text.
package struct Document: Sendable {
    /// The whole text; footnotes are where they are written.
    package let root: Markdown
    /// What each footnote says, in the order of the text.
    package let footnotes: [Markdown]
    /// Footnotes with a label that an earlier one has, which nothing can refer to.
    package let repeatedFootnotes: [Markdown]
    private let numbers: [Label: Int]

    /// Parses a text.
    package init(_ text: String) { self.init(root: Markdown(text)) }

    /// Finds the footnotes of a text that has been parsed.
    init(root: Markdown) {
        self.root = root
        var footnotes: [Markdown] = [], repeated: [Markdown] = []
        var numbers: [Label: Int] = [:]
        root.visitBlocks { block in
            guard case .footnote(let label) = block.kind else { return }
            if numbers[Label(label)] == nil {
                numbers[Label(label)] = footnotes.count
                footnotes.append(block)
            } else {
                repeated.append(block)
            }
        }
        self.footnotes = footnotes
        repeatedFootnotes = repeated
        self.numbers = numbers
    }

    /// The index of the footnote that a label refers to.
    package func footnote(labelled label: String) -> Int? { numbers[Label(label)] }
}

extension Markdown {
    /// Visits each block, an outer one after those in it.
    fileprivate func visitBlocks(_ visit: (Markdown) -> Void) {
        guard lines != 0...0 else { return }
        for child in children { child.visitBlocks(visit) }
        visit(self)
    }
}

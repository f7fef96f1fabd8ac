extension Lesson {
    /// The lines of Markdown that say what an exercise asks: the prose above its starter, down from a heading, code or table; code
    /// between the two is what the exercise is given.
    func task(of exercise: Exercise) -> [String] {
        let starter = exercise.starter.block.fenceLine
        let above = document.root.children.prefix { $0.lines.upperBound < starter }
        let prose = above.reversed().drop(while: \.isCode).prefix { block in
            switch block.kind {
            case .paragraph, .list, .quote: true
            default: false
            }
        }
        guard let first = prose.last, let last = prose.first else { return [] }
        return (first.lines.lowerBound...last.lines.upperBound).map { line in
            let text = source.line(line)
            return String(text.prefix { !$0.isNewline })
        }
    }
}

extension Markdown {
    fileprivate var isCode: Bool { if case .code = kind { true } else { false } }
}

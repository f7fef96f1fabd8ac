extension Lesson {
    /// The lines of Markdown that say what an exercise asks: the prose between its starter and the heading, code or table above.
    func task(of exercise: Exercise) -> [String] {
        let starter = exercise.starter.block.fenceLine
        let above = document.root.children.prefix { $0.lines.upperBound < starter }
        let prose = above.reversed().prefix { block in
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

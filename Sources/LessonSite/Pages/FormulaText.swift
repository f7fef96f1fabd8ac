import LessonKit

extension [Markdown] {
    /// The indices of the code spans between dollar signs; a dollar sign belongs to one formula only.
    var formulas: Set<Int> {
        var formulas: Set<Int> = []
        for index in indices.dropFirst().dropLast() {
            guard case .codeSpan = self[index].kind, case .text(let before) = self[index - 1].kind,
                case .text(let after) = self[index + 1].kind, before.hasSuffix("$"), after.hasPrefix("$")
            else { continue }
            let isTaken = before == "$" && formulas.contains(index - 2)
            if !isTaken { formulas.insert(index) }
        }
        return formulas
    }
}

extension Markdown {
    /// The text of the node without any markup, and without the dollar signs around formulas.
    var textWithFormulas: String {
        guard !children.isEmpty else { return plainText }
        let formulas = children.formulas
        return children.enumerated().map { index, child in
            guard case .text(var text) = child.kind else { return child.textWithFormulas }
            if formulas.contains(index - 1), !text.isEmpty { text.removeFirst() }
            if formulas.contains(index + 1), !text.isEmpty { text.removeLast() }
            return text
        }.joined()
    }
}

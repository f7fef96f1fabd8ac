import LessonKit

/// Which lines of a lesson's cells compute its formulas, as comments right after the formulas say:
/// `<!-- code: let dW = dZ.times(a) / m -->`.
struct CodeMarks {
    /// The lines that a comment names.
    struct Mark {
        /// The number of the comment among the lesson's.
        let number: Int
        let cell: Cell
    }

    /// What is wrong with a comment, and the line of code that is meant.
    struct Fault: Error {
        let message: String
        let line: String
    }

    private var marks: [ExactText: Result<Mark, Fault>] = [:]
    /// The numbers of the comments that name a line, by the index of the cell and the line, counted from 0.
    private var numbers: [Int: [Int: [Int]]] = [:]

    /// Finds the lines that the comments of a lesson name.
    init(_ lesson: Lesson) {
        let cells = lesson.cells.filter { ![.wrong, .solution].contains($0.kind) }
        let hints = lesson.exercises.flatMap(\.hints).map { Document($0.text).root }
        for comment in ([lesson.document.root] + hints).flatMap(\.codeComments) where marks[ExactText(comment)] == nil {
            let number = marks.count + 1
            let result = Self.cell(of: comment.namedLines, among: cells).map { Mark(number: number, cell: $0) }
            marks[ExactText(comment)] = result
            guard case .success(let mark) = result else { continue }
            for (index, line) in mark.cell.block.text.fileLines.enumerated()
            where comment.namedLines.contains(line.trimmed) {
                numbers[mark.cell.index, default: [:]][index, default: []].append(number)
            }
        }
    }

    /// The lines that a comment names, or what is wrong with it.
    func mark(of comment: String) -> Result<Mark, Fault>? { marks[ExactText(comment)] }

    /// The only cell that has some lines.
    private static func cell(of lines: [String], among cells: [Cell]) -> Result<Cell, Fault> {
        func fault(_ message: String, _ line: String = "") -> Result<Cell, Fault> {
            .failure(Fault(message: message, line: line))
        }
        guard !lines.isEmpty else {
            return fault(
                "This comment names no code; write after ‘code:’ the lines that compute the formula before it.")
        }
        let texts = cells.map { cell in Set(cell.block.text.fileLines.map(\.trimmed)) }
        for line in lines where !texts.contains(where: { $0.contains(line) }) {
            let near = suggestion(for: line, among: Set(texts.flatMap(\.self)).sorted())
            return fault("No cell has the line ‘\(line)’, which is to compute the formula before it\(near)", line)
        }
        let found = zip(cells, texts).filter { _, text in lines.allSatisfy(text.contains) }.map(\.0)
        if found.count == 1 { return .success(found[0]) }
        guard let first = found.first, let second = found.dropFirst().first else {
            return fault("These lines are in different cells; name those of one cell.", lines[0])
        }
        let places =
            first.number == second.number
            ? "several blocks of exercise \(first.number)" : "cell \(first.number) and cell \(second.number)"
        return fault("‘\(lines[0])’ is in \(places); name a line with it that only one of them has.", lines[0])
    }

    // MARK: The code of a cell

    /// A cell's coloured code in which the lines that compute formulas are elements that say which.
    func marked(_ html: String, of cell: Cell) -> String {
        guard let numbers = numbers[cell.index] else { return html }
        var open: [Substring] = []
        return html.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
            let before = open
            for tag in line.matches(of: /<(\/?)span[^>]*>/) {
                if tag.output.1.isEmpty { open.append(tag.output.0) } else if !open.isEmpty { open.removeLast() }
            }
            guard let marks = numbers[index] else { return String(line) }
            // What colours several lines is ended around this one, and begun again.
            func ends(_ tags: [Substring]) -> String { String(repeating: "</span>", count: tags.count) }
            let names = marks.map(String.init).joined(separator: " ")
            return ends(before) + "<span class=\"line\" data-code=\"\(names)\">" + before.joined() + line + ends(open)
                + "</span>" + open.joined()
        }.joined(separator: "\n")
    }
}

extension Markdown {
    /// The comment that names the code of a formula, if the node is one.
    var codeComment: String? {
        let text: String
        switch kind {
        case .html(let inline): text = inline
        case .htmlBlock(let block): text = String(block.trimmed)
        default: return nil
        }
        guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.dropFirst(4).trimmed.hasPrefix("code:") else {
            return nil
        }
        return text
    }

    fileprivate var codeComments: [String] { (codeComment.map { [$0] } ?? []) + children.flatMap(\.codeComments) }
}

extension StringProtocol {
    /// The lines that a comment names, trimmed.
    fileprivate var namedLines: [String] {
        dropFirst(4).dropLast(3).trimmed.dropFirst("code:".count).split(whereSeparator: \.isNewline).map(\.trimmed)
            .filter { !$0.isEmpty }
    }
}

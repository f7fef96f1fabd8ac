#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A lesson in another form.
public enum Export: String, CaseIterable, Sendable {
    /// The lesson's program as one Swift file, with the outputs as comments.
    case swift
    /// A Jupyter notebook with the outputs.
    case ipynb

    /// The text of a lesson in this form, with the outputs that its report confirms. Swift says how to compile it in the
    /// course's folder with the course's library, as far as it is known where that lies.
    public func text(of report: Report, in course: Course, library: CourseLibrary?) throws -> String {
        guard let lesson = report.lesson else { return "" }
        return switch self {
        case .swift:
            Self.program(
                of: lesson, report,
                command: library?.buildCommand(for: lesson, named: report.file.name, in: course))
        case .ipynb: try Notebook(lesson, report).text
        }
    }

    /// Cells that the lesson's own program does not run are comments.
    private static func program(of lesson: Lesson, _ report: Report, command: [String]?) -> String {
        var text = "// \(lesson.title), from \(lesson.source.name)\n"
        if let command {
            text +=
                "// To compile and run it, save it as \(report.file.name).swift in the course's folder, and there:\n"
            text += command.map { "//     \($0)\n" }.joined()
        } else {
            text += "// In the course's folder, ‘lessons run \(report.file.nameToType)’ runs it, and\n"
            text += "// ‘lessons export \(report.file.nameToType)’ says how to compile it.\n"
        }
        for cell in lesson.cells where cell.kind != .wrong && cell.kind != .exercise {
            let isLive = cell.kind == .live
            let lines = cell.block.text.outputLines.filter { !isLive || !$0.hasPrefix("import ") }
            let isRun = cell.kind.rules.membership == .lesson || isLive
            text += "\n// Line \(cell.block.fenceLine)\(cell.kind == .plain ? "" : ", \(cell.kind.rawValue)")\n"
            // A live cell keeps its names to itself.
            if isLive {
                text +=
                    cell.block.text.outputLines.filter { $0.hasPrefix("import ") }.map { $0 + "\n" }.joined() + "do {\n"
            }
            text += lines.map { isRun ? "\($0)\n" : "// \($0)\n" }.joined()
            if isLive { text += "}\n" }
            if let expected = cell.expected {
                text += expected.block.text.withPlainDots.outputLines.map { "// → \($0)\n" }.joined()
            }
        }
        return text
    }
}

/// A lesson in Jupyter's notebook format 4.5.
private struct Notebook {
    private let prose: NotebookText
    private var cells: [Entry] = []

    private struct Entry: Encodable {
        var cell_type: String
        var id: String
        var metadata: [String: String] = [:]
        var source: String
        var outputs: [Output]?
        var execution_count: Int?

        enum CodingKeys: CodingKey {
            case cell_type, id, metadata, source, outputs, execution_count
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cell_type, forKey: .cell_type)
            try container.encode(id, forKey: .id)
            try container.encode(metadata, forKey: .metadata)
            try container.encode(source, forKey: .source)
            guard let outputs else { return }
            try container.encode(outputs, forKey: .outputs)
            // The format requires the key even without a number.
            try container.encode(execution_count, forKey: .execution_count)
        }
    }

    private struct Output: Encodable {
        var output_type: String
        var name: String?
        var text: String?
        var data: [String: String]?
        var metadata: [String: String]?
    }

    private struct File: Encodable {
        var cells: [Entry]
        var metadata = [
            "kernelspec": ["display_name": "Swift", "language": "swift", "name": "swift"],
            "language_info": ["name": "swift"],
        ]
        var nbformat = 4
        var nbformat_minor = 5
    }

    init(_ lesson: Lesson, _ report: Report) {
        prose = NotebookText(lesson)
        var next = 1
        for cell in lesson.cells {
            addProse(next..<cell.block.fenceLine)
            next = (cell.expected?.block ?? cell.block).textLines.upperBound + 1
            // Wrong answers are only for the runner.
            if cell.kind == .wrong { continue }
            let run = report.verdicts.first { $0.cell.index == Self.shownCell(of: cell, in: lesson) }?.execution
            var outputs: [Output] = []
            if let expected = cell.expected {
                outputs.append(Output(output_type: "stream", name: "stdout", text: expected.block.text.withPlainDots))
            }
            for figure in cell.kind == .exercise ? [] : run?.figures ?? [] {
                outputs.append(
                    Output(
                        output_type: "display_data",
                        data: ["image/svg+xml": figure.notebookSVG, "text/plain": figure.text],
                        metadata: [:]))
            }
            let words = cell.kind == .plain ? [:] : ["lesson": cell.kind.rawValue]
            cells.append(
                Entry(
                    cell_type: "code", id: "cell-\(cell.position)", metadata: words,
                    source: cell.block.text.withoutLastLineEnd,
                    outputs: outputs, execution_count: nil))
        }
        addProse(next..<lesson.source.lineCount + 1)
    }

    /// The index of the cell whose verdict has the Run: the verdict on an exercise belongs to its starter, and its Run
    /// is the check's.
    private static func shownCell(of cell: Cell, in lesson: Lesson) -> Int {
        lesson.exercises.first { $0.check.index == cell.index }?.starter.index ?? cell.index
    }

    private mutating func addProse(_ lines: Range<Int>) {
        guard !lines.isEmpty else { return }
        let text = prose.text(of: lines)
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        cells.append(Entry(cell_type: "markdown", id: "text-\(lines.lowerBound)", source: text.withoutLastLineEnd))
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(File(cells: cells)), as: UTF8.self) + "\n"
        }
    }
}

extension String {
    /// An output block's text with `...` for `\...`, which is a way to write three dots only in a lesson.
    fileprivate var withPlainDots: String { replacingBytes("\\...", with: "...") }

    fileprivate var withoutLastLineEnd: String { last?.isNewline == true ? String(dropLast()) : self }
}

import LessonKit
import TerminalText
/// What cells printed when their lessons were run several times.
struct OutputVariation {
    /// The outputs of a cell, by its lesson and the line of its fence.
    private var outputs: [ExactText: [Int: [ExactText]]] = [:]

    /// Adds the outputs of a lesson's cells, by the lines of their fences.
    mutating func add(_ cells: [Int: String], of lesson: String) {
        for (line, output) in cells {
            outputs[ExactText(lesson), default: [:]][line, default: []].append(ExactText(output))
        }
    }

    /// A note for each cell whose output varied, with the first lines that differ.
    var notes: [Diagnostic] {
        outputs.sorted { $0.key < $1.key }.flatMap { lesson, cells in
            cells.sorted { $0.key < $1.key }.compactMap { line, outputs in
                guard let first = outputs.first, let index = outputs.firstIndex(where: { $0 != first }) else {
                    return nil
                }
                let lines = [first, outputs[index]].map {
                    $0.text.split(separator: "\n", omittingEmptySubsequences: false).map { ExactText($0) }
                }
                let place = zip(lines[0], lines[1]).prefix { $0 == $1 }.count
                let shown = lines.enumerated().map { number, lines in
                    "  run \(number == 0 ? 1 : index + 1) | \(lines.indices.contains(place) ? lines[place].text.escapingControls : "")"
                }
                let count = Set(outputs).count
                return Diagnostic(
                    file: lesson.text, line: line, severity: .note,
                    message: "The cell's output varies: \(count) different outputs in \(outputs.count) runs.\n"
                        + shown.joined(separator: "\n"))
            }
        }
    }
}

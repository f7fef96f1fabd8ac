import TerminalText
import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Shows a lesson in the terminal while it runs.
final class RunPrinter {
    private let file: Course.LessonFile
    private let style: TerminalStyle
    /// Whether the next byte of output begins a line.
    private var isAtLineStart = true
    private var hasPrinted = false
    private var printed = ControlEscaper()
    private var prose: ProseSummary?
    /// The line after the last cell that was shown.
    private var nextLine = 1
    private var exerciseCount = 0
    /// Whether the current cell is an exercise, whose check runs with an answer that the learner has yet to find.
    private var isExercise = false
    /// Whether the file is no lesson of the course but somebody's own: what it prints is not wrong because a text differs.
    private let isExperiment: Bool
    /// Where the results come from, in a run that may take some from an earlier one.
    private var origin = ""

    init(of file: Course.LessonFile, style: TerminalStyle) {
        self.file = file
        self.style = style
        isExperiment = file.part.isEmpty
    }

    /// Shows an event of the lesson.
    func show(_ event: LessonEvent) {
        switch event {
        case .opens(let lesson):
            let number = file.number.isEmpty ? "" : "\(file.number) · "
            write("\(style.bold("\(number)\(lesson.title.onOneLine)"))  \(style.dim(file.displayName))\n")
            prose = ProseSummary(of: lesson)
        case .begins(let cell): begin(cell)
        case .prints where isExercise, .shows where isExercise: break
        case .prints(let bytes): output(printed.receive(bytes))
        case .shows(let figure):
            endLine()
            output(Array((figure.text.escapingControls + "\n").utf8))
        case .judged(let verdict):
            endLine()
            end(verdict)
        case .comes(let words): origin = words
        }
        fflush(stdout)
    }

    private func begin(_ cell: Cell) {
        for section in prose?.sections(in: nextLine..<max(nextLine, cell.block.fenceLine)) ?? [] {
            let lines = (section.heading.map { [style.bold($0)] } ?? []) + section.sentence
            if !lines.isEmpty { write("\n\(lines.joined(separator: "\n"))\n") }
        }
        nextLine = cell.block.textLines.upperBound
        isExercise = cell.kind == .exercise
        exerciseCount += isExercise ? 1 : 0
        let kind = cell.kind == .plain ? "" : " · \(cell.kind.rawValue)"
        let hidden = cell.isHidden ? " · hidden" : ""
        write("\n\(style.dim("cell \(cell.number)\(kind)\(hidden), line \(cell.block.fenceLine)"))\n")
        for line in cell.block.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            write("    \(String(line).escapingControls)\n")
        }
        hasPrinted = false
    }

    private func output(_ bytes: [UInt8]) {
        hasPrinted = true
        let gutter = Array(style.dim("  │ ").utf8)
        var shown: [UInt8] = []
        for byte in bytes {
            if isAtLineStart { shown += gutter }
            shown.append(byte)
            isAtLineStart = byte == UInt8(ascii: "\n")
        }
        shown.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stdout) }
    }

    private func endLine() {
        if !isAtLineStart { write("\n") }
        isAtLineStart = true
    }

    private func end(_ verdict: Report.Verdict) {
        let time = verdict.execution.map { " " + style.dim(DurationText.short($0.seconds)) } ?? ""
        switch verdict.outcome {
        case .passed where isExercise:
            let which = exerciseCount == 1 ? "" : " --exercise \(exerciseCount)"
            write("  \(style.dim("– yours to solve: ‘lessons try \(file.nameToType)\(which)’"))\n")
        case .passed where isExperiment: write("  \(style.dim("✓ ran"))\(time)\n")
        case .failed where isExperiment && verdict.differsFromTextOnly:
            write("  \(style.dim("≠ prints something else than the text says"))\(time)\n")
        case .passed: write("  \(style.success("✓ passed"))\(time)\n")
        case .notReached: write("  \(style.dim("– not reached"))\n")
        default: write("  \(style.failure("✗ \(verdict.outcome.label)"))\(time)\n")
        }
    }

    /// Shows the problems of the lesson, and how many cells passed.
    func close(_ report: Report) {
        var count = VerdictCounts()
        count.add(report)
        let shown = isExperiment ? report.withDifferencesAsNotes : report
        let problems = shown.problemText(style, outputIsShown: true)
        if !problems.isEmpty { write("\n\(problems)") }
        if isExperiment, report.ranAsExperiment {
            let different = report.verdicts.count { $0.outcome != .passed }
            let words =
                different == 0
                ? "" : "; \(different) \(different == 1 ? "prints" : "print") something else than the text says"
            write("\n\(report.verdicts.count) \(report.verdicts.count == 1 ? "cell" : "cells") ran\(words)\n")
            return
        }
        // An exercise has passed with the lesson's solution, which is not the learner's.
        let open = report.verdicts.count { $0.cell.kind == .exercise && $0.outcome == .passed }
        count.passed -= open
        let words = "\(count)" + (open == 0 ? "" : ", \(open) for you to solve")
        write("\n\(count.failed == 0 ? style.success(words) : style.failure(words))\n")
        if !origin.isEmpty { write("\(style.dim(origin))\n") }
        fflush(stdout)
    }

    private func write(_ text: String) { print(text, terminator: "") }
}

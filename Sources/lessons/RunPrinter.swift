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
    /// Where the results come from, in a run that may take some from an earlier one.
    private var origin = ""

    init(of file: Course.LessonFile, style: TerminalStyle) {
        self.file = file
        self.style = style
    }

    /// Shows an event of the lesson.
    func show(_ event: LessonEvent) {
        switch event {
        case .opens(let lesson):
            let number = file.number.isEmpty ? "" : "\(file.number) · "
            write("\(style.bold("\(number)\(lesson.title.onOneLine)"))  \(style.dim(file.displayName))\n")
        case .begins(let cell): begin(cell)
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
        case .passed: write("  \(style.success("✓ passed"))\(time)\n")
        case .notReached: write("  \(style.dim("– not reached"))\n")
        default: write("  \(style.failure("✗ \(verdict.outcome.label)"))\(time)\n")
        }
    }

    /// Shows the problems of the lesson, and how many cells passed.
    func close(_ report: Report) {
        var count = VerdictCounts()
        count.add(report)
        let problems = report.problemText(style)
        if !problems.isEmpty { write("\n\(problems)") }
        write("\n\(count.failed == 0 ? style.success("\(count)") : style.failure("\(count)"))\n")
        if !origin.isEmpty { write("\(style.dim(origin))\n") }
        fflush(stdout)
    }

    private func write(_ text: String) { print(text, terminator: "") }
}

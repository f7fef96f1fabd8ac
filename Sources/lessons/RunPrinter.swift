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
    private let style: Style
    /// Whether the next byte of output begins a line.
    private var isAtLineStart = true
    private var hasPrinted = false
    private var printed = ControlEscaper()

    init(of file: Course.LessonFile, style: Style) {
        self.file = file
        self.style = style
    }

    /// What happens in it.
    func show(_ event: LessonEvent) {
        switch event {
        case .opens(let lesson):
            let number = file.number.isEmpty ? "" : "\(file.number) · "
            write("\(style.strong("\(number)\(lesson.title.onOneLine)"))  \(style.faint(file.displayName))\n")
        case .begins(let cell): begin(cell)
        case .prints(let bytes): output(printed.receive(bytes))
        case .shows(let figure):
            endLine()
            output(Array((figure.text.escapingControls + "\n").utf8))
        case .judged(let verdict):
            endLine()
            end(verdict)
        }
        fflush(stdout)
    }

    private func begin(_ cell: Cell) {
        let kind = cell.kind == .plain ? "" : " · \(cell.kind.rawValue)"
        let hidden = cell.isHidden ? " · hidden" : ""
        write("\n\(style.faint("cell \(cell.number)\(kind)\(hidden), line \(cell.block.fenceLine)"))\n")
        for line in cell.block.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            write("    \(String(line).escapingControls)\n")
        }
        hasPrinted = false
    }

    private func output(_ bytes: [UInt8]) {
        hasPrinted = true
        let gutter = Array(style.faint("  │ ").utf8)
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
        let time = verdict.execution.map { " " + style.faint(Self.time($0.seconds)) } ?? ""
        switch verdict.outcome {
        case .passed: write("  \(style.good("✓ passed"))\(time)\n")
        case .notReached: write("  \(style.faint("– not reached"))\n")
        default: write("  \(style.bad("✗ \(verdict.outcome.words)"))\(time)\n")
        }
    }

    /// The problems of a lesson and how many cells passed.
    func close(_ report: Report) {
        var count = Count()
        count.add(report)
        let problems = report.problemText(style)
        if !problems.isEmpty { write("\n\(problems)") }
        write("\n\(count.failed == 0 ? style.good("\(count)") : style.bad("\(count)"))\n")
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 1 ? "\(Int((seconds * 1000).rounded())) ms" : "\((seconds * 10).rounded() / 10) s"
    }

    private func write(_ text: String) { print(text, terminator: "") }
}

import Foundation

@testable import LessonKit

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Info strings, cells, programs and updates: the first line is an info string, the whole text is a lesson, and the
/// text after a byte 0 is what each of its cells prints.
func fuzzLesson(_ bytes: [UInt8]) {
    let parts = texts(in: bytes, count: 2)
    let source = SourceText(name: "x.md", text: parts[0])
    let line = String(source.line(1))
    _ = try? InfoString(lenient: line)
    if let info = try? InfoString(line) {
        let again = try? InfoString(info.written)
        precondition(info == again, "‘\(line)’ is \(info), but ‘\(info.written)’ is \(again as Any)")
    }
    _ = try? Lesson(source, isLenient: true)
    guard let lesson = try? Lesson(source) else { return }
    for cell in lesson.cells {
        for block in [cell.block, cell.expected?.block].compactMap(\.self) { checkPlace(of: block, in: source) }
    }
    let programs = Program.all(of: lesson)
    for program in programs {
        let lines = program.text.split(separator: "\n", omittingEmptySubsequences: false).count
        precondition(program.cells.isEmpty || program.cell(atLine: lines) != nil, "a line belongs to no cell")
    }
    checkUpdate(of: lesson, programs, printing: parts[1])
}

/// A block's text must be in the file at the lines it names.
private func checkPlace(of block: CodeBlock, in source: SourceText) {
    let lines = block.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    precondition(lines.count == block.textLines.count, "\(block) has \(lines.count) lines")
    for (number, line) in zip(block.textLines, lines) where !line.unicodeScalars.contains("\u{FFFD}") {
        let (indented, written) = (line.utf8.drop { $0 == 32 }, source.line(number).utf8)
        precondition(written.suffix(indented.count).elementsEqual(indented), "line \(number) is not ‘\(line)’")
    }
}

/// An update makes a lesson pass, and changes nothing outside its output blocks.
private func checkUpdate(of lesson: Lesson, _ programs: [Program], printing output: String) {
    func report(on lesson: Lesson) -> Report {
        let programs = Program.all(of: lesson)
        let runs = programs.map { program in
            Run(
                execution: program.isRun
                    ? Execution(
                        cells: program.cells.map { Execution.CellExecution(index: $0.index, output: output) },
                        termination: .finished) : nil)
        }
        return Report(file: someFile, lesson: lesson, programs: programs, runs: runs, warningsFail: true)
    }
    let old = report(on: lesson)
    show(old)
    guard let update = Update(old), let (text, refusals) = try? update.text(), refusals.isEmpty else { return }
    let new: Lesson
    do { new = try Lesson(SourceText(name: "x.md", text: text)) } catch { fatalError("\(error) in \(text)") }
    for verdict in report(on: new).verdicts {
        let isPromised = verdict.problems.contains { $0.difference != nil }
        precondition(!isPromised, "after the update: \(verdict.problems)")
    }
    precondition(linesOutsideOutputs(lesson) == linesOutsideOutputs(new), "the update changed other lines")
}

private func linesOutsideOutputs(_ lesson: Lesson) -> [Substring] {
    let outputs = lesson.cells.compactMap(\.expected?.block).map { $0.fenceLine...$0.textLines.upperBound }
    return (1...lesson.source.lineCount).filter { line in !outputs.contains { $0.contains(line) } }
        .map { lesson.source.lines($0...$0) }
}

/// Writes a report in all its forms.
func show(_ report: Report) {
    _ = report.problemText(TerminalStyle(isColoured: true))
    _ = JSONReport.text(of: report)
    _ = GitHubReport.annotations(of: report)
    let suite = JUnitReport.suite(of: report)
    precondition(XMLParser(data: Data(suite.utf8)).parse(), suite)
}

/// The file from which made-up lessons seem to come.
let someFile = Course.LessonFile(
    path: "/x/Lessons/1-part/01-x.md", displayName: "Lessons/1-part/01-x.md", part: "1-part", number: "1.1", name: "x")

extension InfoString {
    /// The info string as an author might write it.
    fileprivate var written: String {
        switch self {
        case .cell(let kind, let isHidden, let timeout):
            var words = ["swift"]
            if kind != .plain { words.append(kind.rawValue) }
            if isHidden { words.append("hidden") }
            if let timeout { words.append("timeout=\(timeout / .seconds(1))s") }
            return words.joined(separator: " ")
        case .output(let comparison):
            let order = comparison.order == .any ? " unordered" : ""
            return switch comparison.numbers {
            case .exact: "output" + order
            case .digits: "output approx" + order
            case .tolerance(let relative, let absolute): "output tolerance=\(relative) abs=\(absolute)" + order
            }
        case .hint: return "hint"
        case .fragment: return "swift skip"
        case .other: return "text"
        }
    }
}

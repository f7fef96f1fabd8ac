/// Compares what a program did with what its lesson promises.
struct Judge {
    let program: Program
    let run: Run
    /// Whether the lesson's own program did not compile, in which case the errors of its cells are reported already.
    let isBlocked: Bool
    /// Whether cells may print what no output block promises.
    var mayPrint = false

    private var lesson: Lesson { program.lesson }
    private var compilation: Compilation { run.compilation }

    /// The outcome of a cell, and the reasons.
    func verdict(on cell: Cell, warningsFail: Bool) -> Report.Verdict {
        var verdict = Report.Verdict(cell: cell, outcome: .passed)
        // If the lesson's own program does not compile, nothing of the lesson runs.
        guard program.subject == nil || !isBlocked else {
            verdict.outcome = .notReached
            return verdict
        }
        if let failure = compilation.failureText {
            verdict.outcome = .notReached
            if cell.index == (program.subject ?? program.cells[0]).index {
                verdict.fail(.notCompiled, at: cell.block.fenceLine, in: lesson, failure)
            }
            return verdict
        }
        if program.goal == .failsToCompile {
            judgeRefusal(&verdict)
            return verdict
        }
        // An error in another cell that only the subject can have caused is reported as the subject's.
        let own = compilation.diagnostics.filter {
            $0.cell == cell.index || program.subject != nil && $0.severity == .error
        }
        verdict.problems = own.flatMap { [$0] + $0.notes }.map { Report.Problem(diagnostic: $0.diagnostic(in: lesson)) }
        guard !compilation.hasErrors else {
            verdict.outcome = own.contains { $0.severity == .error } ? .notCompiled : .notReached
            return verdict
        }
        if case .notLinked(let words) = compilation.failure {
            if cell.expected != nil { verdict.fail(.notReached, at: cell.block.fenceLine, in: lesson, words) }
        } else if let execution = run.execution {
            verdict.execution = execution.cells.first { $0.index == cell.index }
            judge(execution, &verdict)
            if program.liveCell?.index == cell.index {
                judgePositions(&verdict)
                judgeLive(&verdict)
            }
        }
        if warningsFail && verdict.outcome == .passed && own.contains(where: { $0.severity == .warning }) {
            verdict.outcome = .failed
        }
        return verdict
    }

    private func judge(_ execution: Execution, _ verdict: inout Report.Verdict) {
        let cell = verdict.cell
        guard let output = verdict.execution?.output else {
            verdict.outcome = .notReached
            if execution.cells.isEmpty, cell.index == program.cells.first?.index { explain(execution, &verdict) }
            return
        }
        if let byte = verdict.execution?.invalidByte {
            return verdict.fail(
                at: cell.block.fenceLine, in: lesson,
                "The output is not UTF-8: its byte at offset \(byte) begins no character; print text.")
        }
        let isLast = execution.cells.last?.index == cell.index
        switch (cell.kind.rules.goal, execution.termination) {
        case (.traps, .crashed(let crash)) where isLast:
            compare(output.endingInLineEnd + crash.fatalError + "\n", &verdict)
        case (.traps, .finished):
            verdict.fail(
                at: cell.block.fenceLine, in: lesson, "The cell must stop the program, but it ran to its end.")
        case (_, .finished): compare(output, &verdict)
        case _ where isLast: explain(execution, &verdict)
        default: compare(output, &verdict)
        }
    }

    /// Judges a cell that must not compile by its errors and warnings.
    private func judgeRefusal(_ verdict: inout Report.Verdict) {
        let cell = verdict.cell
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        guard !errors.isEmpty else {
            return verdict.fail(at: cell.block.fenceLine, in: lesson, "The cell must not compile, but it does.")
        }
        let elsewhere = errors.filter { $0.cell != cell.index }
        guard elsewhere.isEmpty else {
            verdict.fail(
                at: cell.block.fenceLine, in: lesson,
                "The cell causes errors in others; it must have only its own.")
            verdict.problems += elsewhere.map { Report.Problem(diagnostic: $0.diagnostic(in: lesson)) }
            return
        }
        compare(compilation.listing(of: cell), &verdict)
    }

    /// Reports why the program ended in this cell before its end.
    func explain(_ execution: Execution, _ verdict: inout Report.Verdict) {
        let line = verdict.cell.block.fenceLine
        switch execution.termination {
        case .crashed(let crash):
            var place = (line: line, column: nil as Int?)
            if let crashed = crash.cell, let crashLine = crash.line {
                let block = lesson.cells[crashed].block
                place.line = block.textLines.lowerBound + crashLine
                place.column = crash.column.map { $0 + block.columnOffset(ofLine: place.line, in: lesson.source) }
            }
            let reason = crash.message.isEmpty ? "The program crashed: \(crash.reason)." : crash.fatalError
            verdict.fail(.crashed, at: place.line, column: place.column, in: lesson, reason)
        case .exited(let status):
            verdict.fail(
                .crashed, at: line, in: lesson,
                "The program exited here with status \(status): by ‘exit’, or because a brace or quote that this cell opens "
                    + "is closed only in a later one; let the cell run to its end, and close what it opens.",
                learner: "The program exited here with status \(status): by ‘exit’, or because a brace or quote is not "
                    + "closed; let the code run to its end, and close what it opens.")
        case .timedOut:
            verdict.fail(
                .timedOut, at: line, in: lesson,
                "The program was stopped here at its time limit; look for a loop that does not end, make the work smaller, or "
                    + "give the cell ‘timeout=120s’.",
                learner:
                    "The program was stopped here at its time limit; look for a loop that does not end, or make the work "
                    + "smaller.")
        case .outputLimitExceeded:
            verdict.fail(
                at: line, in: lesson,
                "The program was stopped here because it printed more than 16 MB or a million lines; look for a loop that does "
                    + "not end, or print less.",
                detail: verdict.execution.flatMap { Self.ends(of: $0.output) })
            if verdict.problems[verdict.problems.count - 1].detail != nil { return }
        case .protocolViolation:
            verdict.fail(
                at: line, in: lesson,
                "The runner received something here that a lesson's program never sends: leave descriptors 3, 4 "
                    + "and 5 alone, and close in each cell the braces that it opens.",
                learner: "The program was stopped here because it sent the runner something that only the runner's own "
                    + "code sends; close each brace that you open.")
        case .finished: break
        }
        let errors = execution.standardError.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("*** Signal ") && !Crash.isMessage($0) && !$0.isEmpty }
        let ended = execution.cells.first { $0.index == verdict.cell.index }
        let printed = ended?.output.outputLines.suffix(10).map { "  stdout | \(Excerpt.text($0))" } ?? []
        let lines = errors.suffix(20).map { "  stderr | \(Excerpt.text($0))" }
        let last = verdict.problems.count - 1
        if !printed.isEmpty { verdict.problems[last].printed = printed.joined(separator: "\n") }
        if !lines.isEmpty { verdict.problems[last].detail = lines.joined(separator: "\n") }
    }

    /// The first and the last lines of an output that is too long to show; nil for an empty output.
    private static func ends(of output: String) -> String? {
        let lines = output.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 3).prefix(3)
        guard let first = lines.first else { return nil }
        let last = output.utf8.suffix(1000).split(separator: UInt8(ascii: "\n")).suffix(3)
        let shown = first.endIndex == output.endIndex ? [first] : Array(lines) + last
        return shown.map { "   actual | \(Excerpt.text(String(decoding: $0.prefix(1000), as: UTF8.self)))" }
            .joined(separator: "\n")
    }

    private func compare(_ actual: String, _ verdict: inout Report.Verdict) {
        let cell = verdict.cell
        guard let expected = cell.expected else {
            // Nothing is promised of another position than the written one.
            guard !actual.isEmpty, !mayPrint, cell.livePosition == nil else { return }
            let shown = actual.outputLines.prefix(10).map { "   actual | \(Excerpt.text($0))" }.joined(separator: "\n")
            return verdict.fail(
                at: cell.block.fenceLine, in: lesson,
                "\(cell.kind.rules.goal == .finishes ? "The cell prints" : "The cell fails as it must"), but no output block "
                    + "promises it; put an empty ```output block after it, which ‘lessons verify --update’ fills.",
                learner: "The code prints something here, where it should print nothing.", detail: shown)
        }
        guard let difference = Difference.between(expected.block.text, actual, expected.comparison) else {
            verdict.printed = (actual, expected)
            return
        }
        let place = difference.firstMismatch
        let line = expected.block.textLines.lowerBound + place.line
        let offset =
            expected.block.textLines.contains(line) ? expected.block.columnOffset(ofLine: line, in: lesson.source) : 0
        verdict.fail(
            at: min(line, expected.block.textLines.upperBound), column: offset + place.byte + 1, in: lesson,
            "The output is not what the lesson promises."
                + (difference.numericDifference.map { " \($0.text(forAuthor: true))" } ?? ""),
            learner: "The output is not what the exercise asks for."
                + (difference.numericDifference.map { " \($0.text(forAuthor: false))" } ?? ""),
            detail: difference.description, difference: difference, block: expected.block)
    }
}

extension Report.Verdict {
    /// Adds a reason why the cell did not pass: the message for the author and, where a learner needs another advice,
    /// the one for the learner.
    mutating func fail(
        _ outcome: Report.Outcome = .failed, at line: Int, column: Int? = nil, in lesson: Lesson, _ message: String,
        learner: String? = nil, detail: String? = nil, difference: Difference? = nil, block: CodeBlock? = nil
    ) {
        self.outcome = outcome
        let diagnostic = Diagnostic(file: lesson.source.name, line: line, column: column, message: message)
        problems.append(
            Report.Problem(
                diagnostic: diagnostic, learnerMessage: learner, detail: detail, difference: difference, block: block))
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Submission {
    /// The result of running the check on a learner's answer.
    public enum Result: Sendable {
        /// The answer passes the check.
        case passed
        /// The answer fails the check, for these reasons, in words for a terminal. The lesson may know the mistake, and a hint
        /// may help, unless the answer is the starter still.
        case failed(reasons: String, sentence: String?, hint: String?, isStarter: Bool)
        /// The lesson stops before it comes to the exercise, for these reasons, so nothing is known of the answer.
        case lessonIsBroken(reasons: String)
    }
}

extension Verifier {
    /// What the check says of an answer.
    struct Judgement {
        var run: Run
        /// Why the lesson stops before the exercise, whatever the answer is; nil if it does not.
        var reasonsBefore: String?
        /// Why the answer does not pass.
        var problems: [Report.Problem] = []
        /// The lesson with the answer in it.
        var lesson: Lesson
        var hasPassed: Bool { reasonsBefore == nil && problems.isEmpty && hasVerdict }
        var hasVerdict = true
        /// Whether the answer compiles and is not the starter: what a hint could help.
        var isAttempt = true
    }

    /// Runs the check on a learner's answer.
    public func check(_ submission: Submission) throws -> Submission.Result {
        let name = String(submission.path.dropFirst(course.root.count + 1))
        let source = try SourceText(path: submission.path, name: name)
        let judgement = try judge(submission, answer: source.text) { try execute($0).run }
        if let reasons = judgement.reasonsBefore { return .lessonIsBroken(reasons: reasons) }
        let failures = count(judgement, of: submission)
        guard !judgement.hasPassed else { return .passed }
        let reasons = judgement.problems.map { text(of: $0, submission, source) }.joined()
        let hints = judgement.isAttempt ? submission.exercise.hints : []
        return .failed(
            reasons: reasons, sentence: try sentence(for: judgement.run, submission),
            hint: hints.isEmpty ? nil : hints[min(failures, hints.count) - 1].text,
            isStarter: submission.isStarter(source.text))
    }

    /// Runs the check on an answer, and judges it.
    func judge(_ submission: Submission, answer: String, by run: (Program) throws -> Run) throws -> Judgement {
        let program = submission.program(answer: answer, limit: limit(for: submission))
        let done = try run(program)
        var judgement = Judgement(run: done, lesson: program.lesson)
        let judge = Judge(program: program, run: done, isBlocked: false)
        if let reasons = try reasonsBefore(submission, done, by: run) {
            judgement.reasonsBefore = reasons
            return judgement
        }
        let cells = [submission.exercise.starter, submission.exercise.check].map { cell in
            program.cells.first { $0.index == cell.index }!
        }
        let verdicts = cells.map { judge.verdict(on: $0, warningsFail: false) }
        guard verdicts.contains(where: { $0.outcome != .passed }) else { return judgement }
        // If the answer does not compile, there is nothing to say about the check.
        judgement.problems = (verdicts[0].outcome == .notCompiled ? verdicts.prefix(1) : verdicts[...]).flatMap(
            \.problems)
        judgement.hasVerdict = false
        judgement.isAttempt = verdicts[0].outcome != .notCompiled && !submission.isStarter(answer)
        return judgement
    }

    /// The own time of an answer and its check: five seconds end an endless loop soon, and a check that takes long has three
    /// times what it took the solution.
    private func limit(for submission: Submission) -> Duration {
        let known = cache.entries(for: submission.file).first??.run.execution?.cells
            .first { $0.index == submission.exercise.check.index }?.seconds
        return max(.seconds(5), .seconds(3 * (known ?? 0)))
    }

    /// Counts a failed answer, or notes that the exercise was passed; returns how often answers to it have failed.
    func count(_ judgement: Judgement, of submission: Submission) -> Int {
        if judgement.hasPassed {
            let folder = SubmissionFolder(of: submission.file, in: course).path.dropFirst(
                (course.root + "/Attempts/").count)
            LearnerProgress(in: course).pass(submission.number, of: String(folder))
        }
        return countFailure(of: submission, isReset: judgement.hasPassed, counts: judgement.isAttempt)
    }

    /// Why the lesson ends before the exercise, whatever the answer is; nil if it does not.
    private func reasonsBefore(
        _ submission: Submission, _ run: Run, by runAgain: (Program) throws -> Run
    ) throws -> String? {
        let first = submission.exercise.starter.index
        let hasEndedBefore =
            run.execution.map { $0.termination != .finished && ($0.cells.last.map { $0.index < first } ?? true) }
            ?? false
        let hasErrorsBefore = run.compilation.diagnostics.contains {
            $0.severity == .error && $0.cell < first
        }
        guard hasEndedBefore || hasErrorsBefore || run.compilation.failure != nil,
            let program = submission.programBefore
        else { return nil }
        // An answer can make an earlier cell fail, by declaring again what that declares.
        let alone = try runAgain(program)
        let judge = Judge(program: program, run: alone, isBlocked: false)
        let verdicts = program.cells.map { judge.verdict(on: $0, warningsFail: false) }
        // A wrong output of an earlier cell does not keep the check from running.
        guard alone.execution?.termination != .finished else { return nil }
        return verdicts.flatMap(\.problems).filter { $0.difference == nil }
            .map { $0.diagnostic.rendered(in: submission.lesson.source) + "\n" }.joined()
    }

    /// A problem in words for the learner.
    private func text(of problem: Report.Problem, _ submission: Submission, _ source: SourceText) -> String {
        var diagnostic = problem.diagnostic
        if let message = problem.learnerMessage { diagnostic.message = message }
        if let difference = problem.difference { return "\(diagnostic)\n\(difference)\n" }
        let detail = problem.fullDetail.map { $0 + "\n" } ?? ""
        guard diagnostic.line >= Submission.firstLine - 1 else {
            return diagnostic.rendered(in: submission.lesson.source) + "\n" + detail
        }
        // The answer's lines are lines of the learner's file.
        diagnostic.line = max(diagnostic.line - Submission.firstLine + 1, 1)
        diagnostic.file = source.name
        return diagnostic.rendered(in: source) + "\n" + detail
    }

    /// Counts a failed answer if it is an attempt, or resets the count; returns how often attempts have failed.
    private func countFailure(of submission: Submission, isReset: Bool, counts isAttempt: Bool) -> Int {
        let path = cacheFolder + "/attempts.json"
        var counts = (try? JSONDecoder().decode([String: Int].self, from: Files.read(path))) ?? [:]
        counts[submission.path] = isReset ? nil : (counts[submission.path] ?? 0) + (isAttempt ? 1 : 0)
        if let data = try? JSONEncoder().encode(counts) { try? Files.write(data, to: path) }
        return counts[submission.path] ?? 0
    }
}

extension Submission {
    /// The first line number of the answer, greater than any in the lesson, so that the two can be told apart.
    static let firstLine = 1_000_000_000

    /// The cells before the exercise.
    private var before: [Cell] { Program.all(of: lesson)[0].cells.filter { $0.index < exercise.starter.index } }

    /// The lesson's program before the exercise; nil if there is nothing before it.
    fileprivate var programBefore: Program? {
        before.isEmpty ? nil : Program(lesson: lesson, purpose: .lesson, cells: before, subject: nil)
    }

    /// The lesson's program up to the exercise, with the learner's text in the starter's place and the check after it.
    fileprivate func program(answer: String, limit: Duration) -> Program {
        let starter = exercise.starter
        var cell = Cell(
            index: starter.index, number: starter.number, kind: .solution, isHidden: false, timeout: starter.timeout,
            block: CodeBlock(text: answer, firstLine: Self.firstLine))
        cell.expected = nil
        var program = Program(
            lesson: lesson.replacing(cell), purpose: .answer(exercise), cells: before + [cell, exercise.check],
            subject: cell)
        program.subjectLimit = limit
        return program
    }

    /// Whether an answer is the starter and nothing else.
    fileprivate func isStarter(_ answer: String) -> Bool {
        func lines(_ text: String) -> [Substring] {
            text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        }
        return lines(AttemptText(answer).code) == lines(exercise.starter.block.text)
    }
}

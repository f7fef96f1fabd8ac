/// Judges an exercise as a whole: the solution must pass the check, and the starter and each wrong answer must fail it.
struct ExerciseJudge {
    let exercise: Exercise
    /// The judge of the lesson's own program, which contains the solution and the check.
    let lesson: Judge
    /// The judges of the programs of the starter and of the wrong answers.
    let answers: [Judge]

    /// One verdict for all of the exercise's cells.
    func verdict(warningsFail: Bool) -> Report.Verdict {
        let parts = [exercise.solution, exercise.check].map { lesson.verdict(on: $0, warningsFail: warningsFail) }
        var verdict = Report.Verdict(cell: exercise.starter, outcome: .passed)
        verdict.execution = parts[1].execution
        verdict.printed = parts[1].printed
        verdict.problems = parts.flatMap(\.problems)
        // Where the check does not compile, the solution before it is not reached.
        let failing = parts.first { $0.outcome == .notCompiled } ?? parts.first { $0.outcome != .passed }
        verdict.outcome = failing?.outcome ?? .passed
        // A check that is not reached or does not compile says nothing about the answers.
        guard ![.notReached, .notCompiled].contains(verdict.outcome) else { return verdict }
        for answer in answers { judge(answer, warningsFail: warningsFail, &verdict) }
        return verdict
    }

    private func judge(_ judge: Judge, warningsFail: Bool, _ verdict: inout Report.Verdict) {
        guard let answer = judge.program.subject else { return }
        let name = answer.kind == .exercise ? "starter" : "wrong answer"
        let line = answer.block.fenceLine
        let lesson = judge.program.lesson
        let compilation = judge.run.compilation
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, compilation.failureText == nil else {
            verdict.fail(
                .notCompiled, at: line, in: lesson,
                "The \(name) must compile." + (compilation.failureText.map { " \($0)" } ?? ""))
            verdict.problems += errors.map { Report.Problem(diagnostic: $0.diagnostic(in: lesson)) }
            return
        }
        let warnings = compilation.diagnostics.filter { $0.cell == answer.index }
        verdict.problems += warnings.flatMap { [$0] + $0.notes }.map {
            Report.Problem(diagnostic: $0.diagnostic(in: lesson))
        }
        if warningsFail && verdict.outcome == .passed && !warnings.isEmpty { verdict.outcome = .failed }
        // A trap fails the check. A program that ends in any other way before the check does is reported.
        let check = judge.verdict(on: exercise.check, warningsFail: false)
        switch judge.run.execution?.termination {
        case .crashed: return
        case .finished:
            guard check.outcome == .passed else { return }
            let reason =
                answer.kind == .exercise
                ? "The starter passes the check already; leave something to do, or make the check ask for more."
                : "This wrong answer passes the check; make the check ask for more."
            verdict.fail(at: line, in: lesson, reason)
        default:
            let last = judge.run.execution?.cells.last.map { lesson.cells[$0.index] } ?? answer
            let reasons = judge.verdict(on: last, warningsFail: false)
            verdict.outcome = reasons.outcome
            verdict.problems += reasons.problems
        }
    }
}

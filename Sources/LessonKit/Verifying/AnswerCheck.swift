/// What the check said of an answer, for a page.
package struct AnswerCheck: Sendable {
    /// Whether the answer passed.
    package var hasPassed: Bool
    /// Why the lesson stops before it comes to the exercise; nil if it does not.
    package var lessonFault: String?
    /// What is wrong, at its place in the answer where it has one.
    package var problems: [PlacedProblem]
    /// What the check printed, with the message of a program that stopped.
    package var printed: String
    /// What the lesson says of a wrong answer that does the same.
    package var sentence: String?
    /// How often answers to the exercise have failed.
    package var failures: Int
}

extension Verifier {
    /// Runs the check on an answer that is in a page, by a runner of the lesson's programs.
    package func check(_ submission: Submission, answer: String, by runner: SnapshotRunner) throws -> AnswerCheck {
        let judgement = try judge(submission, answer: answer) { try runner.run($0).0 }
        var check = AnswerCheck(
            hasPassed: judgement.hasPassed, lessonFault: judgement.reasonsBefore,
            problems: judgement.problems.map { $0.placed(in: judgement.lesson) },
            printed: judgement.run.effect(in: submission.exercise.check)?.text ?? "", failures: 0)
        guard judgement.reasonsBefore == nil else { return check }
        check.failures = count(judgement, of: submission)
        if !judgement.hasPassed { check.sentence = try sentence(for: judgement.run, submission) }
        return check
    }

    /// The comment with which the wrong answer of the lesson begins that alone does what an answer did.
    func sentence(for run: Run, _ submission: Submission) throws -> String? {
        let (exercise, check) = (submission.exercise, submission.exercise.check)
        guard let effect = run.effect(in: check), !exercise.wrong.isEmpty else { return nil }
        guard case .success(let prepared) = prepare(submission.file) else { return nil }
        let alike = try exercise.wrong.filter { wrong in
            guard let index = prepared.programs.firstIndex(where: { $0.subject?.index == wrong.index }) else {
                return false
            }
            let known = try prepared.entries[index]?.run ?? execute(prepared.programs[index]).run
            return known.effect(in: check) == effect
        }
        return alike.count == 1 ? alike[0].sentence : nil
    }
}

extension Run {
    /// What a cell printed, and how the program stopped in it.
    struct Effect: Equatable {
        var output: String, end: String?
        var text: String { output.endingInLineEnd + (end.map { $0 + "\n" } ?? "") }
    }

    /// What a cell did; nil if it was not reached, or ran out of time.
    func effect(in cell: Cell) -> Effect? {
        guard let execution, let ran = execution.cells.last(where: { $0.index == cell.index }) else { return nil }
        switch execution.termination {
        case .finished: return Effect(output: ran.output, end: nil)
        case .crashed(let crash): return Effect(output: ran.output, end: crash.fatalError)
        default: return nil
        }
    }
}

extension Cell {
    /// The comment on its first lines; nil if it begins with something else.
    fileprivate var sentence: String? {
        let comments = block.text.fileLines.prefix { $0.hasPrefix("//") }.map { $0.dropFirst(2).drop { $0 == " " } }
        return comments.isEmpty ? nil : comments.joined(separator: " ")
    }
}

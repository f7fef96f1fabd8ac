#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A learner's answer to an exercise, in a separate file that only `lessons try` reads.
public struct Submission: Sendable {
    /// The lesson and its exercise, counted from 1.
    let file: Course.LessonFile
    let lesson: Lesson
    let exercise: Exercise
    let number: Int
    /// The path of the learner's file.
    public let path: String

    /// The submissions to all exercises of a lesson.
    public static func all(of file: Course.LessonFile, in course: Course) throws -> [Submission] {
        let lesson = try Lesson(SourceText(file))
        guard !lesson.exercises.isEmpty else {
            throw Course.LookupError(description: "\(file.displayName) has no exercise; name a lesson that has one.")
        }
        return lesson.exercises.enumerated().map { index, exercise in
            let suffix = lesson.exercises.count == 1 ? "" : "-\(index + 1)"
            let folder = file.part.isEmpty ? "" : file.part + "/"
            let name = "\(folder)\(file.path.fileName.dropLast(3))\(suffix).swift"
            return Submission(
                file: file, lesson: lesson, exercise: exercise, number: index + 1,
                path: "\(course.root)/Attempts/\(name)")
        }
    }

    /// Whether the learner has begun.
    public var hasBegun: Bool { Files.isFile(path) }

    /// Writes the learner's file: the starter, then the check as a comment.
    public func begin() throws {
        let check = exercise.check.block.text.outputLines.map { "// \($0)\n" }.joined()
        let output = exercise.check.expected.map { expected in
            "//\n// It must print:\n//\n" + expected.block.text.outputLines.map { "//   \($0)\n" }.joined()
        }
        try Files.makeFolder(path.folder)
        try Files.write(
            """
            // Exercise \(number) of \(lesson.title). Write your answer here, then run ‘lessons try \(file.name)’ again.

            \(exercise.starter.block.text)
            // What runs after your answer:
            //
            \(check)\(output ?? "")
            """, to: path)
    }

    /// The result of running the check on a learner's answer.
    public enum Result: Sendable {
        /// The answer passes the check.
        case passed
        /// The answer fails the check, for these reasons, in words for a terminal; a hint may help.
        case failed(reasons: String, hint: String?)
    }
}

extension Verifier {
    /// Runs the check on a learner's answer.
    public func check(_ submission: Submission) throws -> Submission.Result {
        let name = String(submission.path.dropFirst(course.root.count + 1))
        let source = try SourceText(path: submission.path, name: name)
        let program = submission.program(answer: source.text)
        let run = try execute(program).run
        let judge = Judge(program: program, run: run, isBlocked: false)
        let cells = [submission.exercise.starter, submission.exercise.check].map { cell in
            program.cells.first { $0.index == cell.index }!
        }
        let verdicts = cells.map { judge.verdict(on: $0, warningsFail: false) }
        guard verdicts.contains(where: { $0.outcome != .passed }) else {
            _ = countFailure(of: submission, isReset: true)
            return .passed
        }
        // If the answer does not compile, there is nothing to say about the check.
        let judged = verdicts[0].outcome == .notCompiled ? verdicts.prefix(1) : verdicts[...]
        let reasons = judged.flatMap(\.problems).map { problem in
            var diagnostic = problem.diagnostic
            if let difference = problem.difference { return "\(diagnostic)\n\(difference)\n" }
            guard diagnostic.line >= Submission.firstLine else {
                return diagnostic.rendered(in: submission.lesson.source) + "\n"
            }
            // The answer's lines are lines of the learner's file.
            diagnostic.line -= Submission.firstLine - 1
            diagnostic.file = name
            return diagnostic.rendered(in: source) + "\n"
        }.joined()
        let failures = countFailure(of: submission, isReset: false)
        let hints = submission.exercise.hints
        return .failed(reasons: reasons, hint: hints.isEmpty ? nil : hints[min(failures, hints.count) - 1].text)
    }

    /// Counts a failed answer, or resets the count; returns how often answers to the exercise have failed.
    private func countFailure(of submission: Submission, isReset: Bool) -> Int {
        let path = cacheFolder + "/attempts.json"
        var counts = (try? JSONDecoder().decode([String: Int].self, from: Files.read(path))) ?? [:]
        counts[submission.path] = isReset ? nil : (counts[submission.path] ?? 0) + 1
        if let data = try? JSONEncoder().encode(counts) { try? Files.write(data, to: path) }
        return counts[submission.path] ?? 0
    }
}

extension Submission {
    /// The first line number of the answer, greater than any in the lesson, so that the two can be told apart.
    static let firstLine = 1_000_000_000

    /// The lesson's program up to the exercise, with the learner's text in the starter's place and the check after it.
    func program(answer: String) -> Program {
        let starter = exercise.starter
        var cell = Cell(
            index: starter.index, kind: .solution, isHidden: false, timeout: starter.timeout,
            block: CodeBlock(text: answer, firstLine: Self.firstLine))
        cell.expected = nil
        let before = Program.all(of: lesson)[0].cells.filter { $0.index < starter.index }
        return Program(
            lesson: lesson.replacing(cell), purpose: .answer(exercise), cells: before + [cell, exercise.check],
            subject: cell)
    }
}

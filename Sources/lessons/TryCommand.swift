import ArgumentParser
import LessonKit

/// `lessons try`
struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a lesson's exercise in a file of your own, or check your answer.")

    @Argument(help: "A lesson with an exercise.", completion: .lessons) var name: String
    @Option(help: "Which of the lesson's exercises, if it has several.") var exercise: Int?
    @OptionGroup var sandboxOptions: SandboxOptions
    @Flag(help: "Start over; your answer so far is kept under another name.") var again = false

    func run() throws {
        try withSession { session in
            let files = try session.lessons(named: [name])
            guard files.count == 1, let file = files.first else {
                throw ValidationError("‘\(name)’ names \(files.count) lessons; name one.")
            }
            let submissions = try Submission.all(of: file, in: session.course)
            guard submissions.count == 1 || exercise != nil else {
                throw ValidationError(
                    "The lesson has \(submissions.count) exercises; choose one, as in ‘--exercise 1’.")
            }
            let number = exercise ?? 1
            guard submissions.indices.contains(number - 1) else {
                throw ValidationError("The lesson has \(submissions.count) exercises; there is no number \(number).")
            }
            return try go(on: submissions[number - 1], of: submissions, file, session)
        }
    }

    private func go(
        on submission: Submission, of submissions: [Submission], _ file: Course.LessonFile, _ session: Session
    ) throws -> ExitCode {
        let path = submission.path.dropFirst(session.course.root.count + 1)
        guard submission.hasBegun && !again else {
            if submission.hasBegun {
                let old = try submission.setAside()
                print("Your answer so far is now in \(old.dropFirst(session.course.root.count + 1)).")
            }
            try submission.begin()
            print("Your exercise is in \(path). Write your answer there, then check it: ‘\(submission.command)’")
            return .success
        }
        if submission.isOfOlderExercise {
            session.say(
                "The exercise has changed since you began \(path); to see the new one, run ‘lessons try’ with ‘--again’, which "
                    + "keeps your answer under another name.")
        }
        session.say("Compiling your answer and running the check …")
        let notice = CompilationNotice(of: "Your answer", session, before: "being compiled or run")
        defer { notice.end() }
        switch try session.verifier(sandbox: sandboxOptions.sandbox).check(submission) {
        case .passed:
            print(session.style.success("✓ Well done: your answer passes the check."))
            if let next = next(after: submission, of: submissions, file, session.course) { print(next) }
            return .success
        case .failed(let reasons, let sentence, let hint, let isStarter):
            print(reasons, terminator: "")
            print(session.style.failure("✗ Not yet."))
            if isStarter { print("\(path) still holds the starter: write your answer there.") }
            if let sentence { print("\n\(sentence)") }
            if let hint { print("\nA hint: \(hint)", terminator: "") }
            return ExitCode(1)
        case .lessonIsBroken(let reasons):
            print(reasons, terminator: "")
            print(
                session.style.failure(
                    "The lesson stops before it comes to the exercise, so your answer was not checked. This is a fault of the "
                        + "lesson, not of your answer."))
            return ExitCode(1)
        }
    }

    /// What to do next; nil after the last lesson.
    private func next(
        after submission: Submission, of submissions: [Submission], _ file: Course.LessonFile, _ course: Course
    ) -> String? {
        if let next = submission.next(of: submissions) { return "The lesson has another exercise: ‘\(next.command)’." }
        guard let index = course.lessons.firstIndex(of: file), index + 1 < course.lessons.count else { return nil }
        let next = course.lessons[index + 1]
        return "Next comes lesson \(next.number): ‘lessons run \(next.name.onOneLine)’."
    }
}

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
            return try go(on: submissions[number - 1], session)
        }
    }

    private func go(on submission: Submission, _ session: Session) throws -> ExitCode {
        let path = submission.path.dropFirst(session.course.root.count + 1)
        guard submission.hasBegun && !again else {
            if submission.hasBegun {
                let old = try submission.setAside()
                print("Your answer so far is now in \(old.dropFirst(session.course.root.count + 1)).")
            }
            try submission.begin()
            print("Your exercise is in \(path). Write your answer there, then run this command again.")
            return .success
        }
        if submission.isOfOlderExercise {
            session.say(
                "The exercise has changed since you began \(path); to see the new one, run ‘lessons try’ with ‘--again’, which "
                    + "keeps your answer under another name.")
        }
        switch try session.verifier(sandbox: sandboxOptions.sandbox).check(submission) {
        case .passed:
            print(session.style.success("✓ Your answer passes the check."))
            return .success
        case .failed(let reasons, let hint):
            print(reasons, terminator: "")
            print(session.style.failure("✗ Not yet."))
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
}

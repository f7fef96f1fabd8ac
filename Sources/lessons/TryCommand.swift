import ArgumentParser
import LessonKit

/// `lessons try`
struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a lesson's exercise in a file of your own, or check your answer.")

    @Argument(help: "A lesson with an exercise.", completion: .lessons) var name: String
    @Option(help: "Which of the lesson's exercises, if it has several.") var exercise: Int?
    @OptionGroup var sandboxOptions: SandboxOptions
    @Flag(help: "Start over; your file is overwritten.") var again = false

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
            try submission.begin()
            print("Your exercise is in \(path). Write your answer there, then run this command again.")
            return .success
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
        }
    }
}

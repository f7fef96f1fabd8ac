import ArgumentParser
import LessonKit

/// `lessons try`
struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a lesson's exercise in a file of your own, or check your answer.")

    @Argument(help: "A lesson with an exercise.", completion: .lessons) var name: String
    @Option(help: "Which of the lesson's exercises, if it has several.") var exercise: Int?
    @OptionGroup var holding: Holding
    @Flag(help: "Begin anew; the file is overwritten.") var again = false

    func run() throws {
        try session { session in
            let files = try session.lessons(named: [name])
            guard files.count == 1, let file = files.first else {
                throw ValidationError("‘\(name)’ is \(files.count) lessons; name one.")
            }
            let attempts = try Attempt.all(of: file, in: session.course)
            guard attempts.count == 1 || exercise != nil else {
                throw ValidationError("The lesson has \(attempts.count) exercises; say which, as in ‘--exercise 1’.")
            }
            let number = exercise ?? 1
            guard attempts.indices.contains(number - 1) else {
                throw ValidationError("The lesson has \(attempts.count) exercises; there is no number \(number).")
            }
            return try go(on: attempts[number - 1], session)
        }
    }

    private func go(on attempt: Attempt, _ session: Session) throws -> ExitCode {
        let path = attempt.path.dropFirst(session.course.root.count + 1)
        guard attempt.hasBegun && !again else {
            try attempt.begin()
            print("Your exercise is in \(path). Write your answer there, then call this again.")
            return .success
        }
        switch try session.runner(sandbox: holding.sandbox).check(attempt, style: session.style) {
        case .passed:
            print(session.style.good("✓ Your answer passes the check."))
            return .success
        case .failed(let reasons, let hint):
            print(reasons, terminator: "")
            print(session.style.bad("✗ Not yet."))
            if let hint { print("\nA hint: \(hint)", terminator: "") }
            return ExitCode(1)
        }
    }
}

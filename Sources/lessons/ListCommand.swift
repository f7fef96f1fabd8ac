import TerminalText
import ArgumentParser
import LessonKit

/// `lessons list`
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name the parts and lessons, and what is known of each: verified, failing, stale or not run.")

    func run() throws {
        try session { session in
            let verifier = try session.verifier()
            if session.course.lessons.isEmpty {
                session.say(
                    "There is no lesson in \(session.course.root)/Lessons yet; ‘lessons new 1-first/hello’ begins one.")
            }
            for part in session.course.parts where !part.lessons.isEmpty {
                print(session.style.strong("\(part.number) · \(part.title.onOneLine)"))
                for file in part.lessons {
                    let status = verifier.status(of: file)
                    let mark =
                        switch status {
                        case .verified: session.style.good(status.rawValue)
                        case .failing, .malformed: session.style.bad(status.rawValue)
                        case .stale, .notRun: session.style.faint(status.rawValue)
                        }
                    let indent = String(repeating: " ", count: max(6 - file.number.count, 1))
                    let name = file.number + indent + file.name.onOneLine
                    print("  \(name)\(String(repeating: " ", count: max(36 - name.count, 1)))\(mark)")
                }
            }
            return .success
        }
    }
}

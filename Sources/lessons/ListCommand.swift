import ArgumentParser
import LessonKit

/// `lessons list`
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name the parts and lessons, and what is known of each: verified, failing, stale or not run.")

    func run() throws {
        try session { session in
            let runner = try session.runner()
            if session.course.lessons.isEmpty {
                session.say(
                    "There is no lesson in \(session.course.root)/Lessons yet; ‘lessons new 1-first/hello’ begins one.")
            }
            for part in session.course.parts where !part.lessons.isEmpty {
                print(session.style.strong("\(part.number) · \(part.title.visibleLine)"))
                for file in part.lessons {
                    let standing = runner.standing(of: file)
                    let mark =
                        switch standing {
                        case .verified: session.style.good(standing.rawValue)
                        case .failing, .malformed: session.style.bad(standing.rawValue)
                        case .stale, .notRun: session.style.faint(standing.rawValue)
                        }
                    let indent = String(repeating: " ", count: max(6 - file.number.count, 1))
                    let name = file.number + indent + file.name.visibleLine
                    print("  \(name)\(String(repeating: " ", count: max(36 - name.count, 1)))\(mark)")
                }
            }
            return .success
        }
    }
}

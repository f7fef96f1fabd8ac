import TerminalText
import ArgumentParser
import LessonKit

/// `lessons list`
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "List the parts and lessons, each with what is known of it: verified (all that it promises has been seen), "
            + "failing, stale (something has changed since it was verified), not run (whole, as ‘verify’ does) or malformed."
    )

    func run() throws {
        try withSession { session in
            let verifier = try session.verifier()
            if session.course.lessons.isEmpty {
                session.say(
                    "There is no lesson in \(session.course.root)/Lessons yet; begin one with ‘lessons new 1-first/hello’."
                )
            }
            let solved = LearnerProgress(in: session.course).passed
            for part in session.course.parts where !part.lessons.isEmpty {
                print(session.style.bold("\(part.number) · \(part.title.onOneLine)"))
                for file in part.lessons {
                    let status = verifier.status(of: file)
                    let mark =
                        switch status {
                        case .verified: session.style.success(status.rawValue)
                        case .failing, .malformed: session.style.failure(status.rawValue)
                        case .stale, .notRun: session.style.dim(status.rawValue)
                        }
                    let indent = String(repeating: " ", count: max(6 - file.number.count, 1))
                    let name = file.number + indent + file.name.onOneLine
                    let done = solved["\(part.folder)/\(file.path.fileName.dropLast(3))"]?.count ?? 0
                    print(Self.row(name, mark) + session.style.dim(Self.progress(done, in: file)))
                }
            }
            let strays = session.course.strays
            if !strays.isEmpty { print(session.style.bold("Files that are no lessons")) }
            for stray in strays {
                print(Self.row(stray.displayName, session.style.failure("malformed")))
                if let problem = stray.problem { session.say("\(problem)") }
            }
            return .success
        }
    }

    /// Which exercises of a lesson are solved, if any is.
    private static func progress(_ done: Int, in file: Course.LessonFile) -> String {
        if done == 0 { return "" }
        let all = (try? Lesson(SourceText(file)))?.exercises.count ?? done
        return all == 1 ? " · exercise solved" : " · \(done) of \(all) exercises solved"
    }

    private static func row(_ name: String, _ mark: String) -> String {
        "  \(name)\(String(repeating: " ", count: max(36 - name.count, 1)))\(mark)"
    }
}

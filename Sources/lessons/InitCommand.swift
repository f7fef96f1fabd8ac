import ArgumentParser
import LessonKit

/// `lessons init`
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a course of your own: a package with a library, a part, two lessons, and CI.")

    @Argument(help: "A folder that is new or empty.", completion: .directory) var folder: String

    func run() throws {
        try withSession(needsCourse: false) { session in
            let path = (folder.hasPrefix("/") ? folder : "\(session.folder)/\(folder)").withoutDots
            for file in try NewCourse(named: path.fileName).write(to: path) { print("\(folder)/\(file)") }
            session.say(
                "Next: ‘cd \(folder)’, then ‘lessons verify’, and ‘lessons serve’ to read and edit the lessons.")
            return .success
        }
    }
}

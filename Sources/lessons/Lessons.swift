import ArgumentParser

/// `lessons`: arguments → LessonKit → exit status.
@main
struct Lessons: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons",
        abstract: "Run, verify and publish lessons: Markdown whose Swift code is compiled, run and checked.",
        discussion: """
            You can name a lesson by its name (padding), its number (3.2 or 3/2) or its file, and a part by its number (3) or folder \
            (3-convolution).

            Exit status: 0 all passed · 1 a check failed, did not compile or ran out of time · 2 a lesson is malformed · \
            3 a fault of this program · 4 the machine lacks something · 5 nothing matched · 64 wrong usage · 130 interrupted.
            """,
        version: "lessons \(version)",
        subcommands: [
            List.self, Run.self, Verify.self, Try.self, Build.self, Serve.self, Init.self, New.self, ExportCommand.self,
            Doctor.self,
            Clean.self,
        ])
}

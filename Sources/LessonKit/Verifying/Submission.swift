/// A learner's answer to an exercise, in a file of its own that the lesson does not read.
public struct Submission: Sendable {
    /// The lesson and its exercise, counted from 1.
    let file: Course.LessonFile
    let lesson: Lesson
    let exercise: Exercise
    let number: Int
    /// The path of the learner's file.
    public let path: String

    /// The submissions to all exercises of a lesson. Answers of an older layout are moved to their places.
    public static func all(of file: Course.LessonFile, in course: Course) throws -> [Submission] {
        let lesson = try Lesson(SourceText(file))
        guard !lesson.exercises.isEmpty else {
            throw Course.LookupError(description: "\(file.displayName) has no exercise; name a lesson that has one.")
        }
        let folder = SubmissionFolder(of: file, in: course)
        try folder.adoptOlderFiles(of: file, in: course, exerciseCount: lesson.exercises.count)
        let names = folder.names(forMarks: lesson.exercises.map(\.mark))
        return zip(lesson.exercises, names).enumerated().map { index, item in
            Submission(
                file: file, lesson: lesson, exercise: item.0, number: index + 1, path: "\(folder.path)/\(item.1)")
        }
    }

    /// Whether the learner has begun.
    public var hasBegun: Bool { Files.isFile(path) }

    /// Whether the lesson's exercise is no longer the one from which the learner's file began.
    public var isOfOlderExercise: Bool { AttemptText(file: path)?.mark.map { $0 != exercise.mark } ?? false }

    /// Moves the learner's file aside, to a name that is free; returns its new path.
    public func setAside() throws -> String { try AttemptText.setAside(path) }

    /// Writes the learner's file, which must not exist yet: the starter, then the check as a comment.
    public func begin() throws {
        try Files.makeFolder(path.folder)
        try Files.writeWithoutReplacing(template.text, to: path)
    }

    /// The command that checks the answer.
    public var command: String {
        "lessons try \(file.nameToType)" + (lesson.exercises.count == 1 ? "" : " --exercise \(number)")
    }

    /// The exercise after this one in the lesson; nil if it is the last.
    public func next(of submissions: [Submission]) -> Submission? {
        submissions.indices.contains(number) ? submissions[number] : nil
    }

    /// What is asked, as comments; empty if the lesson has nothing above the starter.
    private var task: String {
        let lines = lesson.task(of: exercise)
        return lines.isEmpty ? "" : "//\n" + lines.map { $0.isEmpty ? "//\n" : "// \($0)\n" }.joined()
    }

    /// The text of a new file.
    var template: AttemptText {
        let check = exercise.check.block.text.outputLines.map { "// \($0)\n" }.joined()
        let output = exercise.check.expected.map { expected in
            "//\n// It must print\(expected.comparison.words):\n//\n"
                + expected.block.text.outputLines.map { "//   \($0)\n" }.joined()
        }
        return AttemptText(
            """
            // Exercise \(number) of \(lesson.title.onOneLine). Write your answer here, then run ‘\(command)’ again.
            \(task)
            \(exercise.starter.block.text)
            \(AttemptText.afterAnswer)
            //
            \(check)\(output ?? "")//
            \(AttemptText.markPrefix)\(exercise.mark)

            """)
    }
}

extension Exercise {
    /// Tells the exercise from others and from itself after a change.
    var mark: String {
        AttemptText.mark(of: [starter.block.text, check.block.text, check.expected?.block.text ?? ""])
    }
}

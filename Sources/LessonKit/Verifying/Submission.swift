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
    public var isOfOlderExercise: Bool {
        guard let text = try? Files.read(path), let mark = Exercise.mark(in: String(decoding: text, as: UTF8.self))
        else {
            return false
        }
        return mark != exercise.mark
    }

    /// Moves the learner's file aside, to a name that is free; returns its new path.
    public func setAside() throws -> String {
        let stem = path.dropLast(".swift".count)
        var count = 1
        while true {
            let target = "\(stem)-earlier-\(count).swift"
            if try Files.moveWithoutReplacing(path, to: target) { return target }
            count += 1
        }
    }

    /// Writes the learner's file, which must not exist yet: the starter, then the check as a comment.
    public func begin() throws {
        let check = exercise.check.block.text.outputLines.map { "// \($0)\n" }.joined()
        let output = exercise.check.expected.map { expected in
            "//\n// It must print:\n//\n" + expected.block.text.outputLines.map { "//   \($0)\n" }.joined()
        }
        try Files.makeFolder(path.folder)
        try Files.writeWithoutReplacing(
            """
            // Exercise \(number) of \(lesson.title.onOneLine). Write your answer here, then run ‘lessons try \(file.name.onOneLine)’ again.

            \(exercise.starter.block.text)
            // What runs after your answer:
            //
            \(check)\(output ?? "")//
            \(Exercise.markPrefix)\(exercise.mark)

            """, to: path)
    }
}

extension Exercise {
    /// Before the mark in a learner's file.
    fileprivate static let markPrefix = "// Begun from version "

    /// Tells the exercise from others and from itself after a change: a hash of the starter and of the check.
    fileprivate var mark: String {
        let texts = [starter.block.text, check.block.text, check.expected?.block.text ?? ""]
        return String(uniqueFileName(for: texts.joined(separator: "\0")).split(separator: "-").last ?? "")
    }

    /// The mark that a learner's file holds; nil if the learner has removed it.
    static func mark(in text: String) -> String? {
        text.split(whereSeparator: \.isNewline).last { $0.hasPrefix(markPrefix) }
            .map { String($0.dropFirst(markPrefix.count).prefix { !$0.isWhitespace }) }
    }
}

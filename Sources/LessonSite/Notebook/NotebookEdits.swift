import LessonKit

/// A lesson with what the reader wrote in it, as the reader's files have it now.
struct NotebookEdits: Sendable {
    let file: Course.LessonFile
    let lesson: Lesson
    let course: Course

    /// The reader's files.
    func attempts() throws -> Attempts { try Attempts(at: file, lesson, in: course) }

    /// The lesson with what the reader wrote.
    func edited() throws -> EditedLesson { EditedLesson(lesson, edits: try attempts().edits) }

    /// A text that is being written; nil if its cell is gone. An answer is in the place of its exercise's first cell.
    func written(_ text: String, in name: String) throws -> WrittenCode? {
        let edited = try edited(), exercises = edited.lesson.exercises
        let exercise = name.hasPrefix("exercise-") ? Int(name.dropFirst("exercise-".count)) : nil
        let starter = exercise.flatMap { exercises.indices.contains($0 - 1) ? exercises[$0 - 1].starter.index : nil }
        return (starter ?? edited.names.firstIndex(of: name)).map { WrittenCode(text, in: edited, cell: $0) }
    }
}

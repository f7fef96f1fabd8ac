import Synchronization

/// What a learner wrote for one lesson, in files under `Attempts/`: answers to its exercises, and cells changed or added. The
/// command `lessons try` uses the same files.
package struct Attempts: Sendable {
    /// One of the files.
    package struct Entry: Sendable {
        /// `3` for a changed cell, `3-added-1` for an added one, `exercise-1` for an answer.
        package let name: String
        /// Where its text belongs; nil for an answer.
        package let place: CellEdit.Place?
        /// The learner's code.
        package let code: String
        /// What tells the file from the same file with another text.
        package let version: String
        /// Whether the lesson has changed since the learner began.
        package let isOfOlderText: Bool
    }

    /// A file that is no longer what the writer has seen; nothing was written.
    package struct Stale: Error {
        /// The file as it is; nil if it is gone.
        package let entry: Entry?
    }

    /// The version of a file that does not exist.
    package static let none = "none"

    private let lesson: Lesson
    private let folder: SubmissionFolder
    private let submissions: [Submission]
    private let cellFiles: [String]
    /// Two pages never write at the same time.
    private static let writing = Mutex(())

    /// The attempts at a lesson of a course.
    package init(at file: Course.LessonFile, _ lesson: Lesson, in course: Course) throws {
        self.lesson = lesson
        folder = SubmissionFolder(of: file, in: course)
        submissions = lesson.exercises.isEmpty ? [] : try Submission.all(of: file, in: course)
        cellFiles = folder.names(forMarks: lesson.cells.map(\.mark), of: "cell")
    }

    /// The answer to an exercise, counted from 1; nil if the lesson has no such exercise.
    package func submission(_ number: Int) -> Submission? {
        submissions.indices.contains(number - 1) ? submissions[number - 1] : nil
    }

    /// All files there are, in the order of the lesson.
    package var entries: [Entry] {
        let cells = lesson.cells.flatMap { cell in
            ["\(cell.position)"] + added.filter { $0.cell == cell.index }.map(\.name)
        }
        return (cells + submissions.map { "exercise-\($0.number)" }).compactMap(entry)
    }

    /// The cells that the learner changed or added.
    package var edits: [CellEdit] {
        entries.compactMap { entry in
            entry.place.map { CellEdit(name: entry.name, place: $0, text: entry.code, slot: Self.slot(of: entry.name)) }
        }
    }

    /// Writes a file whose text has the given version; throws `Stale` if it has another by now.
    package func write(_ code: String, to name: String, over version: String) throws -> Entry {
        try Self.writing.withLock { _ in
            let old = entry(name)
            guard old?.version ?? Self.none == version else { throw Stale(entry: old) }
            guard let path = path(of: name), var text = AttemptText(file: path) ?? template(of: name) else {
                throw Stale(entry: nil)
            }
            text.code = code
            try Files.makeFolder(folder.path)
            try Files.write(text.text, to: path)
            guard let new = entry(name) else { throw Stale(entry: nil) }
            return new
        }
    }

    /// Writes a new cell below one of the lesson's.
    package func add(below index: Int) throws -> Entry {
        let cell = lesson.cells[index]
        let number = (Files.names(in: folder.path).compactMap { Self.added($0)?.number }.max() ?? 0) + 1
        let name = "\(cell.position)-added-\(number)"
        try Files.makeFolder(folder.path)
        try Files.writeWithoutReplacing(
            AttemptText(code: "\n", mark: cell.mark).text, to: "\(folder.path)/cell-\(name).swift")
        return Entry(
            name: name, place: .below(index), code: "\n", version: entry(name)?.version ?? Self.none,
            isOfOlderText: false)
    }

    /// Moves a file aside, so that the lesson's own text is there again.
    package func reset(_ name: String, over version: String) throws {
        try Self.writing.withLock { _ in
            let old = entry(name)
            guard old?.version ?? Self.none == version else { throw Stale(entry: old) }
            if old != nil, let path = path(of: name) { _ = try AttemptText.setAside(path) }
        }
    }

    /// One of the files; nil if it does not exist.
    package func entry(_ name: String) -> Entry? {
        guard let path = path(of: name), let text = AttemptText(file: path) else { return nil }
        let place: CellEdit.Place?
        var origin: String?
        if let added = added.first(where: { $0.name == name }) {
            place = .below(added.cell)
        } else if let number = Int(name) {
            place = .replacing(number - 1)
            origin = lesson.cells[number - 1].mark
        } else {
            place = nil
            origin = Self.exercise(name).flatMap(submission)?.exercise.mark
        }
        let isOlder = text.mark.map { mark in origin.map { $0 != mark } ?? false } ?? false
        return Entry(
            name: name, place: place, code: text.code, version: AttemptText.mark(of: [text.text]),
            isOfOlderText: isOlder)
    }

    private func path(of name: String) -> String? {
        if let number = Int(name), cellFiles.indices.contains(number - 1) {
            return "\(folder.path)/\(cellFiles[number - 1])"
        }
        if let number = Self.exercise(name) { return submission(number)?.path }
        return Self.added("cell-\(name).swift") == nil ? nil : "\(folder.path)/cell-\(name).swift"
    }

    private func template(of name: String) -> AttemptText? {
        if let number = Int(name), lesson.cells.indices.contains(number - 1) {
            return AttemptText(code: "", mark: lesson.cells[number - 1].mark)
        }
        return Self.exercise(name).flatMap(submission)?.template
    }

    private static func exercise(_ name: String) -> Int? {
        name.hasPrefix("exercise-") ? Int(name.dropFirst("exercise-".count)) : nil
    }

    /// The numbers in the name of an added cell's file.
    private static func added(_ file: String) -> (cell: Int, number: Int)? {
        file.wholeMatch(of: /cell-([0-9]{1,6})-added-([0-9]{1,6})\.swift/).flatMap { match in
            Int(match.1).flatMap { cell in Int(match.2).map { (cell, $0) } }
        }
    }

    /// The added cells in their order, each with the index of the lesson's cell above it: the one from which it began or, where
    /// that has changed, the one of its number.
    private var added: [(name: String, cell: Int)] {
        Files.names(in: folder.path).compactMap { file in
            Self.added(file).map { (file: file, cell: $0.cell, number: $0.number) }
        }.sorted { $0.number < $1.number }.map { file, number, _ in
            let mark = AttemptText(file: "\(folder.path)/\(file)")?.mark
            let same = lesson.cells.filter { $0.mark == mark }.min {
                abs($0.position - number) < abs($1.position - number)
            }
            return (
                String(file.dropFirst(5).dropLast(6)),
                same?.index ?? min(max(number, 1), max(lesson.cells.count, 1)) - 1
            )
        }.filter { lesson.cells.indices.contains($0.cell) }
    }

    /// A number that stays with a name: an added cell's are above all that a lesson's cells have.
    private static func slot(of name: String) -> Int {
        added("cell-\(name).swift").map { 999 - $0.number % 500 } ?? (Int(name) ?? 0) % 500
    }
}

extension Cell {
    /// Tells the cell's text from others.
    fileprivate var mark: String { AttemptText.mark(of: [block.text]) }
}

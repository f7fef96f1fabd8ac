import Dispatch
import LessonKit

/// One lesson that is open in the notebook: does what its pages ask for. What the reader wrote is in files, what runs is told to all.
final class NotebookSession: Sendable {
    /// The path below `Lessons` without the ending.
    let path: String
    private let edits: NotebookEdits
    private let verifier: Verifier
    private let pages = NotebookPages()
    private let runs: NotebookRuns
    private let examiner = CodeExaminer()
    private let assistant: CodeAssistant
    /// Where files are read and written.
    private let files = DispatchQueue(label: "files of a lesson")

    private var lesson: Lesson { edits.lesson }

    init(_ file: Course.LessonFile, path: String, verifier: Verifier) throws {
        (self.path, self.verifier) = (path, verifier)
        edits = NotebookEdits(file: file, lesson: try Lesson(SourceText(file)), course: verifier.course)
        assistant = CodeAssistant(verifier)
        runs = NotebookRuns(of: edits, verifier: verifier, pages: pages)
        // What was written earlier has not run yet.
        runs.markOutOfDate(from: try edits.attempts().edits.map(\.name))
    }

    /// Takes a page that wants to be told.
    func add(_ page: PageSocket) {
        pages.add(page)
        files.async { [self] in
            pages.perform(for: page) {
                pages.tell(.opened(try currentState()), to: page)
                for event in runs.told { pages.tell(event, to: page) }
            }
        }
    }

    func remove(_ page: PageSocket) { pages.remove(page) }

    /// Whether no page has been open for ten minutes.
    var isAbandoned: Bool { pages.areAbandoned }

    /// Ends all that runs.
    func close() {
        runs.close()
        assistant.close()
    }

    private func currentState() throws -> NotebookState {
        let (outOfDate, isRunning) = runs.status
        return NotebookState(
            cells: lesson.cells.map { .init(name: "\($0.position)", text: $0.block.text, kind: $0.kind.rawValue) },
            exercises: lesson.exercises.map { .init(starter: "\($0.starter.position)", check: "\($0.check.position)") },
            entries: try edits.attempts().entries.map(EntryState.init),
            passed: LearnerProgress(in: verifier.course).passed, outOfDate: outOfDate, isRunning: isRunning)
    }

    // MARK: What is asked

    /// Does what a page asks for.
    func handle(_ request: NotebookRequest, from page: PageSocket) {
        switch request {
        case .open, .resetProgress: break
        case .stop: runs.stop()
        case .run(let cell): withFiles(for: page) { [self] in try runs.run(from: cell) }
        case .check(let exercise): check(exercise, for: page)
        case .save(let cell, let text, let version, let window):
            withFiles(for: page) { [self] in try save(text, as: cell, over: version, window, page) }
        case .add(let below, let window): withFiles(for: page) { [self] in try add(below: below, window) }
        case .reset(let cell, let version): withFiles(for: page) { [self] in try reset(cell, over: version, page) }
        case .examine(let cell, let text, let mark):
            examiner.examine { [self] in
                guard let problems = try? edits.written(text, in: cell)?.problems(verifier) else { return }
                pages.tell(.examined(cell: cell, mark: mark, problems: problems.map(ProblemState.init)), to: page)
            }
        case .complete(let cell, let text, let line, let column, let isAsked, let mark):
            assistant.complete(
                { [edits] in try? edits.written(text, in: cell) }, line: line, column: column, isAsked: isAsked
            ) { [pages] in
                pages.tell(.completions(cell: cell, mark: mark, items: $0.map(CompletionState.init)), to: page)
            }
        case .describe(let cell, let text, let line, let column, let mark):
            assistant.describe({ [edits] in try? edits.written(text, in: cell) }, line: line, column: column) {
                [pages] in
                pages.tell(
                    .described(cell: cell, mark: mark, declaration: $0?.declaration, sentence: $0?.sentence), to: page)
            }
        case .prepare(let cell):
            runs.prepare(cell)
            assistant.prepare { [edits] in try? edits.written("", in: cell) }
        }
    }

    /// Does what a page asks of its files, after what was asked of them before.
    private func withFiles(for page: PageSocket, _ work: @escaping @Sendable () throws -> Void) {
        files.async { [self] in pages.perform(for: page, work) }
    }

    private func save(
        _ text: String, as name: String, over version: String, _ window: String, _ page: PageSocket
    ) throws {
        guard text.utf8.count <= CellEdit.longestText else {
            throw Refusal(description: "A cell has at most 500,000 bytes; this one has \(text.utf8.count).")
        }
        do {
            let entry = try edits.attempts().write(text, to: name, over: version)
            pages.tell(.saved(EntryState(entry), window: window))
            if entry.place != nil { runs.markOutOfDate(from: [name]) }
        } catch let stale as Attempts.Stale {
            pages.tell(.stale(cell: name, stale.entry.map(EntryState.init)), to: page)
        }
    }

    private func add(below name: String, _ window: String) throws {
        guard let cell = lesson.cells.first(where: { "\($0.position)" == name }) else {
            throw Refusal(description: "The lesson has no cell \(name).")
        }
        // Below a cell of an exercise is below the whole exercise.
        let exercise = lesson.exercises.first { ($0.starter.index...$0.check.index).contains(cell.index) }
        let entry = try edits.attempts().add(below: exercise?.check.index ?? cell.index)
        pages.tell(.saved(EntryState(entry), window: window))
    }

    private func reset(_ name: String, over version: String, _ page: PageSocket) throws {
        do {
            let before = try edits.edited()
            try edits.attempts().reset(name, over: version)
            runs.forget(name)
            pages.tell(.reset(cell: name))
            if let index = before.names.firstIndex(of: name) {
                let isAdded = Int(name) == nil
                runs.markOutOfDate(
                    from: before.names.indices.contains(index + 1) && isAdded ? [before.names[index + 1]] : [name])
            }
        } catch let stale as Attempts.Stale {
            pages.tell(.stale(cell: name, stale.entry.map(EntryState.init)), to: page)
        }
    }

    private func check(_ exercise: Int, for page: PageSocket) {
        pages.tell(.checking(exercise: exercise))
        withFiles(for: page) { [self] in
            guard let submission = try edits.attempts().submission(exercise),
                let entry = try edits.attempts().entry("exercise-\(exercise)")
            else { throw Refusal(description: "There is no answer to exercise \(exercise) yet; write one.") }
            runs.check(submission, answer: entry.code, exercise: exercise, for: page)
        }
    }
}

/// What a page asks of the notebook, as JSON: an object whose one key is the name of the case, as in `{"run":{"cell":"3"}}`.
///
/// A cell's name is its number in the lesson's file, `3`, or the name of a cell that the reader added, `3-added-1`. The answer to an
/// exercise goes by `exercise-1`. A version tells a file of the reader's from the same file with another text; that of a file
/// which does not exist is `none`.
enum NotebookRequest: Codable, Equatable, Sendable {
    /// To be told of everything in a lesson, given by its path below `Lessons` without the ending. The first message of all.
    case open(lesson: String)
    /// To keep the text of a cell or an answer, if the file has this version. `window` is repeated in the event.
    case save(cell: String, text: String, version: String, window: String)
    /// To add a cell below another.
    case add(below: String, window: String)
    /// To run the lesson from a cell on.
    case run(cell: String)
    /// To end what is running.
    case stop
    /// To go back to the lesson's text; the reader's is kept under another name.
    case reset(cell: String, version: String)
    /// To judge the saved answer to an exercise, counted from 1.
    case check(exercise: Int)
    /// To be told what the compiler says of a text that is being written. `mark` is repeated in the event.
    case examine(cell: String, text: String, mark: Int)
    /// To be told what may be written at a place in a text that is being written: the line and the column are counted from 0, in
    /// UTF-16. `isAsked` says whether the reader waits for it. `mark` is repeated in the event.
    case complete(cell: String, text: String, line: Int, column: Int, isAsked: Bool, mark: Int)
    /// To be told what stands at a place in a text that is being written.
    case describe(cell: String, text: String, line: Int, column: Int, mark: Int)
    /// To make ready what a run from a cell on needs, since the reader has begun to edit it.
    case prepare(cell: String)
    /// To forget which exercises were passed. The only request that needs no open lesson.
    case resetProgress
}

/// What the notebook tells all pages of a lesson, in the same form.
enum NotebookEvent: Codable, Sendable {
    /// The lesson as it is: the first event.
    case opened(NotebookState)
    /// A file has been written, by this window or another.
    case saved(EntryState, window: String)
    /// A file was not written because it is no longer what the page has seen. This is what it is; nil if it is gone.
    case stale(cell: String, EntryState?)
    /// A file has been set aside.
    case reset(cell: String)
    /// A run begins; these cells will run.
    case runs(cells: [String])
    case begins(cell: String)
    case prints(cell: String, text: String)
    /// A figure, as HTML that holds nothing but a picture and its numbers.
    case figure(cell: String, html: String)
    case ended(cell: String, ResultState)
    /// The run has ended, after so many seconds. `origin` says which cells it had from a snapshot, or why none.
    case stopped(seconds: Double, origin: String, wasStopped: Bool)
    /// A cold run did something else than the run that was shown; the events of the cold run follow.
    case differs
    /// These cells no longer show what the text above them gives.
    case outOfDate(cells: [String])
    case checking(exercise: Int)
    case checked(exercise: Int, CheckState)
    case examined(cell: String, mark: Int, problems: [ProblemState])
    case completions(cell: String, mark: Int, items: [CompletionState])
    /// What stands at a place: its declaration and a sentence of its documentation; none if there is no name.
    case described(cell: String, mark: Int, declaration: String?, sentence: String?)
    /// What was asked for could not be done, and why.
    case refused(reason: String)
}

/// A lesson in the notebook.
struct NotebookState: Codable, Sendable {
    struct Cell: Codable, Sendable {
        var name: String
        /// What the lesson's file has.
        var text: String
        var kind: String
    }
    /// The cells of the lesson's file.
    var cells: [Cell]
    /// The first cell of each exercise, and the check, which is its last.
    var exercises: [Exercise]
    /// What the reader wrote.
    var entries: [EntryState]
    /// The exercises passed, by lesson.
    var passed: [String: [Int]]
    var outOfDate: [String]
    var isRunning: Bool

    struct Exercise: Codable, Sendable {
        var starter: String, check: String
    }
}

/// A file of the reader's.
struct EntryState: Codable, Sendable {
    var name: String
    var text: String
    var version: String
    /// For an added cell, the cell of the lesson below which it belongs.
    var below: String?
    /// Whether the lesson has changed since the reader began.
    var isOfOlderText: Bool
}

/// What a cell did.
struct ResultState: Codable, Sendable {
    /// A word of `Report.Outcome`.
    var outcome: String
    /// Whether it is the lesson's own code, and did what the lesson promises.
    var isAsPromised: Bool
    var seconds: Double?
    var problems: [ProblemState]
}

/// A problem, at its place in a cell where it has one: line and column counted from 1, in UTF-16.
struct ProblemState: Codable, Equatable, Sendable {
    var line: Int?, column: Int?
    var severity: String
    var message: String, detail: String?
}

/// What may be written at a place: it takes the place of the characters from the column `start` on.
struct CompletionState: Codable, Sendable {
    var label: String, type: String?
    var text: String, start: Int
    var sentence: String?
}

/// What a check said of an answer.
struct CheckState: Codable, Sendable {
    var hasPassed: Bool
    /// Why the lesson stops before the exercise; nil if it does not.
    var lessonFault: String?
    var problems: [ProblemState]
    var printed: String
    /// What the lesson says of this wrong answer.
    var sentence: String?
    /// How often answers have failed, which is how many hints are shown.
    var failures: Int
}

/// A Markdown file whose Swift blocks form one program.
public struct Lesson: Sendable {
    /// The text of the file.
    public let source: SourceText
    /// The text as GitHub's Markdown understands it.
    package let document: Document
    /// The Swift blocks in document order.
    public private(set) var cells: [Cell]
    /// The exercises that some of the cells form.
    public let exercises: [Exercise]

    /// The first heading, or the file's name where there is none.
    public var title: String {
        document.root.children.first { if case .heading = $0.kind { true } else { false } }?.plainText ?? source.name
    }

    /// What is wrong with the Markdown of a lesson, all of it.
    public struct Malformed: Error {
        /// One diagnostic a problem, in the order of the lines.
        public let diagnostics: [Diagnostic]

        /// Lists the problems.
        package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    }

    /// Reads a lesson; throws everything that is malformed in it at once. A lenient reading passes over words that mean nothing
    /// here: in a document in which every Swift block is a program of its own, written perhaps for other readers.
    public init(_ source: SourceText, isLenient: Bool = false) throws(Malformed) {
        self.source = source
        document = Document(source.text)
        let reader = CellReader(document, in: source, isLenient: isLenient)
        guard reader.problems.isEmpty else {
            // A word that is wrong a thousand times in one line is reported once.
            let reported = reader.problems.reduce(into: [Diagnostic]()) { if $0.last != $1 { $0.append($1) } }
            throw Malformed(diagnostics: reported)
        }
        cells = reader.cells
        exercises = reader.exercises
    }

    /// The lesson with another cell in the place of the one with its index.
    func replacing(_ cell: Cell) -> Lesson {
        var lesson = self
        lesson.cells[cell.index] = cell
        return lesson
    }
}

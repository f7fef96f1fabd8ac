/// A Markdown file whose Swift blocks form one program.
public struct Lesson: Sendable {
    /// The text of the file.
    public let source: SourceText
    /// The text as GitHub understands its Markdown.
    package let document: Document
    /// The Swift blocks in document order.
    public private(set) var cells: [Cell]
    /// The exercises that some of the cells form.
    public private(set) var exercises: [Exercise]
    /// Swift blocks that are shown and never compiled.
    package let fragments: [CodeBlock]
    /// Whether every Swift block is a separate program.
    let isLenient: Bool

    /// The first heading, or the file's name if there is none.
    public var title: String {
        document.root.children.first { if case .heading = $0.kind { true } else { false } }?.plainText ?? source.name
    }

    /// Everything that is wrong with the Markdown of a lesson.
    public struct Malformed: Error {
        /// One diagnostic for each problem, in the order of the lines.
        public let diagnostics: [Diagnostic]

        /// Lists the problems.
        package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    }

    /// Reads a lesson; throws everything that is malformed in it at once. A lenient reading ignores unknown words: it
    /// is for documents, perhaps written for other tools, in which every Swift block is a separate program; of a Swift file it reads the
    /// documentation comments.
    public init(_ source: SourceText, isLenient: Bool = false) throws(Malformed) {
        self.source = source
        self.isLenient = isLenient
        let comments = isLenient && source.name.hasSuffix(".swift") ? DocComments(source) : nil
        document = comments?.document ?? Document(source.text)
        let reader = CellReader(document, in: comments?.text ?? source, isLenient: isLenient)
        guard reader.problems.isEmpty else {
            // A word that is wrong a thousand times in one line is reported once.
            let reported = reader.problems.reduce(into: [Diagnostic]()) { if $0.last != $1 { $0.append($1) } }
            throw Malformed(diagnostics: reported)
        }
        cells = reader.cells
        fragments = reader.fragments
        exercises = reader.exercises
    }

    /// The lesson with the cell of the same index replaced.
    func replacing(_ cell: Cell) -> Lesson {
        var lesson = self
        lesson.cells[cell.index] = cell
        return lesson
    }

    /// The lesson with other cells than its text has.
    func with(_ cells: [Cell], exercises: [Exercise]) -> Lesson {
        var lesson = self
        (lesson.cells, lesson.exercises) = (cells, exercises)
        return lesson
    }
}

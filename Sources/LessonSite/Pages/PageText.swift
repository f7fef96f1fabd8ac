import LessonKit

/// The text of a page, made from a Markdown file of the course.
struct PageText {
    /// The file's path below `Lessons`.
    let path: String
    /// How messages name the file.
    let name: String
    var html = ""
    var sections: [PageSection] = []
    /// The words of each section, for the search.
    var words: [Set<String>] = []
    /// The letters and signs beyond ASCII of its prose and its figures; code is in a font of the reader's system.
    var letters: Set<Unicode.Scalar> = []
    /// The letters and signs of its formulas.
    var glyphs = FormulaGlyphs()
    var ids: Set<String> = []
    var references: [Reference] = []
    var files: Set<String> = []
    var problems: [Diagnostic] = []
    /// The first paragraph, as plain text, and the question that it opens with, as HTML.
    var lead: String?
    var question: String?
    /// Its questions with choices, as HTML.
    var questions: [String] = []
    /// What a book has at its end.
    var folded: [Folded] = []

    /// The works that its lists name, and the addresses on the web that its prose links to.
    var works: [Work] = []
    var citations: Set<String> = []
    /// Whether it explains signs or words.
    var hasEntries = false
    /// Whether it says of formulas in which lines of code they are computed.
    var hasComputedFormulas = false

    var hasFormulas: Bool { !glyphs.letters.isEmpty }

    /// The title: the first heading.
    var title: String? { sections.dropFirst().first?.title }

    /// The text of a lesson, with its cells as they were verified.
    init(report: Report, lesson: Lesson, map: SiteMap, typesetter: Typesetter, vocabulary: Vocabulary? = nil) {
        let codeMarks = CodeMarks(lesson)
        self.init(
            source: lesson.source, document: lesson.document, path: SiteMap.path(of: report.file), map: map,
            typesetter: typesetter, vocabulary: vocabulary, codeMarks: codeMarks
        ) { html in
            let marks = map.medium == .site ? codeMarks : nil
            CellBlocks(report: report, lesson: lesson, typesetter: typesetter, codeMarks: marks).insert(into: &html)
        }
        ids.formUnion(report.verdicts.map { CellBlocks.id(of: $0.cell) })
        for figure in report.verdicts.flatMap({ $0.execution?.figures ?? [] }) {
            letters.formUnion((figure.svg + (figure.data ?? []).joined().joined()).lettersBeyondASCII)
        }
    }

    /// The text of a file without cells, such as the introduction of a part or the notation.
    init(source: SourceText, path: String, map: SiteMap, typesetter: Typesetter) {
        self.init(
            source: source, document: Document(source.text), path: path, map: map, typesetter: typesetter
        ) { _ in }
        if let lesson = try? Lesson(source), let cell = lesson.cells.first {
            problems.append(
                Diagnostic(
                    file: source.name, line: cell.block.fenceLine,
                    message:
                        "The code in this file is not run; put it in a block of another language, or move it to a lesson."
                ))
        }
    }

    /// The text of a page whose Markdown is no file of the course.
    init(generated source: SourceText, path: String, map: SiteMap, typesetter: Typesetter) {
        self.init(
            source: source, document: Document(source.text), path: path, map: map, typesetter: typesetter
        ) { _ in }
    }

    /// The text of a lesson that is malformed, as it is written; empty if the file cannot be read.
    init(malformed report: Report, path: String, map: SiteMap, typesetter: Typesetter) {
        let source = (try? SourceText(report.file)) ?? SourceText(name: report.file.displayName, text: "")
        self.init(
            source: source, document: Document(source.text), path: path, map: map, typesetter: typesetter
        ) { _ in }
    }

    private init(
        source: SourceText, document: Document, path: String, map: SiteMap, typesetter: Typesetter,
        vocabulary: Vocabulary? = nil, codeMarks: CodeMarks? = nil, prepare: (inout HTML) -> Void
    ) {
        self.path = path
        name = source.name
        var html = HTML(
            source: source,
            extensions: HTML.Extensions(
                document: document, typesetter: typesetter, map: map, path: path, vocabulary: vocabulary,
                codeMarks: codeMarks))
        prepare(&html)
        self.html = html.page()
        (letters, glyphs) = (html.letters, html.glyphs)
        sections = html.sections
        words = sections.map { SearchIndex.words(of: $0.title + " " + $0.words) }
        ids = html.ids.given
        references = html.references
        files = html.files
        problems = html.problems
        (lead, question, questions) = (html.lead, html.question, html.questions)
        folded = html.folded
        (works, citations) = (html.works, html.citations)
        hasEntries = !html.explained.entries.isEmpty
        hasComputedFormulas = self.html.contains("class=\"to-code\"")
    }

    /// A problem for each reference to a heading that does not exist.
    func brokenReferences(among texts: [String: PageText]) -> [Diagnostic] {
        references.compactMap { reference in
            guard let fragment = reference.fragment, !fragment.isEmpty, let target = texts[reference.path],
                !target.ids.contains(fragment)
            else { return nil }
            return Diagnostic(
                file: name, line: reference.line,
                message: "The link leads nowhere: \(target.path == path ? "this page" : target.name) has no heading ‘#"
                    + "\(fragment)’\(suggestion(for: fragment, among: target.ids.sorted()))")
        }
    }
}

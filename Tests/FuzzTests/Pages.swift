@testable import LessonKit
@testable import LessonSite

/// The pages of a site: a lesson and, after a byte 0, what its cells print.
func fuzzPage(_ bytes: [UInt8]) {
    let parts = texts(in: bytes, count: 2)
    let source = SourceText(name: "x.md", text: parts[0])
    _ = HTML.commonMark(parts[0])
    let typesetter = Typesetter(cacheFolder: "/nowhere")
    checkPage(PageText(source: source, path: "1-part/01-x.md", map: someMap, typesetter: typesetter))
    checkFormulas(Markdown(parts[0]), in: source, typesetter)
    if let notation = Notation(source) {
        let vocabulary = Vocabulary(notation, in: "1-part/01-x.md", map: someMap) { _ in 0 }
        _ = vocabulary.marks(in: parts[1], isDisplayed: true).marked(parts[1])
        _ = vocabulary.words(in: parts[1])
    }
    guard let lesson = try? Lesson(source) else { return }
    let programs = Program.all(of: lesson)
    let figure = Figure(svg: "", alternativeText: parts[1], text: parts[1], data: [[parts[1]], [""]])
    let runs = programs.map { program in
        Run(
            execution: Execution(
                cells: program.cells.map {
                    Execution.CellExecution(index: $0.index, output: parts[1], figures: [figure])
                }, termination: .finished))
    }
    let report = Report(file: someFile, lesson: lesson, programs: programs, runs: runs, warningsFail: true)
    checkPage(report, typesetter)
}

/// Checks that the page of a report is valid.
func checkPage(_ report: Report, _ typesetter: Typesetter = Typesetter(cacheFolder: "/nowhere")) {
    guard let lesson = report.lesson else { return }
    var text = PageText(report: report, lesson: lesson, map: someMap, typesetter: typesetter)
    for figure in report.verdicts.flatMap({ $0.execution?.figures ?? [] }) where SVGReader.isHarmless(figure.svg) {
        checkPicture(figure.svg)
        text.html = text.html.replacing(figure.svg, with: "")
    }
    checkPage(text)
    let part = PartText(
        part: Course.Part(folder: "1-part", number: "1", name: "part", lessons: [someFile]), title: "Part",
        introduction: nil, lessons: [(report, text)])
    let page = LessonPage(
        report: report, text: text, part: part, path: LessonPaths([part])[text.path], toolchain: "Swift",
        sources: CourseSources([part]))
    checkMarkup(
        (page.page().placeholders["main"] ?? "") + (page.page().placeholders["footer"] ?? ""), isStrict: text.isClosed)
}

private func checkPage(_ text: PageText) {
    let ids = checkMarkup(text.html, isStrict: text.isClosed)
    precondition(ids.count == Set(ids).count, "the same id twice: \(ids)")
    for section in text.sections { checkMarkup(section.html, isStrict: text.isClosed) }
    let script = SearchIndex.script(of: [(title: text.title ?? "", path: "x.html", text: text)])
    precondition(!script.contains("<"), "an index that could end its script")
    _ = text.brokenReferences(among: [text.path: text])
}

/// Checks that the position of any error in a formula exists in the file.
private func checkFormulas(_ node: Markdown, in source: SourceText, _ typesetter: Typesetter) {
    var html = HTML(source: source, extensions: nil)
    func visit(_ node: Markdown, in block: Markdown) {
        let block = node.lines == 0...0 ? block : node
        switch node.kind {
        case .codeSpan(let tex): check(tex, isDisplayed: false, block)
        case .code("math", let tex): check(tex, isDisplayed: true, block)
        default: for child in node.children { visit(child, in: block) }
        }
    }
    func check(_ tex: String, isDisplayed: Bool, _ block: Markdown) {
        let length = tex.utf16.count
        for offset in [nil, 0, length / 2, length, length + 1] {
            let error = Typesetter.FormulaError(message: "", offset: offset)
            let place = html.position(of: error, tex: tex, isDisplayed: isDisplayed, in: block)
            precondition(block.lines.contains(place.line), "line \(place.line) is not in \(block.lines)")
            precondition((place.column ?? 1) >= 1, "column \(place.column ?? 1)")
        }
    }
    visit(node, in: node)
}

private let someMap = SiteMap(
    folder: "/nowhere/Lessons", pages: ["1-part/README.md": "1-part/index.html", "1-part/01-x.md": "1-part/01-x.html"])

extension PageText {
    /// Whether every allowed tag is closed; if not, the site reports it and is not written.
    fileprivate var isClosed: Bool { !problems.contains { $0.message.contains("never closed") } }
}

import LessonKit

/// Turns the Markdown of a course into the texts of its pages.
final class SiteBuilder {
    let course: Course
    let map: SiteMap
    let typesetter: Typesetter
    private let cache: PageCache

    /// The texts of all pages.
    struct Texts {
        /// The texts by the paths of their Markdown below `Lessons`.
        var all: [String: PageText] = [:]
        /// The texts of the reference's pages, by the paths that their Markdown would have.
        var reference: [String: PageText] = [:]
        /// Everything that cannot be shown, in the order of files and lines.
        var problems: [Diagnostic] = []
    }

    /// The letters and signs beyond ASCII of all texts that were made with its cache.
    var letters: Set<Unicode.Scalar> { cache.letters }
    /// Those of their formulas.
    var glyphs: FormulaGlyphs { cache.glyphs }

    init(course: Course, typesetter: Typesetter, map: SiteMap? = nil, cache: PageCache = PageCache()) {
        self.course = course
        self.typesetter = typesetter
        self.cache = cache
        self.map = map ?? SiteMap(of: course)
    }

    /// A Markdown file that has a page, and how its text is made.
    struct Source {
        let path: String
        /// Everything that determines the text, apart from the names of the course's files.
        let inputs: [String]
        let make: () -> PageText
    }

    /// The texts of the pages of lessons and, unless told otherwise, of the course's other pages.
    func texts(
        of reports: [Report], withOtherPages: Bool = true, _ reference: CourseReference? = nil
    ) throws -> Texts {
        let ownSources = try (withOtherPages ? introductions() : []) + lessons(reports)
        let referenceSources = reference.map(sources) ?? []
        cache.begin(files: Files.all(in: map.folder))
        var texts = Texts()
        let areAll = withOtherPages && reports.count >= course.lessons.count
        let keepsUnused = !areAll || !typesetter.coloursCode
        texts.all = try made(ownSources + referenceSources, keepsUnused: keepsUnused)
        let targets = try made(areAll ? [] : targets(of: texts.all), keepsUnused: keepsUnused)
        for source in referenceSources { texts.reference[source.path] = texts.all.removeValue(forKey: source.path) }
        let known = texts.all.merging(targets) { own, _ in own }
        for source in ownSources {
            guard let text = texts.all[source.path] else { continue }
            texts.problems += (text.problems + text.brokenReferences(among: known)).sorted { $0.line < $1.line }
        }
        return texts
    }

    /// The texts of pages by their paths, from the cache where they are there. What is typeset for them is kept, and with
    /// `keepsUnused` all that was typeset before.
    private func made(_ sources: [Source], keepsUnused: Bool) throws -> [String: PageText] {
        var texts: [String: PageText] = [:]
        var pending: [Source] = []
        for source in sources {
            let text = cache.text(of: source.path, from: source.inputs) ?? typesetter.resultIfTypeset { source.make() }
            if let text { texts[source.path] = text } else { pending.append(source) }
        }
        if !pending.isEmpty {
            try typesetter.runPendingJobs()
            for source in pending { texts[source.path] = source.make() }
            typesetter.save(keepsUnused: keepsUnused)
        }
        for source in sources { cache.store(texts[source.path], of: source.path, from: source.inputs) }
        return texts
    }

    /// The other pages of the course to whose headings some pages lead.
    private func targets(of texts: [String: PageText]) throws -> [Source] {
        let paths = Set(texts.values.flatMap(\.references).filter { $0.fragment?.isEmpty == false }.map(\.path))
            .subtracting(texts.keys)
        let files = course.lessons.filter { paths.contains(SiteMap.path(of: $0)) }
        return try introductions().filter { paths.contains($0.path) } + lessons(files.map { Report(pending: $0) })
    }

    private func introductions() throws -> [Source] {
        let (map, typesetter) = (map, typesetter)
        var sources: [Source] = []
        for path in ["README.md", Notation.path] + course.parts.map({ "\($0.folder)/README.md" }) {
            let file = "\(map.folder)/\(path)"
            guard Files.isFile(file) else { continue }
            let text = SourceText(name: "Lessons/\(path)", text: String(decoding: try Files.read(file), as: UTF8.self))
            sources.append(
                Source(path: path, inputs: [text.text]) {
                    PageText(source: text, path: path, map: map, typesetter: typesetter)
                })
        }
        return sources
    }

    /// The signs and words that pages explain; a book has them at its end.
    private var notation: Notation? {
        guard map.medium == .site, let data = try? Files.read("\(map.folder)/\(Notation.path)") else { return nil }
        let name = "Lessons/\(Notation.path)"
        return Notation(SourceText(name: name, text: String(decoding: data, as: UTF8.self)))
    }

    private func lessons(_ reports: [Report]) -> [Source] {
        let (map, typesetter, notation) = (map, typesetter, notation)
        var positions: [String: Int] = [:]
        if notation != nil {
            for (index, file) in course.lessons.enumerated() { positions[SiteMap.path(of: file)] = index }
        }
        return reports.filter { !$0.file.part.isEmpty }.map { report in
            let path = SiteMap.path(of: report.file)
            return Source(path: path, inputs: report.pageInputs + [notation?.source.text ?? ""]) { [positions] in
                guard let lesson = report.lesson else {
                    return PageText(malformed: report, path: path, map: map, typesetter: typesetter)
                }
                let vocabulary = notation.map { Vocabulary($0, in: path, map: map) { positions[$0] } }
                return PageText(
                    report: report, lesson: lesson, map: map, typesetter: typesetter, vocabulary: vocabulary)
            }
        }
    }

    /// The parts of the course with their texts.
    func parts(_ reports: [Report], _ texts: Texts) -> [PartText] {
        course.parts.map { part in
            let introduction = texts.all["\(part.folder)/README.md"]
            let lessons = reports.filter { $0.file.part == part.folder }.compactMap { report in
                texts.all[SiteMap.path(of: report.file)].map { (report, $0) }
            }
            let title = introduction?.title ?? part.title
            return PartText(part: part, title: title, introduction: introduction, lessons: lessons)
        }
    }
}

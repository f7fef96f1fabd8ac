import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages of a course.
public struct Site: Sendable {
    /// The files of the site, by their paths below its folder.
    let files: [String: Content]
    /// The page that a server shows for a path that does not exist, if the site is at the server's root.
    let notFoundPage: String

    /// The pages with live cells, whose policy allows WebAssembly and a worker.
    let livePages: Set<String>

    /// The contents of a file: a text, made when it is needed, or a copy of another file.
    enum Content: Sendable {
        case text(@Sendable () throws -> String)
        case bytes(@Sendable () throws -> [UInt8])
        case copy(of: String)
    }

    /// Everything in the texts that cannot be shown; `lessons serve` shows the pages nevertheless.
    public let problems: [Diagnostic]

    /// Makes the pages of verified lessons; throws `Lesson.Malformed` with everything that cannot be shown. The first page
    /// offers the files of `books`.
    public init(
        course: Course, reports: [Report], toolchain: String, library: LibraryReference = LibraryReference(),
        books: [String] = []
    ) throws {
        try self.init(
            SiteBuilder(course: course, typesetter: Typesetter()), reports: reports, toolchain: toolchain,
            library: library, books: books)
        guard problems.isEmpty else { throw Lesson.Malformed(diagnostics: problems) }
    }

    /// Makes the pages of lessons, including failing ones.
    init(
        _ builder: SiteBuilder, reports: [Report], toolchain: String, library: LibraryReference = LibraryReference(),
        books: [String] = []
    ) throws {
        let course = builder.course
        let library = CourseReference(library, reports: reports)
        let texts = try builder.texts(of: reports, library)
        let reference = ReferencePages(reference: library, texts: texts.reference)
        let parts = builder.parts(reports, texts)
        let covers = PartCovers(root: course.root, parts: parts)
        problems = texts.problems + covers.problems
        let template = try Self.template(of: course.root)
        let title = SiteFiles.title(in: course.root)
        let paths = LessonPaths(parts)
        let sources = CourseSources(parts)
        var pages: [Page] = []
        for part in parts where !part.lessons.isEmpty {
            pages.append(part.page(parts, covers))
            for (report, text) in part.lessons {
                let page = LessonPage(
                    report: report, text: text, part: part, path: paths[text.path], toolchain: toolchain,
                    sources: sources)
                pages.append(page.page())
            }
        }
        Self.linkNeighbours(&pages)
        let others = SiteMap.texts.compactMap { file, page in
            texts.all[file].map { (title: $0.title ?? file, path: page, text: $0) }
        }
        pages.append(
            IndexPage(
                title: title, parts: parts, covers: covers, strays: course.strays.compactMap(\.problem),
                books: books.map(\.fileName)
            ).page())
        pages.append(ChecksPage(parts: parts, toolchain: toolchain).page())
        for (title, path, text) in others {
            var page = Page(path: path, title: title, kind: "text", main: text.html)
            page.show(formulas: text.hasFormulas, questions: false)
            page.placeholders["sidebar"] = Sidebar.contents(text.sections.dropFirst(2))
            page.describe(text.lead)
            pages.append(page)
        }
        let referencePages = reference.pages()
        let sourcesPage = sources.page()
        if let sourcesPage { pages.append(sourcesPage) }
        let links =
            others.map { ($0.title, $0.path) } + (sourcesPage.map { [($0.title, $0.path)] } ?? [])
            + referencePages.prefix(1).map { ($0.title, $0.path) } + [("All checks", "checks.html")]
        pages += parts.compactMap { QuestionsPage(part: $0).page() } + referencePages
        let summary =
            "\(reports.reduce(0) { $0 + $1.verdicts.count }) checks in \(reports.count) lessons, run with \(toolchain)."
        var files: [String: Content] = [:]
        let ownStyle = SiteFiles.ownStyle(in: course.root)
        for index in pages.indices {
            pages[index].linkPages(links)
            if ownStyle != nil { pages[index].addOwnStyle() }
            pages[index].placeholders["course"] = title.htmlEscaped
            if pages[index].placeholders["footer"] == "" {
                pages[index].placeholders["footer"] = "<p>\(summary.htmlEscaped)</p>"
            }
            let page = pages[index]
            files[page.path] = .text { template.html(of: page) }
        }
        var page = Page(path: "/", title: "There is no such page", kind: "missing", main: Self.notFoundText)
        page.placeholders["root"] = "/"
        page.placeholders["course"] = title.htmlEscaped
        page.linkPages(links)
        if ownStyle != nil { page.addOwnStyle() }
        let notFoundPage = template.html(of: page)
        self.notFoundPage = notFoundPage
        // Hosts of static sites show this file, as ‘serve’ does, if the site is at the server's root.
        files["404.html"] = .text { notFoundPage }
        let searched = parts.searched + others + reference.searched
        files["assets/search-index.js"] = .text { SearchIndex.script(of: searched) }
        files["assets/search-texts.js"] = .text { SearchIndex.texts(of: searched) }
        for report in reports where report.hasPassed {
            for form in Export.allCases {
                files[LessonPage.path(of: report, as: form)] = .text {
                    try form.text(of: report, in: course, library: nil)
                }
            }
        }
        for (path, text) in texts.all {
            files[path] = .copy(of: "\(course.root)/Lessons/\(path)")
            for file in text.files { files[file] = .copy(of: "\(course.root)/Lessons/\(file)") }
        }
        for name in [
            "style.css", "cells.css", "map.css", "checks.css", "print.css", "script.js", "theme.js", "fonts.js",
            "search.js", "search-box.js",
            "questions.js", "icon.svg",
        ] + CardFiles.names {
            files["assets/\(name)"] = SiteFiles.path(name, in: course.root).map { .copy(of: $0) }
        }
        for book in books { files[book.fileName] = .copy(of: book) }
        files["assets/own.css"] = ownStyle.map { .copy(of: $0) }
        let textFonts = TextFonts(letters: Self.ownLetters.union(builder.letters)).faces()
        let formulaFonts = FormulaFonts(glyphs: builder.glyphs).faces()
        files["assets/fonts.css"] = .text { textFonts.styleSheet }
        files["assets/formulas.css"] = .text { try formulaFonts.styleSheet + Typesetter.rules() }
        for (name, source) in (textFonts + formulaFonts).files { files["assets/\(name)"] = .copy(of: source) }
        files.merge(LiveFiles.files(reports, root: course.root)) { $1 }
        files.merge(NameFiles.files(reports, reference, root: course.root)) { $1 }
        livePages = Set(pages.filter { $0.placeholders["live"] != "" }.map(\.path))
        self.files = files
    }

    /// The letters and signs beyond ASCII that the pages have around their texts, and the scripts show.
    static let ownLetters = Set("·…’‘“”–—←→↑↓↩✓×−≈ ".unicodeScalars)

    /// The template of all pages.
    private static func template(of root: String) throws -> Template {
        guard let path = SiteFiles.path("page.html", in: root) else {
            throw MissingRequirement(description: "There is no Site/page.html beside this command; install it again.")
        }
        return try Template(String(decoding: try Files.read(path), as: UTF8.self))
    }

    private static let notFoundText =
        "<h1>There is no such page</h1>\n<p>It may have another name by now. <a href=\"/index.html\">All lessons</a> are on "
        + "the first page; the search finds words in all of them.</p>\n"

    /// Links each page to the previous and the next one.
    private static func linkNeighbours(_ pages: inout [Page]) {
        func link(_ index: Int, _ relation: String, _ label: String) -> String {
            guard pages.indices.contains(index) else { return "<span></span>" }
            let address = "../" + pages[index].path.percentEncoded.hrefEscaped
            return
                "<a rel=\"\(relation)\" href=\"\(address)\"><small>\(label)</small> \(pages[index].title.htmlEscaped)</a>"
        }
        for index in pages.indices {
            pages[index].placeholders["navigation"] =
                "<nav class=\"neighbours\" aria-label=\"Neighbouring pages\">\n\(link(index - 1, "prev", "Previous"))\n"
                + "\(link(index + 1, "next", "Next"))\n</nav>"
        }
    }

    /// Writes the site to a folder that is new, empty or a site written before; the old site stays until the new one is
    /// complete. Returns the path of the first page.
    public func write(to folder: String) throws -> String {
        let names = Files.names(in: folder)
        guard names.isEmpty || names.contains(Self.markerFile) else {
            throw Refusal(
                description:
                    "\(folder) holds something that this command did not write; name another folder, or empty this one."
            )
        }
        try Files.replaceFolder(folder) { new in
            try Files.write(
                "This folder is written by ‘lessons build’, which replaces everything in it.\n",
                to: "\(new)/\(Self.markerFile)")
            for name in Set(files.keys.map { "\(new)/\($0)".folder }).sorted() { try Files.makeFolder(name) }
            for (path, content) in files {
                switch content {
                case .text(let make): try Files.writeNew(Data(try make().utf8), to: "\(new)/\(path)")
                case .bytes(let make): try Files.writeNew(Data(try make()), to: "\(new)/\(path)")
                case .copy(let source): try Files.copy(source, to: "\(new)/\(path)")
                }
            }
        }
        return folder + "/index.html"
    }

    /// The file that marks a folder as written by `lessons build`.
    private static let markerFile = ".written-by-lessons"
}

extension [PartText] {
    /// The texts in the search index, with their titles and pages.
    fileprivate var searched: [(title: String, path: String, text: PageText)] {
        flatMap(\.lessons).map { report, text in
            ("\(report.file.number) \(text.title ?? report.file.name)", text.path.dropLast(3) + ".html", text)
        }
    }
}

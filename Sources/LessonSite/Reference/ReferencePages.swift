import LessonKit

/// The pages of the reference, made of their texts.
struct ReferencePages {
    let reference: CourseReference
    let texts: [String: PageText]

    /// The addresses of all declarations below the site's folder.
    var addresses: [String: String] {
        var addresses: [String: String] = [:]
        for file in reference.files {
            guard let text = texts[file.markdownPath] else { continue }
            for (symbol, section) in zip(file.symbols, Self.declarations(in: text)) {
                addresses[symbol.usr] = "\(file.path.percentEncoded).html#\(section.id)"
            }
        }
        for (twin, first) in reference.twins { addresses[twin] = addresses[first] }
        return addresses
    }

    /// The sections of a page that are declarations: those without what only says what is extended.
    static func declarations(in text: PageText) -> [PageSection] {
        text.sections.filter { $0.level > 1 && !$0.title.hasPrefix("Extension of ") }
    }

    /// All pages; none if there are no declarations.
    func pages() -> [Page] {
        reference.files.isEmpty ? [] : [index()] + reference.files.compactMap(page)
    }

    private func page(of file: ReferenceFile) -> Page? {
        guard let text = texts[file.markdownPath] else { return nil }
        let root = SiteMap.root(from: file.path)
        let place = ([file.module] + file.folders).map(\.htmlEscaped).joined(separator: " · ")
        let eyebrow =
            "<p class=\"eyebrow\"><a href=\"\(root)reference/index.html\">Reference</a><span>\(place)</span>"
            + (text.html.contains("id=\"site.source\"") ? "<a href=\"#site.source\">Source</a>" : "") + "</p>\n"
        var page = Page(
            path: file.path + ".html", title: "\(file.name) · \(file.module)", kind: "reference",
            main: eyebrow + text.html)
        page.placeholders["sidebar"] = Sidebar.contents(text.sections.dropFirst(2))
        page.show(formulas: text.hasFormulas, questions: false)
        page.placeholders["names"] = NameFiles.style(root: root)
        page.describe(file.symbols.first.map { "\($0.name): \($0.summary)" })
        return page
    }

    private func index() -> Page {
        let lead =
            "What the lessons’ libraries declare: each name, what it does, its source, and the lessons that use it."
        var main =
            "<h1>Reference</h1>\n<p class=\"lead\">\(lead)</p>\n<p>A name in a lesson’s code says what it is where you point at it, "
        main +=
            "tap it, or come to it with the keyboard: Enter on a cell’s number goes into its code, arrows go on, Escape leaves.</p>\n"
        var sections: [PageSection] = []
        var ids = Identifiers()
        let files = reference.files.sorted { $0.indexKey.lexicographicallyPrecedes($1.indexKey) }
        for (module, files) in files.grouped(by: \.module) {
            let id = ids.id(for: module)
            sections.append(PageSection(level: 2, id: id, html: module.htmlEscaped, title: module))
            main += "<h2 id=\"\(id)\">\(module.htmlEscaped)</h2>\n"
            for (folder, files) in files.grouped(by: { $0.folders.first ?? "" }) {
                if !folder.isEmpty {
                    let id = ids.id(for: "\(module) \(folder)")
                    sections.append(PageSection(level: 3, id: id, html: folder.htmlEscaped, title: folder))
                    main += "<h3 id=\"\(id)\">\(folder.htmlEscaped)</h3>\n"
                }
                main += "<dl class=\"files\">\n\(files.map(entry).joined())</dl>\n"
            }
        }
        var page = Page(path: "reference/index.html", title: "Reference", kind: "reference", main: main)
        page.placeholders["sidebar"] = Sidebar.contents(sections)
        page.placeholders["names"] = NameFiles.style(root: "../")
        page.describe(lead)
        return page
    }

    /// A file on the index: its page, and what it declares on the outermost level.
    private func entry(_ file: ReferenceFile) -> String {
        let path = file.path.dropFirst("reference/".count).description.percentEncoded.hrefEscaped
        var names: [String] = []
        for symbol in file.symbols {
            let isOuter = symbol.path.count == 1 || symbol.isType
            let name = isOuter ? symbol.path.joined(separator: ".") : "\(symbol.path[0]).\(symbol.name)"
            let isShown = isOuter || !file.symbols.contains { $0.path == symbol.path.dropLast() }
            if isShown, !names.contains(name) { names.append(name) }
        }
        let shown = names.prefix(5).map { "<code>\($0.htmlEscaped)</code>" }.joined(separator: ", ")
        return
            "<dt><a href=\"\(path).html\">\(file.name.htmlEscaped)</a></dt><dd>\(shown)\(names.count > 5 ? " …" : "")</dd>\n"
    }

    /// What the search finds: the names, not every word of their comments.
    var searched: [(title: String, path: String, text: PageText)] {
        reference.files.compactMap { file in
            guard var text = texts[file.markdownPath] else { return nil }
            let declared = Set(Self.declarations(in: text).map(\.id))
            for index in text.sections.indices {
                let isName = declared.contains(text.sections[index].id)
                text.words[index] = isName ? SearchIndex.words(of: text.sections[index].title) : []
                text.sections[index].words = String(text.sections[index].words.prefix(isName ? 160 : 0))
                if text.sections[index].level == 2, !isName { text.sections[index].level = 0 }
            }
            return ("\(file.name) · \(file.module)", file.path + ".html", text)
        }
    }
}

extension Array {
    /// The elements in groups of neighbours that have something in common.
    fileprivate func grouped<Key: Equatable>(by key: (Element) -> Key) -> [(Key, [Element])] {
        reduce(into: []) { groups, element in
            if let last = groups.last, last.0 == key(element) {
                groups[groups.count - 1].1.append(element)
            } else {
                groups.append((key(element), [element]))
            }
        }
    }
}

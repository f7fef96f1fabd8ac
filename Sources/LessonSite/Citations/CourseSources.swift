import LessonKit

/// The works that the lessons of a course name, each once, with the lessons that name or cite it.
struct CourseSources {
    /// A work, its id on the page of the sources, and where it is cited.
    struct Source {
        var work: Work
        var id = ""
        fileprivate(set) var lessons: [(number: String, page: String)] = []
    }

    private(set) var sources: [Source] = []
    private var numbers: [String: Int] = [:]

    static let path = "sources.html"

    /// Gathers the works of some parts.
    init(_ parts: [PartText]) {
        let lessons = parts.flatMap(\.lessons)
        var all: [Source] = []
        // Those with an address first: one without may be the same under the same title.
        let works = lessons.flatMap(\.text.works)
        var byAddress: [String: Int] = [:], byTitle: [String: Int] = [:]
        for work in works.filter({ $0.address != nil }) + works.filter({ $0.address == nil }) {
            let known = work.address.map { byAddress[$0] } ?? byTitle[work.key]
            let number = known ?? all.count
            if known != nil { all[number].work.take(work) } else { all.append(Source(work: work)) }
            if let address = work.address { byAddress[address] = number }
            byTitle[work.key] = number
        }
        for (report, text) in lessons {
            let named = text.works.compactMap { work in work.address.map { byAddress[$0] } ?? byTitle[work.key] }
            for number in Set(named + text.citations.compactMap { byAddress[$0] }) {
                all[number].lessons.append((report.file.number, text.path.dropLast(3) + ".html"))
            }
        }
        let order = all.indices.sorted {
            (all[$0].work.lastName.lowercased(), all[$0].work.year, all[$0].work.title)
                < (all[$1].work.lastName.lowercased(), all[$1].work.year, all[$1].work.title)
        }
        var ids = Identifiers()
        sources = order.map { number in
            var source = all[number]
            source.id = ids.id(for: source.work.title)
            return source
        }
        for (place, number) in order.enumerated() {
            for (address, known) in byAddress where known == number { numbers[address] = place }
        }
    }

    /// Whether the prose of a page cites some of them.
    func areCited(in text: PageText) -> Bool { text.citations.contains { numbers[$0] != nil } }

    /// The HTML of a page in which links to works say what they lead to.
    func citing(_ text: PageText, root: String) -> String {
        var html = text.html
        for address in text.citations {
            let link = "\(Work.citation) href=\"\(address.hrefEscaped)\""
            guard let source = numbers[address].map({ sources[$0] }) else {
                html.replace(link, with: " href=\"\(address.hrefEscaped)\"")
                continue
            }
            let work = source.work
            html.replace(
                link,
                with: "\(link) data-authors=\"\(work.authors.htmlEscaped)\" data-title=\"\(work.title.htmlEscaped)\""
                    + " data-year=\"\(work.year)\" data-list=\"\(root)\(Self.path)#\(source.id.hrefEscaped)\"")
        }
        return html
    }

    /// The page with all of them; nil for a course whose lessons name none.
    func page() -> Page? {
        if sources.isEmpty { return nil }
        let lead = "What the lessons cite, in the order of the first authors, each with the lessons that do."
        var page = Page(
            path: Self.path, title: "Sources", kind: "text",
            main: "<h1>Sources</h1>\n<p>\(lead)</p>\n<ul class=\"works\">\n\(sources.map(item).joined())</ul>\n")
        page.describe(lead)
        return page
    }

    private func item(_ source: Source) -> String {
        let work = source.work
        let title = "<cite>\(work.title.htmlEscaped)</cite>"
        let linked = work.address.map { "<a href=\"\($0.hrefEscaped)\">\(title)</a>" } ?? title
        let venue = work.venue.isEmpty ? "" : "\(work.venue.htmlEscaped), "
        let lessons = source.lessons.map { "<a href=\"\($0.page.percentEncoded.hrefEscaped)\">\($0.number)</a>" }
        return "<li id=\"\(source.id.htmlEscaped)\">\(work.authors.htmlEscaped), \(linked), \(venue)\(work.year). "
            + "<small>Lesson\(lessons.count == 1 ? "" : "s") \(lessons.joined(separator: ", "))</small></li>\n"
    }
}

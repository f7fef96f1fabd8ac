import LessonKit

/// The reference of the libraries that the lessons import: a page for each of their files, and where each declaration stands.
struct CourseReference: Sendable {
    let library: LibraryReference
    let files: [ReferenceFile]
    /// The declarations by the names that the compiler's tools know them by.
    let symbols: [String: LibrarySymbol]
    /// The lessons that use a declaration, by the same names.
    private let uses: [String: [ReferenceFile.Link]]
    /// The paths of pages on which types are declared, by module and name.
    private let typePages: [String: String]

    init(_ library: LibraryReference, reports: [Report]) {
        self.library = library
        files = ReferenceFile.all(of: library.symbols)
        symbols = Dictionary(library.symbols.map { ($0.usr, $0) }) { first, _ in first }
        var pages: [String: String] = [:]
        for file in files {
            for symbol in file.symbols where symbol.isType {
                pages["\(symbol.module) \(symbol.path.joined(separator: "."))"] = file.path
            }
        }
        typePages = pages
        var uses: [String: [ReferenceFile.Link]] = [:]
        for report in reports where !library.symbols.isEmpty && report.lesson != nil {
            let link = ReferenceFile.Link(title: report.linkTitle, path: SiteMap.path(of: report.file))
            for usr in Set(report.names.flatMap(\.symbols).map(\.usr)) { uses[usr, default: []].append(link) }
        }
        self.uses = uses
    }

    /// The pages that a link on one of its pages may lead to.
    var pages: [String: String] {
        Dictionary(files.map { ($0.markdownPath, $0.path + ".html") }) { first, _ in first }
    }

    /// The Markdown of a file's page.
    func markdown(of file: ReferenceFile) -> String {
        file.markdown {
            uses[$0.usr] ?? []
        } typePage: {
            typePages["\(file.module) \($0)"]
        }
    }

    /// The file's own text; nil if it is not there.
    func source(of file: ReferenceFile) -> String? {
        guard let symbol = file.symbols.first, let path = library.source(of: symbol) else { return nil }
        return (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Report {
    /// The lesson's number and title.
    fileprivate var linkTitle: String {
        let title = lesson?.document.root.children.lazy.filter { $0.kind == .heading(level: 1) }.first?.plainText
        return "\(file.number) \(title ?? file.name)"
    }
}

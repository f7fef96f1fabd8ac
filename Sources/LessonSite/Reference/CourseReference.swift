import LessonKit

/// The reference of the libraries that the lessons import: a page for each of their files, and where each declaration stands.
struct CourseReference: Sendable {
    let library: LibraryReference
    let files: [ReferenceFile]
    /// The declarations by the names that the compiler's tools know them by.
    let symbols: [String: LibrarySymbol]
    /// Declarations whose source is that of others too, as where a library is compiled for two precisions, by the same names.
    let twins: [String: String]
    /// The names of protocols.
    private let protocols: Set<String>
    /// The lessons that use a declaration, by the same names.
    private let uses: [String: [ReferenceFile.Link]]
    /// The paths of pages on which types are declared, by module and name.
    private let typePages: [String: String]

    init(_ library: LibraryReference, reports: [Report]) {
        self.library = library
        let (ownSymbols, twins) = Self.withoutTwins(library)
        files = ReferenceFile.all(of: ownSymbols)
        self.twins = twins
        symbols = Dictionary(library.symbols.map { ($0.usr, $0) }) { first, _ in first }
        protocols = Set(
            library.symbols.filter { $0.kind == "Protocol" }.map { $0.path.joined(separator: ".") } + ["Error"])
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
            for usr in Set(report.names.flatMap(\.symbols).map { twins[$0.usr] ?? $0.usr }) {
                uses[usr, default: []].append(link)
            }
        }
        self.uses = uses
    }

    /// The declarations that have places of their own in the reference, and of the others those whose place they share.
    private static func withoutTwins(_ library: LibraryReference) -> ([LibrarySymbol], [String: String]) {
        var files: [String: String] = [:], places: [String: String] = [:], twins: [String: String] = [:]
        let own = library.symbols.filter { symbol in
            guard let named = symbol.file else { return true }
            if files[named] == nil { files[named] = library.source(of: symbol).map(Files.resolved) ?? named }
            let place =
                "\(files[named] ?? named) \(symbol.line) \(symbol.path.joined(separator: ".")) \(symbol.declaration)"
            guard let first = places[place] else {
                places[place] = symbol.usr
                return true
            }
            twins[symbol.usr] = first
            return false
        }
        return (own, twins)
    }

    /// A variable's declaration with `any` before the protocols in its type, which the compiler's names leave out.
    func sayingAny(_ text: String) -> String {
        guard let colon = text.firstRange(of: ": ") else { return text }
        var type = "", word = ""
        for letter in text[colon.upperBound...] + " " {
            if letter.isLetter || letter.isNumber || letter == "_" || letter == "." {
                word.append(letter)
            } else {
                type +=
                    protocols.contains(word) && !type.hasSuffix("some ") && !type.hasSuffix("any ")
                    ? "any " + word : word
                type.append(letter)
                word = ""
            }
        }
        return String(text[..<colon.upperBound]) + String(type.dropLast())
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

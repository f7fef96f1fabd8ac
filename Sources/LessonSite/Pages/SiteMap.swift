import LessonKit

/// The pages of the Markdown files, or their chapters in a book, and the targets of links between them.
struct SiteMap {
    /// What the texts are written for.
    enum Medium {
        case site, book
    }

    let medium: Medium
    /// Where the site can be read on the web; nil where that is not known.
    var siteAddress: String?
    /// The folder of the lessons.
    let folder: String
    /// The path of the page of each Markdown file, below the site's folder, by the file's path below `Lessons`.
    let pages: [String: String]

    init(folder: String, pages: [String: String]) {
        medium = .site
        self.folder = folder
        self.pages = pages
    }

    /// The path below `Lessons` of a file in it.
    static func path(of file: Course.LessonFile) -> String { "\(file.part)/\(file.path.fileName)" }

    /// The files outside the parts that have pages, in the order of their links: the course's README and its notation.
    static let texts = ["README.md": "readme.html", "notation.md": "notation.html"].sorted { $0.key < $1.key }

    /// The pages of a course: one for each lesson, and the README of each part as the part's first page.
    init(of course: Course) {
        medium = .site
        folder = course.root + "/Lessons"
        var pages: [String: String] = [:]
        for (file, page) in Self.texts where Files.isFile("\(folder)/\(file)") { pages[file] = page }
        for part in course.parts where !part.lessons.isEmpty {
            pages["\(part.folder)/README.md"] = "\(part.folder)/index.html"
            for file in part.lessons {
                let path = Self.path(of: file)
                pages[path] = path.dropLast(3) + ".html"
            }
        }
        self.pages = pages
    }

    /// The chapters of a book: the introduction and the lessons of each part, and the notation; links to the course's README
    /// lead to the contents.
    init(ofBook course: Course) {
        medium = .book
        siteAddress = SiteFiles.address(in: course.root)
        folder = course.root + "/Lessons"
        var pages = ["README.md": "contents.xhtml"]
        if Files.isFile("\(folder)/notation.md") { pages["notation.md"] = "notation.xhtml" }
        for part in course.parts where !part.lessons.isEmpty {
            pages["\(part.folder)/README.md"] = "part-\(part.number).xhtml"
            for file in part.lessons { pages[Self.path(of: file)] = file.number + ".xhtml" }
        }
        self.pages = pages
    }

    /// Where a link may lead.
    enum Target {
        case web(String)
        case page(Reference)
        case file(String)
        case missing(String)
        case forbidden
    }

    /// The target of a link in a Markdown file.
    func target(of url: String, from path: String) -> Target {
        let scheme = url.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
        if url.dropFirst(scheme.count).first == ":" {
            return ["http", "https", "mailto"].contains(scheme.lowercased()) ? .web(url) : .forbidden
        }
        guard !url.hasPrefix("//"), !url.hasPrefix("\\") else { return .forbidden }
        let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let fragment = parts.count > 1 ? String(parts[1]).percentDecoded : nil
        let name = String(parts.first?.prefix { $0 != "?" } ?? "").percentDecoded
        if name.isEmpty { return .page(Reference(path: path, fragment: fragment)) }
        guard !name.hasPrefix("/"), let whole = Self.join(path.contains("/") ? path.folder : "", name) else {
            return .missing("\(url) is outside the folder of the lessons.")
        }
        let opened = whole.isEmpty ? "README.md" : whole + "/README.md"
        for candidate in [whole, opened] where pages[candidate] != nil {
            return .page(Reference(path: candidate, fragment: fragment))
        }
        if whole.hasSuffix(".md") || !Files.isFile("\(folder)/\(whole)") {
            let near = suggestion(for: whole, among: Array(pages.keys).sorted())
            return .missing("there is no Lessons/\(whole)\(near.isEmpty ? "." : near)")
        }
        return Files.isInside(folder, "\(folder)/\(whole)")
            ? .file(whole) : .missing("\(url) is outside the folder of the lessons.")
    }

    /// A relative path, resolved from a folder; nil if it leaves the folder of the lessons.
    private static func join(_ folder: String, _ path: String) -> String? {
        var names = folder.split(separator: "/")
        for name in path.split(separator: "/") where name != "." {
            if name != ".." { names.append(name) } else if names.popLast() == nil { return nil }
        }
        return names.joined(separator: "/")
    }

    /// The address of a place, from the page of a Markdown file.
    func address(of reference: Reference, from path: String) -> String {
        let fragment = reference.fragment.map { "#" + $0 } ?? ""
        return reference.path == path && !fragment.isEmpty
            ? fragment : root(from: path) + (pages[reference.path] ?? "") + fragment
    }

    func address(ofFile file: String, from path: String) -> String {
        medium == .book ? "files/" + file.percentEncoded : root(from: path) + file.percentEncoded
    }

    /// The relative path from a page up to the site's folder; all chapters of a book are in one.
    private func root(from path: String) -> String { medium == .book ? "" : Self.root(from: path) }

    /// The relative path from a page of the site up to its folder.
    static func root(from path: String) -> String { String(repeating: "../", count: path.filter { $0 == "/" }.count) }

    static func isPicture(_ path: String) -> Bool {
        ["png", "jpg", "jpeg", "gif", "webp", "svg"].contains { path.lowercased().hasSuffix(".\($0)") }
    }
}

/// A page of the course, or a heading on it, that a text links to.
struct Reference {
    /// The path of the Markdown file.
    var path: String
    /// The id of a heading.
    var fragment: String?
    /// The line of the link.
    var line = 1
}

extension String {
    /// The text with percent-encoded bytes such as `%20` decoded.
    var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let hex = String(rest.prefix(2)), let value = UInt8(hex, radix: 16),
                hex.count == 2, hex.first != "+"
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path with percent-encoding for the characters that have a meaning in an address.
    var percentEncoded: String {
        split(separator: "", omittingEmptySubsequences: true).map { character in
            ["%", "?", "#", ":", "\\"].contains(character)
                ? character.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined() : String(character)
        }.joined()
    }
}

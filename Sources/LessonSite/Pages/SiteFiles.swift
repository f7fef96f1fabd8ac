import LessonKit

/// The template, style and scripts of a course's site: its own, and for the rest those that come with the command.
enum SiteFiles {
    /// The folder that comes with the command: beside it or, in the package that it was built from, in that package.
    private static let common: String? = {
        let beside = Installation.current.folder + "/Site"
        return Files.isFolder(beside) ? beside : Installation.current.packageFolder.map { $0 + "/Site" }
    }()

    /// The path of a file such as `page.html`; nil if there is none.
    static func path(_ name: String, in root: String) -> String? {
        [root + "/Site", common].compactMap { $0.map { "\($0)/\(name)" } }.first(where: Files.isFile)
    }

    /// The course's title: the first line of `Site/title.txt` or, where there is none, the folder's name.
    static func title(in root: String) -> String {
        let line = firstLine(of: "title.txt", in: root)
        return line.allSatisfy(\.isWhitespace) ? root.fileName : line
    }

    /// The first line of a course's own file that is not empty; empty where there is none.
    private static func firstLine(of name: String, in root: String) -> String {
        let text = (try? Files.read("\(root)/Site/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// Where the site can be read on the web: the first line of `Site/address.txt`; nil where there is none.
    static func address(in root: String) -> String? {
        let line =
            firstLine(of: "address.txt", in: root).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard line.hasPrefix("https://") || line.hasPrefix("http://") else { return nil }
        return line.hasSuffix("/") ? String(line.dropLast()) : line
    }

    /// The path of the course's own style; nil where it has none.
    static func ownStyle(in root: String) -> String? {
        let path = root + "/Site/own.css"
        return Files.isFile(path) ? path : nil
    }
}

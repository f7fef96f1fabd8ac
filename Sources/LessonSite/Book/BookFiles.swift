import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Book {
    /// Writes the book as `book.pdf` and `book.epub`; returns their paths. The files are new each time, in a folder that is the
    /// caller's.
    public func write(to folder: String) throws -> [String] {
        let printed = try TemporaryFolder(), packed = try TemporaryFolder()
        let made = [
            ("book.pdf", try PrintedBook(book: self).write(in: printed.path)),
            ("book.epub", try EPUB(book: self).write(in: packed.path)),
        ]
        return try made.map { name, path in
            try Files.write(try Files.read(path), to: "\(folder)/\(name)")
            return "\(folder)/\(name)"
        }
    }

    /// The title page.
    var titlePage: String {
        "<section class=\"title\">\n<h1>\(title.htmlEscaped)</h1>\n<p>\(lead)</p>\n</section>\n"
    }

    /// Writes files to a folder.
    static func write(_ files: [String: Site.Content], to folder: String) throws {
        for (name, content) in files {
            let path = "\(folder)/\(name)"
            try Files.makeFolder(path.folder)
            switch content {
            case .text(let make): try Files.write(try make(), to: path)
            case .bytes(let make): try Files.write(Data(try make()), to: path)
            case .copy(let source): try Files.copy(source, to: path)
            }
        }
    }

    /// Runs the first of some programs that is on the search path, which a Debian package has.
    static func run(_ names: [String], _ arguments: [String], package: String, in folder: String) throws -> Tool.Output
    {
        guard let program = names.lazy.compactMap(Tool.path).first else {
            throw MissingRequirement(
                description:
                    "There is no ‘\(names[0])’, which makes the book; install it with ‘apt-get install \(package)’."
            )
        }
        return try Tool.run(
            program, arguments, in: folder,
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"],
            limit: .seconds(1200))
    }
}

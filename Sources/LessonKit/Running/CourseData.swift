#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files of a course that its programs can read, as `Data` in their working folder.
package struct CourseData: Sendable {
    /// Their folder, which need not exist.
    package let folder: String

    package init(of course: Course) { folder = course.root + "/Lessons/Data" }

    /// Whether the folder exists.
    var isThere: Bool { Files.isFolder(folder) }

    /// The folder, and files elsewhere that links in it lead to.
    var readablePaths: [String] {
        let targets = Files.all(in: folder).filter { Files.destination(of: $0) != nil }
            .map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        // More than a few links are a tree of links, whose files are in the same folders.
        return [folder] + (targets.count > 16 ? targets.map(\.folder) : targets)
    }

    /// What a program can read in it: each path with the hash of its contents, also where links lead.
    func contents(_ hashes: ContentHashes) -> [ExactText] {
        var contents = Self.contents(of: folder, shownAs: "Data", hashes)
        // A folder that is readable for the sake of some files in it shows the others too.
        for path in Set(readablePaths.dropFirst().map(ExactText.init)).sorted() where Files.isFolder(path.text) {
            contents += Self.contents(of: path.text, shownAs: path.text, hashes)
        }
        return contents
    }

    private static func contents(of folder: String, shownAs name: String, _ hashes: ContentHashes) -> [ExactText] {
        FileTree(below: folder).entries.map { entry in
            let shown = name + entry.path.dropFirst(folder.count)
            let content =
                switch entry.kind {
                case .file: hashes.hash(of: entry.path)
                case .folder: entry.original.map { "the folder \(name)\($0.dropFirst(folder.count))" } ?? "a folder"
                case .other: "no file"
                case .unreadable(let reason): reason
                }
            let link = Files.destination(of: entry.path).map { ", a link to \($0)" } ?? ""
            return ExactText("\(shown): \(content)\(link)")
        }
    }
}

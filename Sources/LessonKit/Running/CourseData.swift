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

    /// The folder, and what links in it lead to elsewhere.
    var readablePaths: [String] { [folder] + (foldersOfTargets ?? targets) }

    /// Where links in the folder lead.
    private var targets: [String] {
        Files.all(in: folder).filter { Files.destination(of: $0) != nil }
            .map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    }

    /// The folders of what links lead to, if there are more than a few: those are a tree of links, whose files are in the
    /// same folders. Nil if there are few.
    private var foldersOfTargets: [String]? {
        let targets = targets
        return targets.count > 16 ? Set(targets.map { ExactText($0.folder) }).sorted().map(\.text) : nil
    }

    /// What a program can read in it: each path with the hash of its contents, also where links lead.
    func contents(_ hashes: ContentHashes) -> [ExactText] {
        var contents = Self.contents(of: folder, shownAs: "Data", hashes)
        // A folder that is readable for the sake of some files in it shows the others too.
        for path in foldersOfTargets ?? [] { contents += Self.contents(of: path, shownAs: path, hashes) }
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

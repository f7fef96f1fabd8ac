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

    /// A description of each file's size and modification time.
    var fingerprints: [String] {
        Files.all(in: folder).map { "Data\($0.dropFirst(folder.count)): \(Files.fingerprint(of: $0))" }
    }
}

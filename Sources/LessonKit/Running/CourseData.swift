#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files of a course that its programs can read, as `Data` in their working folder.
package struct CourseData: Sendable {
    /// Their folder, which need not be there.
    package let folder: String

    package init(of course: Course) { folder = course.root + "/Lessons/Data" }

    /// Whether there is such a folder.
    var isThere: Bool { Files.isFolder(folder) }

    /// The folder, and the files elsewhere to which links in it lead.
    var visiblePaths: [String] {
        let targets = Files.all(in: folder).filter { Files.destination(of: $0) != nil }
            .map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        // More links than a few are a tree of links, whose files lie together.
        return [folder] + (targets.count > 16 ? targets.map(\.folder) : targets)
    }

    /// What tells each file from others in its place.
    var fingerprints: [String] {
        Files.all(in: folder).map { "Data\($0.dropFirst(folder.count)): \(Files.stamp(of: $0))" }
    }
}

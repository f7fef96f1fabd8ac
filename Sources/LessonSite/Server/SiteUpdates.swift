import LessonKit
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

extension SiteServer {
    /// Keeps the site up to date until the command is interrupted: shows what is known at once, verifies meanwhile, lessons that are
    /// `opened` first, and does so again at each change. `makeVerifier` makes a verifier of a course; the observer is told of what is
    /// verified, and `report` of everything that is wrong.
    public func run(
        root: String, library: CourseLibrary, opened: [Course.LessonFile] = [],
        makeVerifier: (Course) throws -> Verifier, observer: any VerificationObserver,
        report: @escaping @Sendable (String) -> Void
    ) throws {
        let publisher = SitePublisher(server: self, root: root, report: report)
        detached { publisher.run() }
        detached { publisher.runLiveCells() }
        defer { publisher.stop() }
        // Every lesson runs with these: when they change, all lessons must run again.
        let data = CourseData(of: Course(root: root)).folder + "/"
        let shared = library.binaries.map(\.file) + [Installation.current.command]
        let sources = library.watchedFolders
        var watch = FileWatch { Self.files(in: root) + shared + sources.flatMap(Files.all) }
        var isFirst = true
        var next: Set<String>? = []
        while let changed = next {
            do {
                let isShared = changed.contains { path in
                    path.hasPrefix(data) || shared.contains(path) || sources.contains { path.hasPrefix($0 + "/") }
                }
                let verifier = try makeVerifier(Course(root: root))
                notebook.use(verifier, changed: isShared || isFirst ? nil : changed)
                publisher.verify(
                    by: verifier, changed: isShared ? nil : changed, opened: isFirst ? opened : [], observer: observer)
            } catch {
                if isFirst && !isRunnerInterrupted() { throw error }
                publisher.say(error)
            }
            isFirst = false
            next = watch.wait(unless: { publisher.failure != nil })
        }
        if let failure = publisher.failure { throw failure }
    }

    /// The files of the lessons, and the pages' template, styles and scripts.
    static func files(in root: String) -> [String] {
        Files.all(in: root + "/Lessons")
            + ["Site", "Site/Live", "Site/Notebook"].flatMap { folder in
                Files.names(in: "\(root)/\(folder)").map { "\(root)/\(folder)/\($0)" }.filter(Files.isFile)
            }
    }
}

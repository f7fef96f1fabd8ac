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
    /// Keeps the site up to date until the command is interrupted: shows what is known at once, verifies meanwhile, and does so
    /// again at each change. `makeVerifier` makes a verifier of a course; `observe` is told of the verification of so many lessons,
    /// and `report` of everything that is wrong.
    public func run(
        root: String, library: CourseLibrary, makeVerifier: (Course) throws -> Verifier,
        observe: (Int) -> any VerificationObserver, ended: (any VerificationObserver) -> Void,
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
                let course = Course(root: root)
                let isShared = changed.contains { path in
                    path.hasPrefix(data) || shared.contains(path) || sources.contains { path.hasPrefix($0 + "/") }
                }
                let verifier = try makeVerifier(course)
                notebook.use(verifier, changed: isShared || isFirst ? nil : changed)
                let files = publisher.begin(verifier, changed: isShared ? nil : changed)
                let observer = observe(files.count)
                defer { ended(observer) }
                try verifier.verify(files, observer: Both(first: observer, second: publisher), condense: { _ in }) {
                    _ in
                }
            } catch {
                // Whoever ends the command knows why it ends.
                if isRunnerInterrupted() { break }
                guard !isFirst else { throw error }
                for diagnostic in (error as? PackageFailure)?.diagnostics ?? [] { report("\(diagnostic)") }
                report("\(error)")
            }
            publisher.finish()
            if isFirst, let failure = publisher.failure { throw failure }
            isFirst = false
            next = watch.wait()
        }
    }

    /// The files of the lessons, and the pages' template, styles and scripts.
    static func files(in root: String) -> [String] {
        Files.all(in: root + "/Lessons")
            + ["Site", "Site/Live", "Site/Notebook"].flatMap { folder in
                Files.names(in: "\(root)/\(folder)").map { "\(root)/\(folder)/\($0)" }.filter(Files.isFile)
            }
    }
}

/// Tells two observers.
private struct Both: VerificationObserver {
    let first: any VerificationObserver, second: any VerificationObserver

    func begins(_ file: Course.LessonFile) {
        first.begins(file)
        second.begins(file)
    }

    func reaches(_ cell: Cell, of file: Course.LessonFile) {
        first.reaches(cell, of: file)
        second.reaches(cell, of: file)
    }

    func ends(_ report: Report) {
        first.ends(report)
        second.ends(report)
    }
}

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
    /// again at each change. What has changed is verified first, before it the lessons `opened`, and at once: lessons that are
    /// verified meanwhile are left and begun again after it. `makeVerifier` makes a verifier of a course; `observe` is told of the
    /// verification of so many lessons, and `report` of everything that is wrong.
    public func run(
        root: String, library: CourseLibrary, opened: [Course.LessonFile] = [],
        makeVerifier: (Course) throws -> Verifier, observe: (Int) -> any VerificationObserver,
        ended: (any VerificationObserver) -> Void, report: @escaping @Sendable (String) -> Void
    ) throws {
        let publisher = SitePublisher(server: self, root: root, report: report)
        detached { publisher.run() }
        detached { publisher.runLiveCells() }
        defer { publisher.stop() }
        // Every lesson runs with these: when they change, all lessons must run again.
        let data = CourseData(of: Course(root: root)).folder + "/"
        let shared = library.binaries.map(\.file) + [Installation.current.command]
        let sources = library.watchedFolders
        let watch = SavedFiles { Self.files(in: root) + shared + sources.flatMap(Files.all) }
        detached { watch.run() }
        defer { watch.stop() }
        var isFirst = true
        var next: Set<String>? = Set(opened.map(\.path))
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
                let urgent = files.filter { changed.contains($0.path) }
                for files in [urgent, files.filter { !changed.contains($0.path) }] {
                    try verifier.verify(
                        files, observer: Both(first: observer, second: publisher), isStopped: { watch.hasChanges },
                        condense: { _ in }
                    ) { _ in }
                }
            } catch {
                // Whoever ends the command knows why it ends.
                if isRunnerInterrupted() { break }
                guard !isFirst else { throw error }
                for diagnostic in (error as? PackageFailure)?.diagnostics ?? [] { report("\(diagnostic)") }
                report("\(error)")
            }
            // What is left will be verified with what has changed.
            if !watch.hasChanges { publisher.finish() }
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

/// What has been saved while something else was done.
private final class SavedFiles: Sendable {
    private struct State {
        var watch: FileWatch
        var changed: Set<String> = []
        var isStopped = false
    }

    private let state: Mutex<State>

    /// Begins to watch files; `paths` is called at each check.
    init(_ paths: @escaping @Sendable () -> [String]) { state = Mutex(State(watch: FileWatch(paths))) }

    /// Looks for changes until it is stopped.
    func run() {
        while !state.withLock({ $0.isStopped }) {
            state.withLock { state in
                if let changed = state.watch.changes() { state.changed.formUnion(changed) }
            }
            usleep(40_000)
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Whether something has been saved that nobody has asked for yet.
    var hasChanges: Bool { state.withLock { !$0.changed.isEmpty } }

    /// Waits until something changes; returns the paths of all changed files, or nil when the command is interrupted.
    func wait() -> Set<String>? {
        while !isRunnerInterrupted() {
            let changed = state.withLock { state in
                defer { state.changed = [] }
                return state.changed
            }
            if !changed.isEmpty { return changed }
            usleep(20_000)
        }
        return nil
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

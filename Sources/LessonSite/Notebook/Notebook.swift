import LessonKit
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The lessons that are open in pages, and what these pages say.
final class Notebook: Sendable {
    private struct State {
        var verifier: Verifier?
        var sessions: [String: NotebookSession] = [:]
        /// The lesson of each page, once it has been opened.
        var pages: [PageSocket: NotebookSession?] = [:]
    }

    private let state = Mutex(State())

    /// Takes the lessons of a course from now on. Sessions of lessons whose files have changed end; their pages are loaded again.
    func use(_ verifier: Verifier, changed: Set<String>?) {
        let ended = state.withLock { state in
            state.verifier = verifier
            let files = Dictionary(uniqueKeysWithValues: verifier.course.lessons.map { (Self.path(of: $0), $0.path) })
            let ended = state.sessions.filter { path, _ in
                files[path].map { file in changed.map { $0.contains(file) } ?? true } ?? true
            }
            for path in ended.keys { state.sessions[path] = nil }
            return ended.values
        }
        for session in ended { session.close() }
    }

    /// A lesson's path below `Lessons` without the ending.
    private static func path(of file: Course.LessonFile) -> String { String(SiteMap.path(of: file).dropLast(3)) }

    /// The conversation with a page.
    func conversation() -> PageSocket {
        PageSocket(
            opened: { [self] page in state.withLock { $0.pages[page] = .some(nil) } },
            receive: { [self] page, text in receive(text, from: page) },
            closed: { [self] page in state.withLock { $0.pages.removeValue(forKey: page) }??.remove(page) })
    }

    private func receive(_ text: String, from page: PageSocket) {
        guard let request = try? JSONDecoder().decode(NotebookRequest.self, from: Data(text.utf8)) else {
            return page.close()
        }
        if case .resetProgress = request { return resetProgress() }
        guard case .open(let path) = request else {
            state.withLock { $0.pages[page] ?? nil }?.handle(request, from: page)
            return
        }
        do {
            let session = try session(of: path)
            state.withLock { $0.pages[page] = session }
            session.add(page)
        } catch {
            let event = NotebookEvent.refused(reason: "\(error)")
            if let data = try? JSONEncoder().encode(event) { page.send(String(decoding: data, as: UTF8.self)) }
        }
    }

    private func session(of path: String) throws -> NotebookSession {
        try state.withLock { state in
            if let session = state.sessions[path] { return session }
            guard let verifier = state.verifier,
                let file = verifier.course.lessons.first(where: { Self.path(of: $0) == path })
            else { throw Refusal(description: "There is no lesson \(path); it may have another name by now.") }
            let session = try NotebookSession(file, path: path, verifier: verifier)
            state.sessions[path] = session
            return session
        }
    }

    /// The exercises passed, by lesson.
    var passed: [String: [Int]] {
        state.withLock { $0.verifier }.map { LearnerProgress(in: $0.course).passed } ?? [:]
    }

    /// Forgets which exercises were passed.
    private func resetProgress() { state.withLock { $0.verifier }.map { LearnerProgress(in: $0.course).reset() } }

    /// Ends the sessions that no page has used for a while.
    func sweep() {
        let abandoned = state.withLock { state in
            let abandoned = state.sessions.filter { $0.value.isAbandoned }
            for path in abandoned.keys { state.sessions[path] = nil }
            return abandoned.values
        }
        for session in abandoned { session.close() }
    }

    /// Ends everything.
    func close() {
        let (sessions, pages) = state.withLock { state in
            defer { state = State() }
            return (Array(state.sessions.values), Array(state.pages.keys))
        }
        for page in pages { page.close() }
        for session in sessions { session.close() }
    }
}

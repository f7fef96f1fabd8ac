import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages in which a lesson is open, in one window or many. All are told what happens to it.
final class NotebookPages: Sendable {
    private struct State {
        var pages: Set<PageSocket> = []
        /// When the last page was closed.
        var emptySince: ContinuousClock.Instant? = .now
    }

    private let state = Mutex(State())

    func add(_ page: PageSocket) {
        state.withLock { state in
            state.pages.insert(page)
            state.emptySince = nil
        }
    }

    func remove(_ page: PageSocket) {
        state.withLock { state in
            state.pages.remove(page)
            if state.pages.isEmpty { state.emptySince = .now }
        }
    }

    /// Whether no page has been open for ten minutes.
    var areAbandoned: Bool {
        state.withLock { state in state.emptySince.map { ContinuousClock.now - $0 > .seconds(600) } ?? false }
    }

    /// Tells all pages of an event, or one of them.
    func tell(_ event: NotebookEvent, to page: PageSocket? = nil) {
        guard let data = try? JSONEncoder().encode(event) else { return }
        let text = String(decoding: data, as: UTF8.self)
        if let page { return page.send(text) }
        for page in state.withLock({ $0.pages }) { page.send(text) }
    }

    /// Does what a page asks for, or tells it why that cannot be done.
    func perform(for page: PageSocket, _ work: () throws -> Void) {
        do { try work() } catch { tell(.refused(reason: "\(error)"), to: page) }
    }
}

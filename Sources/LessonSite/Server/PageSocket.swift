import FlyingFox
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One end of a WebSocket: texts come, and texts are sent.
final class PageSocket: WSHandler, Sendable {
    /// The longest message that is read, and how much may wait for a page that does not read.
    static let longestMessage = 4 << 20, longestQueue = 64 << 20

    private struct State {
        var frames: [WSFrame] = []
        var waitingBytes = 0
        var reader: CheckedContinuation<WSFrame?, Never>?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let receive: @Sendable (PageSocket, String) -> Void
    private let opened: @Sendable (PageSocket) -> Void
    private let closed: @Sendable (PageSocket) -> Void

    /// Calls `opened` when the page listens, `receive` with each text that comes, in their order, and `closed` once at the end.
    init(
        opened: @escaping @Sendable (PageSocket) -> Void = { _ in },
        receive: @escaping @Sendable (PageSocket, String) -> Void = { _, _ in },
        closed: @escaping @Sendable (PageSocket) -> Void = { _ in }
    ) {
        (self.opened, self.receive, self.closed) = (opened, receive, closed)
    }

    /// Sends a text when the page is ready for it.
    func send(_ text: String) { send(WSFrame(fin: true, opcode: .text, mask: nil, payload: Data(text.utf8))) }

    private func send(_ frame: WSFrame) {
        let isTooMuch = state.withLock { state in
            guard !state.isClosed else { return false }
            if let reader = state.reader {
                state.reader = nil
                reader.resume(returning: frame)
            } else {
                state.frames.append(frame)
                state.waitingBytes += frame.payload.count
            }
            return state.waitingBytes > Self.longestQueue
        }
        if isTooMuch { close() }
    }

    /// Ends the conversation.
    func close() {
        let isFirst = state.withLock { state in
            defer {
                state.isClosed = true
                state.frames = []
                state.reader?.resume(returning: nil)
                state.reader = nil
            }
            return !state.isClosed
        }
        if isFirst { closed(self) }
    }

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        Task(executorPreference: ServerExecutor.shared) { [self] in
            try? await read(client)
            close()
        }
        opened(self)
        return AsyncStream(unfolding: { [self] in await next() }, onCancel: { [self] in close() })
    }

    private func next() async -> WSFrame? {
        await withCheckedContinuation { reader in
            state.withLock { state in
                if state.isClosed {
                    reader.resume(returning: nil)
                } else if let frame = state.frames.first {
                    state.frames.removeFirst()
                    state.waitingBytes -= frame.payload.count
                    reader.resume(returning: frame)
                } else {
                    state.reader = reader
                }
            }
        }
    }

    /// Reads until the page ends the conversation, or breaks its rules (RFC 6455).
    private func read(_ client: AsyncThrowingStream<WSFrame, any Error>) async throws {
        var message: Data?
        for try await frame in client {
            switch (frame.opcode, message) {
            case (.ping, _): send(WSFrame(fin: true, opcode: .pong, mask: nil, payload: frame.payload))
            case (.pong, _): continue
            case (.text, nil): message = frame.payload
            case (.continuation, .some): message?.append(frame.payload)
            default: return
            }
            guard let whole = message else { continue }
            guard whole.count <= Self.longestMessage else { return }
            guard frame.fin, frame.opcode != .ping else { continue }
            guard let text = String(validating: whole, as: UTF8.self) else { return }
            message = nil
            receive(self, text)
        }
    }
}

extension PageSocket: Hashable {
    /// Whether both are the same conversation.
    static func == (a: PageSocket, b: PageSocket) -> Bool { a === b }
    /// Feeds its identity to the hasher.
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

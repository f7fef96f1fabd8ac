import LessonKit
import Synchronization

/// Tells what may be written at a place in code that is being written, and what is there, where the toolchain's language server
/// says so soon enough.
final class CodeAssistant: Sendable {
    private let verifier: Verifier
    private let completions = CodeExaminer(), descriptions = CodeExaminer()
    private let server = Mutex(Server.notStarted)

    private enum Server {
        case notStarted, missing
        case running(LanguageServer)
    }

    /// How long a list that comes by itself may take to come: later, it would be in the way. Whoever has asked for it waits longer.
    private static let limit = Duration.milliseconds(300), limitWhenAsked = Duration.seconds(5)

    init(_ verifier: Verifier) { self.verifier = verifier }

    /// Makes the server ready: its first answer takes seconds.
    func prepare(_ code: @escaping @Sendable () -> WrittenCode?) {
        descriptions.examine { [self] in
            _ = ask { try code()?.description(atLine: 0, column: 0, from: $0, within: .seconds(30)) }
        }
    }

    /// What may be written at a place, told to `answer`; nothing is told if it takes too long.
    func complete(
        _ code: @escaping @Sendable () -> WrittenCode?, line: Int, column: Int, isAsked: Bool,
        answer: @escaping @Sendable ([CodeCompletion]) -> Void
    ) {
        completions.examine { [self] in
            let limit = isAsked ? Self.limitWhenAsked : Self.limit
            let found = ask { try code()?.completions(atLine: line, column: column, from: $0, within: limit) }
            answer(Array((found ?? []).prefix(60)))
        }
    }

    /// What stands at a place, told to `answer`.
    func describe(
        _ code: @escaping @Sendable () -> WrittenCode?, line: Int, column: Int,
        answer: @escaping @Sendable (CodeDescription?) -> Void
    ) {
        descriptions.examine { [self] in
            answer(ask { try code()?.description(atLine: line, column: column, from: $0, within: Self.limit) } ?? nil)
        }
    }

    /// Ends the server.
    func close() { server.withLock { $0 = .missing } }

    private func ask<Answer>(_ question: (LanguageServer) throws -> Answer?) -> Answer? {
        guard let running = try? running() else { return nil }
        do { return try question(running) } catch LanguageServer.Failure.ended {
            // The next question starts another one.
            server.withLock { if case .running = $0 { $0 = .notStarted } }
            return nil
        } catch { return nil }
    }

    private struct Missing: Error {}

    private func running() throws -> LanguageServer {
        try server.withLock { server in
            if case .notStarted = server { server = try verifier.languageServer().map { .running($0) } ?? .missing }
            guard case .running(let running) = server else { throw Missing() }
            return running
        }
    }
}

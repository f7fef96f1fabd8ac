import Dispatch
import Synchronization

/// The check of a whole program by the compiler, beside the compilation of the cells that have changed.
final class ProgramCheck: Sendable {
    private let group = DispatchGroup()
    private let outcome = Mutex<[CompilerDiagnostic]??>(nil)
    /// Something can be read from it when the check is over.
    nonisolated(unsafe) let end: FileDescriptor

    /// Begins.
    init(of program: Program, in folder: String, by toolchain: Toolchain) throws {
        let (read, write) = try FileDescriptor.pipe()
        end = read
        nonisolated(unsafe) let written = write
        DispatchQueue.global().async(group: group) {
            let warnings = try? toolchain.warnings(about: program, in: folder, limit: .seconds(60))
            self.outcome.withLock { $0 = .some(warnings) }
            written.write(byte: 1)
        }
    }

    /// The compiler's warnings, or nil in place of them if it refuses the program; nil as long as it has not ended.
    var result: [CompilerDiagnostic]?? { outcome.withLock { $0 } }

    /// Waits for its end; returns the compiler's warnings, or nil if it refuses the program.
    @discardableResult func wait() -> [CompilerDiagnostic]? {
        group.wait()
        return result ?? nil
    }
}

/// Holds events back until it is certain that they may be told.
final class EventGate {
    private let onEvent: (ExecutionEvent) -> Void
    private var held: [ExecutionEvent] = []
    private(set) var isOpen = false

    init(_ onEvent: @escaping (ExecutionEvent) -> Void) { self.onEvent = onEvent }

    func receive(_ event: ExecutionEvent) { if isOpen { onEvent(event) } else { held.append(event) } }

    /// Tells what was held back, and from now on everything at once.
    func open() {
        isOpen = true
        for event in held { onEvent(event) }
        held = []
    }
}

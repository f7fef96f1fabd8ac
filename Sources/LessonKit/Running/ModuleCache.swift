import Synchronization

/// What the compiler keeps of the modules that programs import. Its files may be damaged, by a full disk or a machine that
/// stopped while they were written, and the compiler does not mend them.
final class ModuleCache: Sendable {
    /// An absolute path, always the same: two spellings of one folder would be two caches.
    let folder: String
    /// How often it has been emptied.
    private let count = Mutex(0)

    init(_ folder: String) { self.folder = folder }

    /// Calls the compiler; where it fails because of what is kept, empties the cache and calls it again.
    func use(_ compile: () throws -> Tool.Output) throws -> Tool.Output {
        let before = count.withLock { $0 }
        let output = try compile()
        guard isToBlame(for: output) else { return output }
        count.withLock { count in
            // Another program may have met the same file, and emptied the cache meanwhile.
            guard count == before else { return }
            Files.discard(folder)
            count += 1
        }
        return try compile()
    }

    /// Whether the compiler names a file of the cache as what it failed by, or failed without telling anything.
    private func isToBlame(for output: Tool.Output) -> Bool {
        switch output.termination {
        case .exited(0), .timedOut, .outputLimitExceeded: false
        case .exited(1): output.output.contains(folder)
        case .exited, .signalled: true
        }
    }
}

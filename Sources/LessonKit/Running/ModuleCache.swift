import Synchronization

/// The compiler's cache of the modules that programs import. A full disk or a crash of the machine may damage its
/// files, and the compiler does not repair them.
final class ModuleCache: Sendable {
    /// The absolute path of the cache, always spelled the same: another spelling would be another cache.
    let folder: String
    /// How often the cache has been emptied.
    private let resetCount = Mutex(0)

    init(_ folder: String) { self.folder = folder }

    /// Calls the compiler; if it fails because of the cache, empties the cache and calls it again.
    func compile(_ compile: () throws -> Tool.Output) throws -> Tool.Output {
        let countBefore = resetCount.withLock { $0 }
        let output = try compile()
        guard isCause(of: output) else { return output }
        resetCount.withLock { resetCount in
            // Another program may have met the same damaged file and emptied the cache in the meantime.
            guard resetCount == countBefore else { return }
            Files.discard(folder)
            resetCount += 1
        }
        return try compile()
    }

    /// Whether the compiler blames a file of the cache, or crashed.
    private func isCause(of output: Tool.Output) -> Bool {
        switch output.termination {
        case .exited(0), .timedOut, .outputLimitExceeded: false
        case .exited(1): output.output.contains(folder)
        case .exited, .signalled: true
        }
    }
}

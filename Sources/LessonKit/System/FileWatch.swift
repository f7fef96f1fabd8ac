#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Notices when files are changed, created or deleted.
package struct FileWatch {
    private let paths: () -> [String]
    /// The fingerprint of each file when it was last checked, by path.
    private var fingerprints: [String: String]

    /// Begins to watch files; `paths` is called at each check, so that new files are noticed.
    package init(_ paths: @escaping () -> [String]) {
        self.paths = paths
        fingerprints = Self.fingerprints(of: paths())
    }

    /// Waits until something changes; returns the paths of all changed files, or nil when the command is interrupted or `isUnneeded`
    /// says so.
    package mutating func wait(unless isUnneeded: () -> Bool = { false }) -> Set<String>? {
        while !isRunnerInterrupted() && !isUnneeded() {
            let now = Self.fingerprints(of: paths())
            if now != fingerprints {
                defer { fingerprints = now }
                return Set(fingerprints.keys).union(now.keys).filter { fingerprints[$0] != now[$0] }
            }
            usleep(40_000)
        }
        return nil
    }

    private static func fingerprints(of paths: [String]) -> [String: String] {
        Dictionary(paths.map { ($0, Files.fingerprint(of: $0)) }) { first, _ in first }
    }
}

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Notices when files change, come or go.
package struct FileWatch {
    private let paths: () -> [String]
    /// What tells each file from another in its place, when it was last looked at.
    private var stamps: [String: String]

    /// Begins to watch files; `paths` names them anew each time, so that new ones are noticed.
    package init(_ paths: @escaping () -> [String]) {
        self.paths = paths
        stamps = Self.stamps(of: paths())
    }

    /// Waits until something changes; returns the paths of all that did, or nil when the command is interrupted.
    package mutating func wait() -> Set<String>? {
        while !isRunnerInterrupted() {
            let now = Self.stamps(of: paths())
            if now != stamps {
                defer { stamps = now }
                return Set(stamps.keys).union(now.keys).filter { stamps[$0] != now[$0] }
            }
            usleep(40_000)
        }
        return nil
    }

    private static func stamps(of paths: [String]) -> [String: String] {
        Dictionary(paths.map { ($0, Files.stamp(of: $0)) }) { first, _ in first }
    }
}

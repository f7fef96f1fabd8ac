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

/// The hashes of files' contents. Each is kept with the file's place, size and times on the disk, so that a file is read
/// again only where one of them has changed.
final class ContentHashes: Sendable {
    /// The file in which they are kept.
    private let file: String
    private let state: Mutex<State>

    private struct Entry: Codable {
        /// What the file system tells of the file. Nobody can set the time of its last change.
        var stamp: [Int]
        var hash: String
    }

    private struct State {
        var entries: [ExactText: Entry]
        var hasNew = false
    }

    init(file: String) {
        self.file = file
        let kept = (try? Files.read(file)).flatMap { try? JSONDecoder().decode([String: Entry].self, from: $0) }
        state = Mutex(
            State(entries: Dictionary((kept ?? [:]).map { (ExactText($0.key), $0.value) }) { first, _ in first }))
    }

    /// The hash of what a file holds, or why it cannot be read.
    func hash(of path: String) -> String {
        guard let stamp = Self.stamp(of: path) else { return "none" }
        let known = state.withLock { $0.entries[ExactText(path)] }
        if let known, known.stamp == stamp { return known.hash }
        let hash: String
        do { hash = try Self.readHash(of: path) } catch { return "unreadable: \(error.reason)" }
        // A file that is being written may change again before its times do.
        let isQuiet = time(nil) - Int(max(stamp[3], stamp[5])) > 2
        if isQuiet, Self.stamp(of: path) == stamp {
            state.withLock {
                $0.entries[ExactText(path)] = Entry(stamp: stamp, hash: hash)
                $0.hasNew = true
            }
        }
        return hash
    }

    /// Keeps the hashes for the next time, without those of files that are gone.
    func save() {
        let entries = state.withLock { state -> [ExactText: Entry]? in
            defer { state.hasNew = false }
            return state.hasNew ? state.entries : nil
        }
        guard let entries else { return }
        let there = entries.filter { Files.exists($0.key.text) }.map { ($0.key.text, $0.value) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(Dictionary(there) { first, _ in first }) else { return }
        try? Files.makeFolder(file.folder)
        try? Files.write(data, to: file)
    }

    private static func stamp(of path: String) -> [Int]? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        #if canImport(Glibc)
            let (modified, changed) = (information.st_mtim, information.st_ctim)
        #else
            let (modified, changed) = (information.st_mtimespec, information.st_ctimespec)
        #endif
        return [
            Int(truncatingIfNeeded: information.st_dev), Int(truncatingIfNeeded: information.st_ino),
            Int(information.st_size), modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec,
        ]
    }

    private static func readHash(of path: String) throws(SystemError) -> String {
        var hash = SHA256()
        try Files.read(path) { hash.add($0) }
        return hash.digits()
    }
}

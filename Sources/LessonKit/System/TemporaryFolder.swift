#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A temporary folder, removed with everything in it when its value ends.
package struct TemporaryFolder: ~Copyable {
    package let path: String
    /// The folder itself, locked as long as this process lives, which tells other runners that it is in use.
    private let lock: FileDescriptor

    package init() throws(SystemError) {
        let parent = Self.parent
        _ = Self.sweep
        while true {
            var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw SystemError("cannot make a folder in \(parent)") }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // Until it is locked, another runner may take it for one that was left, and remove it.
            guard let lock = Self.lock(path) else { continue }
            (self.path, self.lock) = (path, lock)
            return
        }
    }

    deinit { Files.remove(path) }

    private static let prefix = "lessons-run-"

    private static var parent: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// Locks a folder of this user's; nil if another process has locked it or it is gone.
    private static func lock(_ path: String) -> FileDescriptor? {
        let folder = FileDescriptor(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
        var locked = stat(), named = stat()
        guard folder.number >= 0, fstat(folder.number, &locked) == 0, locked.st_uid == getuid(),
            flock(folder.number, LOCK_EX | LOCK_NB) == 0
        else { return nil }
        // Another may have removed it just before.
        let isThere = lstat(path, &named) == 0 && named.st_dev == locked.st_dev && named.st_ino == locked.st_ino
        return isThere ? folder : nil
    }

    /// Removes the folders left by killed runners, once per process: those that nobody has locked.
    private static let sweep: Void = {
        let parent = TemporaryFolder.parent
        for name in Files.names(in: parent) where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            guard let lock = lock(path) else { continue }
            withExtendedLifetime(lock) { Files.remove(path) }
        }
    }()
}

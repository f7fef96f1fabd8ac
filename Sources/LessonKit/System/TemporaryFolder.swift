#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A temporary folder, removed with everything in it when its value ends.
package struct TemporaryFolder: ~Copyable {
    package let path: String
    /// A lock that is held as long as this process lives, which tells other runners that the folder is in use.
    private let lock: FileDescriptor

    package init() throws(SystemError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        _ = Self.sweep
        var template = Array("\(parent)/lessons-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("cannot make a folder in \(parent)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        lock = FileDescriptor(open(path + Self.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        flock(lock.number, LOCK_EX | LOCK_NB)
    }

    deinit { Files.remove(path) }

    private static let lock = "/lock"

    /// Removes the folders left by killed runners, once per process.
    private static let sweep: Void = {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        for name in Files.names(in: parent) where name.hasPrefix("lessons-") {
            let path = "\(parent)/\(name)"
            var information = stat()
            guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR,
                information.st_uid == getuid()
            else { continue }
            let lock = FileDescriptor(open(path + Self.lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW))
            if lock.number >= 0, flock(lock.number, LOCK_EX | LOCK_NB) == 0 { Files.remove(path) }
        }
    }()
}

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

/// Why something is not written where it was to be written.
public struct Refusal: Error, CustomStringConvertible {
    /// What to tell the user.
    public let description: String

    /// Refuses, for a reason.
    public init(description: String) { self.description = description }
}

/// Reading and writing files; the only place that writes any.
package enum Files {
    /// Reads a whole file.
    package static func read(_ path: String) throws(SystemError) -> Data {
        let file = FileDescriptor(open(path, O_RDONLY | O_CLOEXEC))
        var information = stat()
        guard file.number >= 0, fstat(file.number, &information) == 0 else { throw SystemError("cannot read \(path)") }
        var bytes = Data(capacity: Int(information.st_size))
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = posixRead(file.number, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("cannot read \(path)") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    /// Writes a whole file or nothing: into a file beside it, which then takes its name.
    package static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    /// Writes a whole file or nothing: into a file beside it, which then takes its name and keeps its permissions.
    package static func write(_ data: Data, to path: String) throws {
        // A symbolic link keeps pointing to its file, which is the one that is replaced.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let temporary = partial(of: target)
        do {
            try writeNew(data, to: temporary, for: path) { descriptor in
                flock(descriptor, LOCK_EX | LOCK_NB)
                var information = stat()
                if stat(target, &information) == 0 { fchmod(descriptor, information.st_mode & 0o7777) }
            }
            guard rename(temporary, target) == 0 else { throw SystemError("cannot write \(path)") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes a file that is not there yet, on its way to another name if one is given. It does not wait for the disk, as
    /// Foundation does, file by file: what is cut off when the machine stops is made again.
    package static func writeNew(
        _ data: Data, to path: String, for target: String? = nil, prepare: (Int32) -> Void = { _ in }
    ) throws {
        let attempt = "cannot write \(target ?? path)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw SystemError(attempt) }
        prepare(descriptor)
        let isWritten = data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = posixWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        let error = SystemError(attempt)
        guard close(descriptor) == 0, isWritten else { throw error }
    }

    /// Writes behind what a file holds already.
    package static func append(_ text: String, to path: String) throws {
        guard let file = fopen(path, "a") else { throw SystemError("cannot write \(path)") }
        defer { fclose(file) }
        guard fputs(text, file) >= 0, fflush(file) == 0 else { throw SystemError("cannot write \(path)") }
    }

    /// Copies a file, not a link to it, to a place where there is none yet.
    package static func copy(_ path: String, to target: String) throws { try writeNew(read(path), to: target) }

    /// Makes a folder and those it lies in.
    package static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Makes a folder that only this user can write to; false where a name that all can make is not this user's folder.
    static func makePrivateFolder(_ path: String) -> Bool {
        mkdir(path, 0o700)
        var information = stat()
        let isOwn = lstat(path, &information) == 0 && information.st_mode & (S_IFMT | 0o022) == S_IFDIR
        return isOwn && information.st_uid == getuid()
    }

    /// Makes a symbolic link.
    static func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    /// Where a symbolic link leads; nil for what is none.
    static func destination(of link: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    }

    /// Sets what a file or folder lets its owner, its group and others do.
    static func setMode(_ mode: mode_t, of path: String) { chmod(path, mode) }

    /// Fills a new folder beside an old one, and puts it in the old one's place when it is whole.
    package static func replaceFolder(_ path: String, fill: (String) throws -> Void) throws {
        try makeFolder(path.folder)
        let new = partial(of: path)
        defer { remove(new) }
        try makeFolder(new)
        let lock = FileDescriptor(open(new, O_RDONLY | O_CLOEXEC))
        flock(lock.number, LOCK_EX | LOCK_NB)
        try fill(new)
        guard isFolder(path) else {
            guard rename(new, path) == 0 else { throw SystemError("cannot write \(path)") }
            return
        }
        #if canImport(Glibc)
            // Both names in one step: nobody ever finds the place empty.
            if renameat2(AT_FDCWD, new, AT_FDCWD, path, UInt32(RENAME_EXCHANGE)) == 0 { return }
            guard errno == EINVAL || errno == ENOSYS else { throw SystemError("cannot replace \(path)") }
        #endif
        // Some file systems take two steps.
        let old = partial(of: path)
        defer { remove(old) }
        guard rename(path, old) == 0 else { throw SystemError("cannot replace \(path)") }
        guard rename(new, path) == 0 else {
            let error = SystemError("cannot replace \(path)")
            _ = rename(old, path)
            throw error
        }
    }

    /// A name beside a path for what is on its way to it. What others left there that were killed is removed.
    private static func partial(of path: String) -> String {
        let isFirst = swept.withLock { $0.insert(path.folder).inserted }
        for name in isFirst ? names(in: path.folder) : [] where name.hasPrefix(".") && name.hasSuffix(ending) {
            let left = "\(path.folder)/\(name)"
            // Whoever writes it holds a lock and lives.
            guard let process = Int32(name.dropFirst().prefix(while: \.isNumber)), kill(process, 0) != 0, errno == ESRCH
            else {
                continue
            }
            let lock = FileDescriptor(open(left, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
            if lock.number >= 0, flock(lock.number, LOCK_EX | LOCK_NB) == 0 { remove(left) }
        }
        return "\(path.folder)/.\(getpid())-\(UInt32.random(in: .min ... .max))\(ending)"
    }

    private static let ending = ".partial"
    /// The folders that have been looked through.
    private static let swept = Mutex<Set<String>>([])

    /// Removes a file or a whole folder, if it is there.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes a folder that others may be using: at once for them, and whole.
    static func discard(_ path: String) {
        let name = "\(path)-\(getpid()).discarded"
        rename(path, name)
        remove(name)
    }

    /// The files below a folder, in the order of their paths; none if there is no folder.
    package static func all(in folder: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    }

    /// The names in a folder, sorted.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether a file that is there lies in a folder, symbolic links followed.
    package static func isInside(_ folder: String, _ path: String) -> Bool {
        guard let real = realpath(folder, nil), let file = realpath(path, nil) else { return false }
        defer {
            free(real)
            free(file)
        }
        return String(cString: file).hasPrefix(String(cString: real) + "/")
    }

    package static func isFile(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    /// The size of a file in bytes; 0 for one that is not there.
    static func size(of path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    /// Nanoseconds since 1970; 0 for a file that is not there.
    static func modificationTime(of path: String) -> Int {
        var information = stat()
        guard stat(path, &information) == 0 else { return 0 }
        #if canImport(Glibc)
            return information.st_mtim.tv_sec * 1_000_000_000 + information.st_mtim.tv_nsec
        #else
            return information.st_mtimespec.tv_sec * 1_000_000_000 + information.st_mtimespec.tv_nsec
        #endif
    }

    /// Size and modification time: another file in the same place has another stamp.
    package static func stamp(of path: String) -> String {
        var information = stat()
        guard stat(path, &information) == 0 else { return "none" }
        return "\(information.st_size) bytes, \(modificationTime(of: path))"
    }
}

private func posixRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

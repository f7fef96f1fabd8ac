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

/// An operation that was refused because of what the user's files hold.
public struct Refusal: Error, CustomStringConvertible {
    /// What was refused, why, and what to do.
    public let description: String

    /// Describes a refusal.
    public init(description: String) { self.description = description }
}

/// Reads and writes files; this is the only place that writes any.
package enum Files {
    /// Reads a whole file.
    package static func read(_ path: String) throws(SystemError) -> Data {
        var bytes = Data(capacity: size(of: path))
        try read(path) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Reads a file piece by piece.
    static func read(_ path: String, receive: (UnsafeRawBufferPointer) -> Void) throws(SystemError) {
        let file = FileDescriptor(open(path, O_RDONLY | O_CLOEXEC))
        guard file.number >= 0 else { throw SystemError("cannot read \(path)") }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = posixRead(file.number, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("cannot read \(path)") }
            if count == 0 { return }
            piece.withUnsafeBytes { receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// Writes a whole file or nothing, by renaming a temporary file beside it.
    package static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    /// Writes a whole file or nothing, by renaming a temporary file beside it; owner, group and permissions
    /// stay as far as this user may set them.
    package static func write(_ data: Data, to path: String) throws {
        // A symbolic link stays; the file that it points to is replaced.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let temporary = temporaryName(for: target)
        do {
            try writeNew(data, to: temporary, for: path) { descriptor in
                flock(descriptor, LOCK_EX | LOCK_NB)
                var information = stat()
                guard stat(target, &information) == 0 else { return }
                // To change the owner takes away some permissions, so these come after it.
                if information.st_uid != geteuid() || information.st_gid != getegid() {
                    _ = fchown(descriptor, information.st_uid, information.st_gid)
                }
                fchmod(descriptor, information.st_mode & 0o7777)
            }
            guard rename(temporary, target) == 0 else { throw SystemError("cannot write \(path)") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes a file that does not exist yet; errors name `target` if it is given. Unlike Foundation, this does not
    /// wait for the disk after each file: a file that is cut short when the machine stops can be made again.
    package static func writeNew(
        _ data: Data, to path: String, for target: String? = nil, prepare: (Int32) -> Void = { _ in }
    ) throws {
        let attempt = "cannot write \(target ?? path)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw SystemError(attempt) }
        prepare(descriptor)
        let isWritten = data.withUnsafeBytes { FileDescriptor.write($0, to: descriptor) }
        let error = SystemError(attempt)
        guard close(descriptor) == 0, isWritten else { throw error }
    }

    /// Writes a whole file that no other user may read.
    package static func writePrivate(_ text: String, to path: String) throws {
        let temporary = temporaryName(for: path)
        do {
            try writeNew(Data(text.utf8), to: temporary, for: path) { fchmod($0, 0o600) }
            guard rename(temporary, path) == 0 else { throw SystemError("cannot write \(path)") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Reads a text that no other user may read or could have written; nil if that is not so.
    package static func readPrivate(_ path: String) -> String? {
        var information = stat()
        guard lstat(path, &information) == 0, information.st_mode & (S_IFMT | 0o077) == S_IFREG,
            information.st_uid == geteuid(), let data = try? read(path)
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// Why a file cannot be replaced by another without a loss, and what to do; nil if it can.
    static func reasonNotToReplace(_ path: String) -> String? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        if information.st_nlink > 1 {
            return
                "has \(information.st_nlink) names (hard links), and the others would keep the old text; make it a file of "
                + "its own, or update it by hand"
        }
        // The superuser may write any file, but someone has protected this one.
        if information.st_mode & 0o222 == 0 || access(path, W_OK) != 0 {
            return "is read-only; make it writable first, as with ‘chmod u+w’"
        }
        if geteuid() != 0, information.st_uid != geteuid() {
            return "belongs to another user and would be yours after it; let its owner update it"
        }
        return nil
    }

    /// Writes a file that must not exist yet.
    package static func writeWithoutReplacing(_ text: String, to path: String) throws {
        try writeNew(Data(text.utf8), to: path)
    }

    /// Gives a file another name on the same file system; false if something has that name already.
    package static func moveWithoutReplacing(_ path: String, to target: String) throws -> Bool {
        #if canImport(Glibc)
            let isMoved = renameat2(AT_FDCWD, path, AT_FDCWD, target, UInt32(RENAME_NOREPLACE)) == 0
        #else
            let isMoved = renamex_np(path, target, UInt32(RENAME_EXCL)) == 0
        #endif
        if isMoved { return true }
        if errno == EEXIST { return false }
        guard errno == EINVAL || errno == ENOSYS else { throw SystemError("cannot move \(path) to \(target)") }
        // Some file systems cannot do it in one step.
        if posixLink(path, target) == 0 {
            unlink(path)
            return true
        }
        guard errno == EEXIST else { throw SystemError("cannot move \(path) to \(target)") }
        return false
    }

    /// Appends to a file.
    package static func append(_ text: String, to path: String) throws {
        guard let file = fopen(path, "a") else { throw SystemError("cannot write \(path)") }
        defer { fclose(file) }
        guard fputs(text, file) >= 0, fflush(file) == 0 else { throw SystemError("cannot write \(path)") }
    }

    /// Copies the contents of a file to a path that does not exist yet.
    package static func copy(_ path: String, to target: String) throws { try writeNew(read(path), to: target) }

    /// Copies a folder with all that is in it to a path that does not exist yet; what links lead to is copied, too. The
    /// copied files are read-only.
    static func copyTree(_ path: String, to target: String, depth: Int = 0) throws {
        // A link may lead to a folder around it.
        guard depth < 64 else { throw SystemError("cannot copy \(path)", code: ELOOP) }
        try makeFolder(target)
        for name in names(in: path) {
            let (source, copied) = ("\(path)/\(name)", "\(target)/\(name)")
            if isFolder(source) {
                try copyTree(source, to: copied, depth: depth + 1)
            } else if isFile(source) {
                try copy(source, to: copied)
                setMode(0o444, of: copied)
            }
        }
    }

    /// Makes a folder and the folders around it.
    package static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The path to which links lead.
    package static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// Makes a folder that only this user can write to; false if something else has that path.
    static func makePrivateFolder(_ path: String) -> Bool {
        mkdir(path, 0o700)
        var information = stat()
        let isOwn = lstat(path, &information) == 0 && information.st_mode & (S_IFMT | 0o022) == S_IFDIR
        return isOwn && information.st_uid == getuid()
    }

    /// Makes a symbolic link at `path` that leads to `target`.
    static func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    /// Where a symbolic link leads; nil for anything else.
    static func destination(of link: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    }

    /// Sets the permissions of a file or folder.
    static func setMode(_ mode: mode_t, of path: String) { chmod(path, mode) }

    /// Fills a new folder beside an old one, and replaces the old one when the new one is complete.
    package static func replaceFolder(_ path: String, fill: (String) throws -> Void) throws {
        try makeFolder(path.folder)
        let new = temporaryName(for: path)
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
            // This exchanges both names in one step, so that the folder is never missing.
            if renameat2(AT_FDCWD, new, AT_FDCWD, path, UInt32(RENAME_EXCHANGE)) == 0 { return }
            guard errno == EINVAL || errno == ENOSYS else { throw SystemError("cannot replace \(path)") }
        #endif
        // Some file systems cannot exchange names and need two steps.
        let old = temporaryName(for: path)
        defer { remove(old) }
        guard rename(path, old) == 0 else { throw SystemError("cannot replace \(path)") }
        guard rename(new, path) == 0 else {
            let error = SystemError("cannot replace \(path)")
            _ = rename(old, path)
            throw error
        }
    }

    /// The path of a temporary file beside the given one. Temporary files left there by killed processes are removed.
    private static func temporaryName(for path: String) -> String {
        let isFirst = sweptFolders.withLock { $0.insert(path.folder).inserted }
        for name in isFirst ? names(in: path.folder) : [] where name.hasPrefix(".") && name.hasSuffix(temporarySuffix) {
            let left = "\(path.folder)/\(name)"
            // A process that still writes it is alive and holds a lock.
            guard let process = Int32(name.dropFirst().prefix(while: \.isNumber)), kill(process, 0) != 0, errno == ESRCH
            else {
                continue
            }
            let lock = FileDescriptor(open(left, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
            if lock.number >= 0, flock(lock.number, LOCK_EX | LOCK_NB) == 0 { remove(left) }
        }
        return "\(path.folder)/.\(getpid())-\(UInt32.random(in: .min ... .max))\(temporarySuffix)"
    }

    private static let temporarySuffix = ".partial"
    /// The folders in which files left by killed processes have been removed.
    private static let sweptFolders = Mutex<Set<String>>([])

    /// Removes a file or a whole folder, if it exists.
    package static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes a folder that other processes may be using; for them it disappears in one step.
    static func discard(_ path: String) {
        let name = temporaryName(for: path)
        rename(path, name)
        remove(name)
    }
}

private func posixRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func posixLink(_ path: String, _ target: String) -> Int32 { link(path, target) }

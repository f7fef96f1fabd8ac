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

/// What there is in the file system; nothing here writes.
extension Files {
    /// The files and folders below a folder, in the order of their paths; none if there is no folder.
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

    /// Whether an existing file lies in a folder, after following symbolic links.
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

    /// The size of a file in bytes; 0 if it does not exist.
    static func size(of path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    /// The modification time in nanoseconds since 1970; 0 if the file does not exist.
    package static func modificationTime(of path: String) -> Int {
        var information = stat()
        guard stat(path, &information) == 0 else { return 0 }
        #if canImport(Glibc)
            return information.st_mtim.tv_sec * 1_000_000_000 + information.st_mtim.tv_nsec
        #else
            return information.st_mtimespec.tv_sec * 1_000_000_000 + information.st_mtimespec.tv_nsec
        #endif
    }

    /// Sets the modification time of a file to now.
    package static func touch(_ path: String) { utimes(path, nil) }

    /// The size and modification time of a file, which tell it from another file at the same path.
    package static func fingerprint(of path: String) -> String {
        var information = stat()
        guard stat(path, &information) == 0 else { return "none" }
        return "\(information.st_size) bytes, \(modificationTime(of: path))"
    }
}

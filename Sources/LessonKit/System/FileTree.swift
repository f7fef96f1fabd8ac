#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Everything below a folder, also where symbolic links lead to.
struct FileTree {
    /// What a path leads to.
    enum Kind {
        case file, folder
        /// A pipe, a device or a socket.
        case other
        /// Nothing that can be read, for this reason in the system's words.
        case unreadable(String)
    }

    /// Something below the folder.
    struct Entry {
        let path: String
        let kind: Kind
        /// Where it is found without this link, or this second name; nil for everything found once.
        var original: String?
    }

    /// What is below the folder, in the order of the paths; the folder itself where it cannot be read. What is below a
    /// linked folder is listed once.
    private(set) var entries: [Entry] = []
    private let skipsHidden: Bool
    private var seen: [Identity: String] = [:]
    /// The links found so far, which are followed when everything else has been found.
    private var links: [String] = []

    /// A file system and a number in it, which tell a file or folder from all others.
    private struct Identity: Hashable {
        let device: UInt64, number: UInt64

        init(_ information: stat) {
            (device, number) = (UInt64(truncatingIfNeeded: information.st_dev), UInt64(information.st_ino))
        }
    }

    init(below folder: String, skipsHidden: Bool = false) {
        self.skipsHidden = skipsHidden
        add(folder)
        while !links.isEmpty {
            let found = links
            links = []
            for link in found { add(link) }
        }
        entries.removeAll { $0.path.utf8.elementsEqual(folder.utf8) && $0.kind.isFolder }
        entries.sort { ExactText($0.path) < ExactText($1.path) }
    }

    private mutating func add(_ path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else {
            return entries.append(Entry(path: path, kind: .unreadable(String(cString: strerror(errno)))))
        }
        let identity = Identity(information)
        let original = seen[identity]
        seen[identity] = original ?? path
        switch information.st_mode & S_IFMT {
        case S_IFREG: entries.append(Entry(path: path, kind: .file, original: original))
        case S_IFDIR where original != nil: entries.append(Entry(path: path, kind: .folder, original: original))
        case S_IFDIR: addFolder(path)
        default: entries.append(Entry(path: path, kind: .other, original: original))
        }
    }

    private mutating func addFolder(_ path: String) {
        guard let folder = opendir(path) else {
            return entries.append(Entry(path: path, kind: .unreadable(String(cString: strerror(errno)))))
        }
        defer { closedir(folder) }
        entries.append(Entry(path: path, kind: .folder))
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." || skipsHidden && name.hasPrefix(".") { continue }
            names.append(name)
        }
        // In the same order everywhere, so that the same things have the same originals.
        for name in names.sorted(by: { ExactText($0) < ExactText($1) }) {
            let inside = "\(path)/\(name)"
            var information = stat()
            if lstat(inside, &information) == 0, information.st_mode & S_IFMT == S_IFLNK {
                links.append(inside)
            } else {
                add(inside)
            }
        }
    }
}

extension FileTree.Kind {
    fileprivate var isFolder: Bool { if case .folder = self { true } else { false } }
}

import Synchronization

/// A map of C headers to a module.
struct ModuleMap {
    /// Its file.
    let path: String

    /// The map and all files of its folders to which it leads the compiler: the headers that it names, those in folders that
    /// it names, and what these include from beside them.
    func files(_ hashes: ContentHashes) -> [String] {
        var found: [String] = []
        var waiting = [path]
        while let file = waiting.popLast() {
            if found.contains(file) { continue }
            found.append(file)
            for name in names(in: file, hashes) {
                let named = name.hasPrefix("/") ? name : "\(file.folder)/\(name)"
                waiting += Files.isFolder(named) ? Files.all(in: named).filter(Files.isFile) : [named]
            }
        }
        return found.sorted()
    }

    /// All that it leads the compiler to, as a text that does not say in which folder it is: names and hashes of the files and, of
    /// the map, whose text may hold whole paths, the text without their folders.
    func contents(_ hashes: ContentHashes) -> [String] {
        files(hashes).map { file in
            guard file == path, let bytes = try? Files.read(file) else {
                return "\(file.fileName) \(hashes.hash(of: file))"
            }
            let parts = String(decoding: bytes, as: UTF8.self)
                .split(separator: "\"", omittingEmptySubsequences: false)
            return parts.enumerated().map { $0 % 2 == 1 ? $1.description.fileName : String($1) }.joined(separator: "\"")
        }
    }

    /// The names of files in a map or a header, by what these hold: every program asks for those of the same few.
    private static let known = Mutex<[String: [String]]>([:])

    /// The names of files in the map, or in a header to which it leads.
    private func names(in file: String, _ hashes: ContentHashes) -> [String] {
        let hash = hashes.hash(of: file)
        let key = "\(file == path) \(hash)"
        if let names = Self.known.withLock({ $0[key] }) { return names }
        let text = (try? Files.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(whereSeparator: \.isNewline).filter { line in
            let word = line.drop { $0.isWhitespace || $0 == "#" }
            return file == path ? Self.mayNameFile(line) : word.hasPrefix("include") || word.hasPrefix("import")
        }
        let names = lines.flatMap(Self.quoted)
        // Those of a file that changed meanwhile are not what the hash stands for.
        if hashes.hash(of: file) == hash { Self.known.withLock { $0[key] = names } }
        return names
    }

    private static func mayNameFile(_ line: Substring) -> Bool {
        ["header", "umbrella", "extern"].contains { line.contains($0) }
    }

    /// The texts between quotes in a line.
    private static func quoted(in line: Substring) -> [String] {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count - 1, by: 2).map { String(parts[$0]) }
    }
}

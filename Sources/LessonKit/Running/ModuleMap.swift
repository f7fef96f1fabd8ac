/// A map of C headers to a module.
struct ModuleMap {
    /// Its file.
    let path: String

    /// The map and all files of its folders to which it leads the compiler: the headers that it names, those in folders that
    /// it names, and what these include from beside them.
    var files: [String] {
        var found: [String] = []
        var waiting = [path]
        while let file = waiting.popLast() {
            if found.contains(file) { continue }
            found.append(file)
            let text = (try? Files.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            for line in text.split(whereSeparator: \.isNewline) {
                let word = line.drop { $0.isWhitespace || $0 == "#" }
                let isReference =
                    file == path ? Self.mayNameFile(line) : word.hasPrefix("include") || word.hasPrefix("import")
                guard isReference else { continue }
                for name in Self.quoted(in: line) {
                    let named = name.hasPrefix("/") ? name : "\(file.folder)/\(name)"
                    waiting += Files.isFolder(named) ? Files.all(in: named).filter(Files.isFile) : [named]
                }
            }
        }
        return found.sorted()
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

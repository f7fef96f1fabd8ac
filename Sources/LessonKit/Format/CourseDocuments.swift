import TerminalText

extension Course {
    /// The Swift and Markdown files that names mean, a folder all below it apart from hidden ones; each once.
    public func documents(named names: [String], from folder: String) throws(LookupError) -> [LessonFile] {
        var files: [LessonFile] = []
        var seen: Set<LessonFile> = []
        for name in names {
            let path = path(name, from: folder)
            guard Files.isFolder(path) else {
                let document = try file(name, from: folder)
                if seen.insert(document).inserted { files.append(document) }
                continue
            }
            for entry in FileTree(below: path, skipsHidden: true).entries where entry.original == nil {
                guard case .file = entry.kind, entry.path.hasSuffix(".swift") || entry.path.hasMarkdownEnding else {
                    continue
                }
                let document = try file(entry.path, from: folder)
                if seen.insert(document).inserted { files.append(document) }
            }
        }
        return files
    }
}

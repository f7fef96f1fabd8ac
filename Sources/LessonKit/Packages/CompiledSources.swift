/// Whether a build has compiled what changed. The package manager goes by the times and sizes of files, so it overlooks a source that
/// was replaced by another of the same time and size.
struct CompiledSources {
    let root: String
    let description: PackageDescription
    /// Where the package manager puts what it builds.
    let folder: String
    private let start: Int

    /// Begins to watch a build; writes a file that marks its beginning.
    init(of description: PackageDescription, in root: String, to folder: String, marker: String) throws {
        (self.root, self.description, self.folder) = (root, description, folder)
        // The file system's own clock, which need not be that of the processor.
        try Files.write("A build of the libraries begins.\n", to: marker)
        start = Files.modificationTime(of: marker)
    }

    /// Removes what was built earlier from sources that have changed and were not compiled again; whether there was any, so that
    /// another build is needed.
    func removeStale(changed: [String]) -> Bool {
        var isStale = false
        for target in description.targets {
            let sources = description.folder(of: target, in: root) + "/"
            let names = changed.filter { $0.hasPrefix(sources) }.map(\.fileName)
            for folder in ["\(folder)/\(target.module).build", "\(folder)/\(target.name)-tool.build"] {
                let built = Files.all(in: folder)
                let isOld = { (name: String) in
                    // What is built of ‘a.swift’ is called ‘a.d’ and so on; of ‘a.c’, ‘a.c.d’.
                    let stem = name.hasSuffix(".swift") ? String(name.dropLast(6)) : name
                    let own = built.filter { $0.fileName.hasPrefix(stem + ".") }
                    return !own.isEmpty && own.allSatisfy { Files.modificationTime(of: $0) < start }
                }
                if names.contains(where: isOld) {
                    Files.remove(folder)
                    isStale = true
                }
            }
        }
        return isStale
    }
}

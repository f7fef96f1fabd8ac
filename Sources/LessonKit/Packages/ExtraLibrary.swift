/// A library of this installation that the documents of any package may import too.
public struct ExtraLibrary: Sendable {
    /// The module that documents import.
    let module: String
    let binary: CourseLibrary.Binary
    /// The files of that module and of those which it imports.
    let moduleFiles: [String]
    let moduleMaps: [String]

    /// Describes a library; of the files, those that exist count.
    public init(module: String, file: String, moduleFiles: [String], moduleMaps: [String]) {
        (self.module, self.moduleFiles, self.moduleMaps) = (module, moduleFiles, moduleMaps)
        binary = CourseLibrary.Binary(file: file, modules: [module])
    }
}

extension CourseLibrary {
    /// Adds a library, whose modules are shown to the compiler in a folder without any others.
    mutating func add(_ extra: ExtraLibrary) throws {
        let folder = "\(Installation.current.cacheFolder)/modules/\(extra.module)"
        try Files.makeFolder(folder)
        for file in extra.moduleFiles where Files.exists(file) {
            let link = "\(folder)/\(file.fileName)"
            if Files.destination(of: link) == file { continue }
            Files.remove(link)
            try Files.link(link, to: file)
        }
        binaries.append(extra.binary)
        compilerFlags += ["-I", folder]
        moduleMaps += extra.moduleMaps
        decidingFiles = (decidingFiles ?? []) + extra.moduleFiles.filter(Files.exists)
    }
}

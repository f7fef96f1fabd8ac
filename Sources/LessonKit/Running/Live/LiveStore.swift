import Synchronization

/// Programs that were compiled for WebAssembly, one for each lesson, and the same packed by gzip.
struct LiveStore: Sendable {
    /// The folder of the files.
    let folder: String
    /// The course, since those of others are kept there too.
    let course: String

    /// A program that is being compiled, which others wait for.
    private final class Work: Sendable {
        let lock = Mutex(())
    }
    private static let work = Mutex<[String: Work]>([:])

    /// The program of a lesson with this key; if it is not there, `compile` is given a folder, and the file to write.
    func product(
        of lesson: Lesson, key: String, compile: (String, String) throws -> LiveToolchain.Product
    ) throws -> LiveToolchain.Product {
        let name = uniqueFileName(for: "\(course)/\(lesson.source.name)")
        let path = "\(folder)/\(name)-\(key).wasm"
        let work = Self.work.withLock { all in
            let work = all[path] ?? Work()
            all[path] = work
            return work
        }
        return try work.lock.withLock { _ in
            if Files.isFile(path), Files.isFile(path + ".gz") { return .program(path) }
            let temporary = try TemporaryFolder()
            let linked = temporary.path + "/live.wasm"
            let product = try compile(temporary.path, linked)
            guard case .program = product else { return product }
            try Files.makeFolder(folder)
            for old in Files.names(in: folder) where old.hasPrefix(name + "-") { Files.remove("\(folder)/\(old)") }
            for end in ["", ".gz"] { try Files.write(Files.read(linked + end), to: path + end) }
            return .program(path)
        }
    }
}

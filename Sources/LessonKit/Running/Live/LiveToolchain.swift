/// The compiler and linker for WebAssembly: Embedded Swift, with the C library of WASI.
struct LiveToolchain: Sendable {
    let tools: LiveTools
    let library: LiveLibrary
    private let build: LiveBuild
    /// What was compiled before.
    private let store: LiveStore

    /// `root` is the folder of the Swift toolchain, and `course` that of the course.
    init(
        _ library: LiveLibrary, root: String, course: String, cacheFolder: String, hashes: ContentHashes
    ) throws(MissingRequirement) {
        self.library = library
        tools = try LiveTools(root: root)
        let inputs =
            LiveBuild.flags
            + ([tools.compiler, tools.cLibrary] + library.files).map { "\($0.fileName) \(hashes.hash(of: $0))" }
        let key = SHA256.hash(inputs.joined(separator: "\n").utf8).prefix(16)
        build = LiveBuild(tools: tools, library: library, folder: "\(cacheFolder)/wasm/\(key)")
        store = LiveStore(folder: cacheFolder + "/live", course: course)
    }

    /// Tells everything that decides what a lesson's live cells do.
    func contents(of program: LiveProgram, _ hashes: ContentHashes) -> String {
        let runner = [tools.node, library.loader, library.runner].map { hashes.hash(of: $0) }
        return "\(key(of: program)), \(runner.joined(separator: ", "))"
    }

    private func key(of program: LiveProgram) -> String {
        String(
            SHA256.hash("\(build.folder.fileName)\n\(Self.flags)\n\(Self.linkerFlags)\n\(program.contents)".utf8)
                .prefix(16))
    }

    /// What became of a program.
    enum Product {
        /// The file of the program.
        case program(String)
        /// What in its code cannot be compiled.
        case errors([CompilerDiagnostic])
        /// Why the compiler or linker failed otherwise.
        case failure(String)
    }

    private static let flags = ["-Osize", "-suppress-warnings", "-module-name", "Lesson"]
    private static let linkerFlags = [
        "--no-entry", "--export-memory", "--gc-sections", "--strip-all", "--compress-relocations", "-z",
        "stack-size=4194304",
    ]

    /// The program as it was compiled before, or is now.
    func product(of program: LiveProgram) throws -> Product {
        try store.product(of: program.lesson, key: key(of: program)) { try compile(program, in: $0, to: $1) }
    }

    /// Compiles and links a program inside a folder.
    private func compile(_ program: LiveProgram, in folder: String, to linked: String) throws -> Product {
        try build.prepare()
        let (source, object) = (folder + "/main.swift", folder + "/live.o")
        try Files.write(program.text, to: source)
        let compiled = try Tool.run(
            tools.compiler, build.flags + Self.flags + ["-c", source, "-o", object], in: folder,
            limit: .seconds(120))
        guard compiled.termination == .exited(0) else {
            let errors = CompilerDiagnostic.all(in: compiled, of: program.asProgram).filter { $0.severity == .error }
            return errors.isEmpty ? .failure("The compiler failed. \(compiled.output.suffix(2000))") : .errors(errors)
        }
        let result = try Tool.run(
            tools.linker,
            [object] + build.objects + tools.libraries + program.exports.map { "--export=\($0)" } + Self.linkerFlags
                + ["-o", linked], in: folder, limit: .seconds(60))
        guard result.termination == .exited(0) else {
            return .failure("The program does not link. \(result.output.suffix(2000))")
        }
        let packed = try Tool.run(tools.gzip, ["-9", "-n", "-k", linked], in: folder, limit: .seconds(60))
        return packed.termination == .exited(0)
            ? .program(linked) : .failure("The program cannot be packed. \(packed.output)")
    }
}

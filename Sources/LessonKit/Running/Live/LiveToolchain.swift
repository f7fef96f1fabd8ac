/// The compiler and linker for WebAssembly: Embedded Swift, with the C library of WASI.
struct LiveToolchain: Sendable {
    let tools: LiveTools
    let library: LiveLibrary
    private let build: LiveBuild

    /// `root` is the folder of the Swift toolchain.
    init(_ library: LiveLibrary, root: String, cacheFolder: String, hashes: ContentHashes) throws(MissingRequirement) {
        self.library = library
        tools = try LiveTools(root: root)
        let inputs =
            LiveBuild.flags
            + ([tools.compiler, tools.cLibrary] + library.files).map { "\($0.fileName) \(hashes.hash(of: $0))" }
        let key = SHA256.hash(inputs.joined(separator: "\n").utf8).prefix(16)
        build = LiveBuild(tools: tools, library: library, folder: "\(cacheFolder)/wasm/\(key)")
    }

    /// Tells everything that decides what a program does apart from its code.
    func contents(_ hashes: ContentHashes) -> String {
        "\(build.folder.fileName), \(hashes.hash(of: tools.node)), \(hashes.hash(of: library.support + "/run.mjs"))"
    }

    /// What became of a live cell's program.
    enum Product {
        /// The file of the program.
        case program(String)
        /// What in its code cannot be compiled.
        case errors([CompilerDiagnostic])
        /// Why the compiler or linker failed otherwise.
        case failure(String)
    }

    /// Compiles and links a live cell's program inside a folder.
    func compile(_ program: Program, in folder: String) throws -> Product {
        try build.prepare()
        let (source, object, linked) = (folder + "/main.swift", folder + "/live.o", folder + "/live.wasm")
        try Files.write(program.liveText, to: source)
        let compiled = try Tool.run(
            tools.compiler,
            build.flags + ["-Osize", "-suppress-warnings", "-module-name", "Lesson", "-c", source, "-o", object],
            in: folder, limit: .seconds(120))
        guard compiled.termination == .exited(0) else {
            let errors = CompilerDiagnostic.all(in: compiled, of: program).filter { $0.severity == .error }
            return errors.isEmpty ? .failure("The compiler failed. \(compiled.output.suffix(2000))") : .errors(errors)
        }
        let result = try Tool.run(
            tools.linker,
            [object] + build.objects + tools.libraries + [
                "--no-entry", "--export=__main_argc_argv", "--export=lesson_live", "--export-memory", "--gc-sections",
                "--strip-all", "-z", "stack-size=4194304", "-o", linked,
            ], in: folder, limit: .seconds(60))
        return result.termination == .exited(0)
            ? .program(linked) : .failure("The program does not link. \(result.output.suffix(2000))")
    }
}

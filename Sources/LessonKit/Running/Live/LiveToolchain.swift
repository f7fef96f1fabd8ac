import Synchronization

/// Locked while the libraries are built.
private let building = Mutex(())

/// The compiler and linker for WebAssembly: Embedded Swift, with the C library of WASI.
struct LiveToolchain: Sendable {
    let tools: LiveTools
    let library: LiveLibrary
    /// The folder of what was built.
    private let folder: String
    private let headers: String

    init(_ library: LiveLibrary, root: String, cacheFolder: String, hashes: ContentHashes) throws(MissingRequirement) {
        self.library = library
        tools = try LiveTools(root: root)
        let inputs =
            Self.flags + [hashes.hash(of: tools.compiler), hashes.hash(of: tools.cLibrary)]
            + library.files.map { "\($0.fileName) \(hashes.hash(of: $0))" }
        folder = "\(cacheFolder)/wasm/\(SHA256.hash(inputs.joined(separator: "\n").utf8).prefix(16))"
        headers = folder + "/headers"
    }

    /// Tells everything that decides what a program does apart from its code.
    func contents(_ hashes: ContentHashes) -> String {
        "\(folder.fileName), \(hashes.hash(of: tools.node)), \(hashes.hash(of: library.support + "/run.mjs"))"
    }

    private static let target = "wasm32-unknown-none-wasm"

    /// Vectors of 128 bits, whole blocks of memory copied at once: what every browser since 2023 has.
    private static let flags = [
        "-target", target, "-enable-experimental-feature", "Embedded", "-wmo", "-swift-version", "5",
        "-Xfrontend", "-disable-stack-protector", "-package-name", "lessons", "-diagnostic-style=llvm",
        "-Xcc", "-msimd128", "-Xcc", "-mbulk-memory", "-Xcc", "-mnontrapping-fptoint",
    ]

    private var maps: [String] {
        (["CPage"] + library.headers.keys.sorted()).flatMap {
            ["-Xcc", "-fmodule-map-file=\(headers)/\($0).modulemap"]
        }
    }

    /// Builds the libraries if they are not there: they are the same for all programs.
    func prepare() throws {
        try building.withLock { _ in
            if Files.isFile(folder + "/done") { return }
            Files.remove(folder.folder)
            try Files.makeFolder(headers)
            try writeMaps()
            for (index, module) in library.allModules.enumerated() {
                library.tell(
                    "Building \(module.name) for WebAssembly (\(index + 1) of \(library.allModules.count)): "
                        + "live cells need it, minutes this once.")
                try build(module)
            }
            try run(
                tools.clang,
                [
                    "--target=wasm32-wasi", "-O2", "-isystem", tools.cHeaders, "-c", library.support + "/CPage/CPage.c",
                    "-o",
                ]
                    + ["\(folder)/CPage.o"])
            try Files.write("", to: folder + "/done")
        }
    }

    private func writeMaps() throws {
        var headers = library.headers
        headers["CPage"] = library.support + "/CPage/CPage.h"
        for (module, header) in headers {
            try Files.write(
                "module \(module) {\n    header \"\(header)\"\n    export *\n}\n",
                to: "\(self.headers)/\(module).modulemap")
        }
    }

    private func build(_ module: LiveLibrary.Module) throws {
        let sees = module.name == "Prelude" ? [] : Self.seesPrelude
        try run(
            tools.compiler,
            Self.flags + maps + sees + [
                "-O", "-parse-as-library", "-I", folder, "-module-name", module.name, "-emit-module",
                "-emit-module-path", "\(folder)/\(module.name).swiftmodule", "-o", "\(folder)/\(module.name).o", "-c",
            ] + LiveLibrary.sources(of: module))
    }

    /// Every module prints by way of the page.
    private static let seesPrelude = ["-Xfrontend", "-import-module", "-Xfrontend", "Prelude"]

    /// Runs a tool that must succeed; a compiler that specializes without end must not take the whole machine.
    private func run(_ tool: String, _ arguments: [String]) throws {
        let result = try Tool.run(tool, arguments, in: folder, limit: .seconds(900))
        guard result.termination == .exited(0) else {
            throw MissingRequirement(
                description: "The libraries cannot be built for WebAssembly: \(result.output.suffix(2000))")
        }
    }

    /// Compiles a live cell's program; returns what the compiler said and, if it compiles, the program's path.
    func compile(_ program: Program, in folder: String) throws -> (
        diagnostics: [CompilerDiagnostic], failure: String?, program: String?
    ) {
        try prepare()
        let (source, object, linked) = (folder + "/main.swift", folder + "/live.o", folder + "/live.wasm")
        try Files.write(program.liveText, to: source)
        let compiled = try Tool.run(
            tools.compiler,
            Self.flags + maps + Self.seesPrelude + [
                "-Osize", "-suppress-warnings", "-I", self.folder, "-module-name", "Lesson", "-c", source, "-o", object,
            ], in: folder, limit: .seconds(120))
        let diagnostics = CompilerDiagnostic.all(in: compiled, of: program).filter { $0.severity == .error }
        guard compiled.termination == .exited(0) else {
            return (
                diagnostics, diagnostics.isEmpty ? "The compiler failed. \(compiled.output.suffix(2000))" : nil, nil
            )
        }
        let objects = library.allModules.reversed().map { "\(self.folder)/\($0.name).o" } + ["\(self.folder)/CPage.o"]
        let result = try Tool.run(
            tools.linker,
            [object] + objects + tools.libraries + [
                "--no-entry", "--export=__main_argc_argv", "--export=lesson_live", "--export-memory", "--gc-sections",
                "--strip-all", "-z", "stack-size=4194304", "-o", linked,
            ], in: folder, limit: .seconds(60))
        guard result.termination == .exited(0) else {
            return ([], "The program does not link. \(result.output.suffix(2000))", nil)
        }
        return ([], nil, linked)
    }
}

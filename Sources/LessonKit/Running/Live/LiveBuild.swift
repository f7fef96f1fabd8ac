import Synchronization

/// Locked while the libraries are built.
private let building = Mutex(())

/// The libraries of a course as they are built for WebAssembly, once for all programs.
struct LiveBuild: Sendable {
    let tools: LiveTools
    let library: LiveLibrary
    /// The folder of what is built; its name changes with all that decides what that is.
    let folder: String

    /// Vectors of 128 bits, whole blocks of memory copied at once: what every browser since 2023 has.
    static let flags = [
        "-target", "wasm32-unknown-none-wasm", "-enable-experimental-feature", "Embedded", "-wmo", "-swift-version",
        "5",
        "-Xfrontend", "-disable-stack-protector", "-package-name", "lessons", "-diagnostic-style=llvm",
        "-Xcc", "-msimd128", "-Xcc", "-mbulk-memory", "-Xcc", "-mnontrapping-fptoint",
    ]

    /// The flags for code that uses the libraries.
    var flags: [String] { flags(in: folder) + Self.seesPrelude }

    /// What a program is linked with.
    var objects: [String] { library.allModules.reversed().map { "\(folder)/\($0.name).o" } + ["\(folder)/CPage.o"] }

    /// Every module prints by way of the page.
    private static let seesPrelude = ["-Xfrontend", "-import-module", "-Xfrontend", "Prelude"]

    private func flags(in folder: String) -> [String] {
        Self.flags + ["-I", folder]
            + (["CPage"] + library.headers.keys.sorted()).flatMap {
                ["-Xcc", "-fmodule-map-file=\(folder)/\($0).modulemap"]
            }
    }

    /// Builds the libraries if they are not there.
    func prepare() throws {
        try building.withLock { _ in
            if Files.isFolder(folder) { return }
            // Those of earlier sources.
            for name in Files.names(in: folder.folder) where !name.hasPrefix(".") {
                Files.remove("\(folder.folder)/\(name)")
            }
            try Files.replaceFolder(folder) { try build(in: $0) }
        }
    }

    private func build(in folder: String) throws {
        var headers = library.headers
        headers["CPage"] = library.support + "/CPage/CPage.h"
        for (module, header) in headers {
            let map = "module \(module) {\n    header \"\(header)\"\n    export *\n}\n"
            try Files.write(map, to: "\(folder)/\(module).modulemap")
        }
        for (index, module) in library.allModules.enumerated() {
            library.tell(
                "Building \(module.name) for WebAssembly (\(index + 1) of \(library.allModules.count)): live cells need it, "
                    + "minutes this once.")
            try build(module, in: folder)
        }
        try run(
            tools.clang,
            ["--target=wasm32-wasi", "-O2", "-isystem", tools.cHeaders, "-c", library.support + "/CPage/CPage.c"]
                + ["-o", "\(folder)/CPage.o"])
    }

    private func build(_ module: LiveLibrary.Module, in folder: String) throws {
        let product = "\(folder)/\(module.name)"
        try run(
            tools.compiler,
            flags(in: folder) + (module.name == "Prelude" ? [] : Self.seesPrelude) + [
                "-O", "-parse-as-library", "-module-name", module.name, "-emit-module", "-emit-module-path",
                product + ".swiftmodule", "-o", product + ".o", "-c",
            ] + LiveLibrary.sources(of: module))
    }

    /// Runs a tool that must succeed; a compiler that specializes without end does not run for ever.
    private func run(_ tool: String, _ arguments: [String]) throws {
        let result = try Tool.run(tool, arguments, in: TemporaryFolder().path, limit: .seconds(900))
        guard result.termination == .exited(0) else {
            throw MissingRequirement(
                description: "The libraries cannot be built for WebAssembly: \(result.output.suffix(2000))")
        }
    }
}

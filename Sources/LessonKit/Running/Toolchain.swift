#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The Swift compiler and linker of this machine, called directly: the driver alone would add 0.1 s to each program.
package struct Toolchain: Sendable {
    /// The folder with `bin`, `lib` and `libexec`.
    let root: String
    let library: CourseLibrary
    let linker: Linker
    let moduleCache: ModuleCache

    /// Finds the toolchain of the first `swiftc` on the search path.
    init(library: CourseLibrary, cacheFolder: String) throws(MissingRequirement) {
        guard let swiftc = Self.compiler else {
            throw MissingRequirement(
                description:
                    "There is no ‘swiftc’ on the search path; install Swift 6.3 or later from swift.org/install.")
        }
        root = swiftc.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
        self.library = library
        moduleCache = ModuleCache(cacheFolder + "/ModuleCache")
        linker = Linker(root: root, cacheFolder: cacheFolder)
        for tool in [frontend, linker.clang] where !FileManager.default.isExecutableFile(atPath: tool) {
            throw MissingRequirement(
                description: "The toolchain of \(swiftc) has no \(tool); install it again from swift.org/install.")
        }
    }

    /// The first `swiftc` on the search path, where links to it lead; nil if there is none.
    static var compiler: String? {
        Tool.path("swiftc").map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    }

    /// What programs need to read of it when they run.
    var readablePaths: [String] { [root] }

    var frontend: String { root + "/bin/swift-frontend" }

    /// The version and the hash of the compiler.
    func contents(_ hashes: ContentHashes) -> String { "\(version()), \(hashes.hash(of: frontend))" }

    /// Tells this toolchain from every other without starting it or reading it.
    private var fingerprint: String { "\(frontend) \(Files.fingerprint(of: frontend))" }

    /// The version that `swiftc --version` prints, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    package func version() -> String {
        // Asking takes half a second; the answer holds as long as the compiler is the same file.
        let file = moduleCache.folder.folder + "/version"
        let known = (try? Files.read(file)).map { String(decoding: $0, as: UTF8.self) }?.split(separator: "\n") ?? []
        if known.count == 2, known[0] == fingerprint { return String(known[1]) }
        // The compiler leaves temporary files, which go to a temporary folder.
        guard let folder = try? TemporaryFolder() else { return "unknown Swift version" }
        let result = try? Tool.run(root + "/bin/swiftc", ["--version"], in: folder.path, limit: .seconds(20))
        guard let line = result?.output.split(separator: "\n").first(where: { $0.contains("Swift version") }) else {
            return "unknown Swift version"
        }
        let version = line[(line.firstRange(of: "Swift version")?.lowerBound ?? line.startIndex)...]
        try? Files.write("\(fingerprint)\n\(version)\n", to: file)
        return String(version)
    }

    /// The server that knows what a name in a program is.
    var languageServer: String { root + "/bin/sourcekit-lsp" }

    /// The driver's flags for a file of its own that is a lesson's program.
    var languageServerFlags: [String] {
        Self.lessonLanguage + macroFlags.flatMap { ["-Xfrontend", $0] } + headerFlags + [
            "-module-cache-path", moduleCache.folder, "-module-name", "Lesson",
        ]
    }

    /// A lesson's functions use its top-level variables, which belong to the main actor.
    static let lessonLanguage = ["-swift-version", "6", "-default-isolation", "MainActor"]

    /// Where the modules of the libraries are.
    private var headerFlags: [String] {
        ["-I", library.modules] + library.compilerFlags
            + library.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }

    /// The flags for the language of a program.
    private func language(of program: Program) -> [String] {
        if case .block = program.purpose, let language = library.blockLanguage { language } else { Self.lessonLanguage }
    }

    /// The flags that determine what a program means, whatever its lesson.
    func flags(of program: Program) -> [String] { language(of: program) + Self.flags + library.compilerFlags }

    private static let flags = [
        // Optimising would take several seconds for each lesson, and the work is done in the library, which is
        // optimised.
        "-Onone", "-gline-tables-only", "-diagnostic-style=llvm",
        // Or the compiler would read the sources of the libraries, to quote in its notes what nobody is shown.
        "-ignore-module-source-info",
    ]

    /// The flags with which the driver lets the compiler find the macros of the standard library, such as
    /// `@Observable`. The plug-ins run in the compiler's own process.
    private var macroFlags: [String] {
        let host = root + "/lib/swift/host"
        #if os(Linux)
            let server = host + "/libSwiftInProcPluginServer.so"
        #else
            let server = host + "/libSwiftInProcPluginServer.dylib"
        #endif
        return ["-in-process-plugin-server-path", server, "-plugin-path", host + "/plugins"]
    }

    /// The compiler's message about `@main` beside statements.
    private static let ownEntryRefused =
        "error: 'main' attribute cannot be used in a module that contains top-level code"

    /// Calls the compiler with a text in a file of a folder.
    func callCompiler(
        _ goal: [String], on text: String, file: String = "/main.swift", module: String = "Lesson",
        isWholeModule: Bool = false, language: [String] = lessonLanguage, in folder: String, limit: Duration
    ) throws -> Tool.Output {
        try Files.write(text, to: folder + file)
        return try moduleCache.compile {
            try Tool.run(
                frontend,
                goal + language + Self.flags + macroFlags + headerFlags + [
                    "-module-cache-path", moduleCache.folder, "-module-name", module,
                ] + (isWholeModule ? [] : ["-primary-file"]) + [folder + file], in: folder, limit: limit)
        }
    }

    /// Compiles a program to an object file or, if it is not to be run, as far as errors can occur.
    private func compile(
        _ program: Program, as form: Linker.Form, to object: String, in folder: String, limit: Duration
    ) throws -> Tool.Output {
        let goal = program.isRun ? ["-c", "-o", object] : Self.check
        let entry =
            program.hasEntryPoint ? ["-parse-as-library", "-entry-point-function-name", Program.entryPointName] : []
        let index = program.isIndexed ? IndexStore.flags(folder: folder + Self.indexFolder) : []
        return try callCompiler(
            goal + entry + form.flags + index, on: program.text,
            file: program.hasEntryPoint ? "/program.swift" : "/main.swift", language: language(of: program),
            in: folder, limit: limit)
    }

    /// Asks the compiler for all errors and warnings: beyond type checking, since use of a variable before it is set is found
    /// later.
    private static let check = ["-emit-sil", "-o", "/dev/null"]

    /// What the compiler says about a program; nil if it refuses it.
    func warnings(about program: Program, in folder: String, limit: Duration) throws -> [CompilerDiagnostic]? {
        let checked = try callCompiler(
            Self.check, on: program.text, language: language(of: program), in: folder, limit: limit)
        return checked.termination == .exited(0) ? CompilerDiagnostic.all(in: checked, of: program) : nil
    }

    /// Compiles and links a program inside a folder; returns the path of the executable too, if there is one. Each step has
    /// `limit` of its own time.
    func compile(
        _ program: Program, as form: Linker.Form = .program, in folder: String, limit: Duration = .seconds(60)
    ) throws -> (compilation: Compilation, executable: String?) {
        try library.prepare(program)
        let start = ContinuousClock.now
        var result = try link(program, as: form, in: folder, limit: limit)
        result.compilation.seconds = (ContinuousClock.now - start) / .seconds(1)
        return result
    }

    private func link(
        _ program: Program, as form: Linker.Form, in folder: String, limit: Duration
    ) throws -> (compilation: Compilation, executable: String?) {
        let (object, executable) = (folder + "/main.o", folder + "/lesson")
        var compiled = try compile(program, as: form, to: object, in: folder, limit: limit)
        if case .block = program.purpose, !program.hasEntryPoint, compiled.output.contains(Self.ownEntryRefused) {
            var program = program
            program.hasEntryPoint = true
            compiled = try compile(program, as: form, to: object, in: folder, limit: limit)
        }
        guard FileManager.default.isExecutableFile(atPath: frontend) else {
            throw MissingRequirement(description: "\(frontend) is gone; install Swift again from swift.org/install.")
        }
        var compilation = Compilation(diagnostics: CompilerDiagnostic.all(in: compiled, of: program))
        // An ‘error’ cell shows the compiler's own messages.
        if compilation.hasErrors && program.goal != .failsToCompile {
            compilation.diagnostics = try attributingToCells(compilation.diagnostics, of: program, in: folder)
        }
        guard compiled.termination == .exited(0), program.isRun else {
            let isExplained =
                compiled.termination == .exited(0) || compiled.termination == .exited(1) && compilation.hasErrors
            if !isExplained {
                let words =
                    compiled.termination == .timedOut
                    ? "The compiler did not finish in time." : "The compiler failed."
                compilation.failure = .failed("\(words) \(compiled.output.suffix(2000))")
            }
            return (compilation, nil)
        }
        if let problem = try ObjectFile(path: object).problem {
            compilation.failure = .failed("The program cannot be checked. \(problem)")
            return (compilation, nil)
        }
        compilation.names = names(in: program, compiledIn: folder)
        // What one cell opens and another closes is no error for the compiler.
        if program.cells.count > 1, !program.cells.allSatisfy({ BracketScanner.surelyCloses($0.block.text) }) {
            let open = try syntaxErrors(ofCellsIn: program, in: folder)
            guard open.isEmpty else {
                compilation.diagnostics += open
                return (compilation, nil)
            }
        }
        let linked = try linker.link(
            object, as: form, with: library.binaries(for: program), to: executable, in: folder, limit: limit)
        guard linked.termination == .exited(0) else {
            let words = "The program does not link. \(linked.output.suffix(2000))"
            compilation.failure = program.isForeign ? .notLinked(words) : .failed(words)
            return (compilation, nil)
        }
        return (compilation, executable)
    }
}

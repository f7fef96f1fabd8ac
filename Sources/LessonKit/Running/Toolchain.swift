#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The Swift compiler and linker of this machine, called directly: the driver alone would add 0.1 s a program.
package struct Toolchain: Sendable {
    /// The folder with `bin`, `lib` and `libexec`.
    private let root: String
    private let library: CourseLibrary
    private let linker: Linker
    private let moduleCache: ModuleCache

    /// Finds the toolchain of the `swiftc` on the search path.
    init(library: CourseLibrary, scratch: String) throws(MissingRequirement) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let swiftc = folders.map({ "\($0)/swiftc" }).first(where: FileManager.default.isExecutableFile) else {
            throw MissingRequirement(
                description:
                    "There is no ‘swiftc’ on the search path; install Swift 6.3 or later from swift.org/install.")
        }
        let resolved = URL(fileURLWithPath: swiftc).resolvingSymlinksInPath().path
        root = resolved.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
        self.library = library
        moduleCache = ModuleCache(scratch + "/ModuleCache")
        linker = Linker(root: root, scratch: scratch)
        for tool in [frontend, linker.clang] where !FileManager.default.isExecutableFile(atPath: tool) {
            throw MissingRequirement(
                description: "The toolchain of \(swiftc) has no \(tool); install it again from swift.org/install.")
        }
    }

    /// What programs need of it when they run.
    var visiblePaths: [String] { [root] }

    var frontend: String { root + "/bin/swift-frontend" }

    /// Tells this toolchain from any other without starting it.
    package var identity: String { "\(frontend) \(Files.stamp(of: frontend))" }

    /// What `swiftc --version` calls itself, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    package func version() -> String {
        // Asking takes half a second; the answer holds as long as the compiler is the same file.
        let kept = moduleCache.folder.folder + "/version"
        let known = (try? Files.read(kept)).map { String(decoding: $0, as: UTF8.self) }?.split(separator: "\n") ?? []
        if known.count == 2, known[0] == identity { return String(known[1]) }
        // It leaves files where it has leave to.
        guard let folder = try? TemporaryFolder() else { return "unknown Swift version" }
        let result = try? Tool.run(root + "/bin/swiftc", ["--version"], in: folder.path, limit: .seconds(20))
        guard let line = result?.output.split(separator: "\n").first(where: { $0.contains("Swift version") }) else {
            return "unknown Swift version"
        }
        let version = line[(line.firstRange(of: "Swift version")?.lowerBound ?? line.startIndex)...]
        try? Files.write("\(identity)\n\(version)\n", to: kept)
        return String(version)
    }

    /// The flags that decide what a program means.
    static let flags = [
        // A lesson's functions use its top-level variables, which belong to the main actor.
        "-swift-version", "6", "-default-isolation", "MainActor",
        // Not optimised: that takes several seconds a lesson; the work is done in the library, which is.
        "-Onone", "-gline-tables-only", "-diagnostic-style=llvm",
    ]

    /// What the compiler says to an `@main` beside statements.
    private static let ownEntryRefused =
        "error: 'main' attribute cannot be used in a module that contains top-level code"

    /// Calls the compiler.
    private func compile(
        _ program: Program, to object: String, in folder: String, limit: Duration
    ) throws -> Tool.Output {
        let source = folder + (program.hasOwnEntry ? "/program.swift" : "/main.swift")
        try Files.write(program.text, to: source)
        let goal = program.isRun ? ["-c", "-o", object] : ["-emit-sil", "-o", "/dev/null"]
        let maps = library.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
        let entry = program.hasOwnEntry ? ["-parse-as-library", "-entry-point-function-name", Program.ownEntry] : []
        return try moduleCache.use {
            try Tool.run(
                frontend,
                goal + Self.flags + entry + ["-I", library.modules] + maps + [
                    "-module-cache-path", moduleCache.folder, "-module-name", "Lesson", "-primary-file", source,
                ], in: folder, limit: limit)
        }
    }

    /// Compiles and links a program inside a folder; returns the program's file too, if there is one to run. A program that is
    /// not run is only compiled as far as it can fail, which is further than types: that a variable is set before it is used
    /// is found out later. Each step has `limit` of its own time.
    func compile(
        _ program: Program, in folder: String, limit: Duration = .seconds(60)
    ) throws -> (compilation: Compilation, executable: String?) {
        try library.prepare(program)
        let start = ContinuousClock.now
        var result = try link(program, in: folder, limit: limit)
        result.compilation.seconds = (ContinuousClock.now - start) / .seconds(1)
        return result
    }

    private func link(
        _ program: Program, in folder: String, limit: Duration
    ) throws -> (compilation: Compilation, executable: String?) {
        let (object, executable) = (folder + "/main.o", folder + "/lesson")
        var compiled = try compile(program, to: object, in: folder, limit: limit)
        if case .block = program.purpose, !program.hasOwnEntry, compiled.output.contains(Self.ownEntryRefused) {
            var program = program
            program.hasOwnEntry = true
            compiled = try compile(program, to: object, in: folder, limit: limit)
        }
        guard FileManager.default.isExecutableFile(atPath: frontend) else {
            throw MissingRequirement(description: "\(frontend) is gone; install Swift again from swift.org/install.")
        }
        var compilation = Compilation(remarks: CompilerRemark.all(in: compiled, of: program))
        // What an ‘error’ cell shows are the compiler's own words.
        if compilation.hasErrors && program.goal != .isRefused {
            compilation.remarks = try placed(compilation.remarks, of: program, in: folder)
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
        let linked = try linker.link(
            object, with: library.binaries(for: program), to: executable, in: folder, limit: limit)
        guard linked.termination == .exited(0) else {
            let words = "The program does not link. \(linked.output.suffix(2000))"
            compilation.failure = program.isForeign ? .notLinked(words) : .failed(words)
            return (compilation, nil)
        }
        return (compilation, executable)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Builds library products of a package into one dynamic library, by a small package around them: so the package manager
/// itself sees to their dependencies, C targets, macros and resources.
struct PackageBuild {
    /// The package's folder.
    let root: String
    let description: PackageDescription
    /// The products in question.
    let products: [String]
    let options: PackageOptions
    let hashes: ContentHashes

    /// The package manager's folder for all that is built for documents: not that of the package itself, whose lock a command
    /// plug-in holds while it runs.
    static func scratch(of root: String) -> String { root + "/.build/lessons" }

    /// Of each set of flags, a folder of its own below that: what is built with some is of no use with others.
    private var scratch: String {
        let flags = options.compilerFlags.joined(separator: "\n")
        return Self.scratch(of: root) + (flags.isEmpty ? "" : "/flags-" + SHA256.hash(flags.utf8).prefix(16))
    }

    /// The name of the target, its product and its package; another for other products or options.
    private var name: String {
        let what = (products + [options.configuration]).joined(separator: "\n")
        return "Lessons_" + uniqueFileName(for: what).split(separator: "-").last!
    }

    private var folder: String { "\(scratch)/\(name)" }
    private var record: String { folder + "/built.json" }

    /// What was built of the package as it is now; builds it where nothing was, or something has changed since.
    func upToDate() throws -> BuiltPackage {
        let kept = kept
        if let kept, kept.isThere, kept.sources == contents(kept.localDependencies) { return kept }
        try writePackage()
        // What is changed meanwhile must ask for another build.
        let before = kept?.localDependencies ?? []
        let sources = contents(before)
        let compiled = try CompiledSources(
            of: description, in: root, to: "\(scratch)/\(options.configuration)", marker: folder + "/begun.txt")
        try build()
        let changed = sources.filter { path, hash in kept?.sources[path].map { $0 != hash } ?? false }.map(\.key)
        if compiled.removeStale(changed: changed) { try build() }
        var built = try BuiltPackage(
            of: name, product: name, inScratch: scratch, configuration: options.configuration, root: root)
        built.localDependencies.removeAll { $0 == folder }
        built.sources = built.localDependencies == before ? sources : contents(built.localDependencies)
        try Files.write(JSONEncoder().encode(built), to: record)
        return built
    }

    /// What was built the last time.
    private var kept: BuiltPackage? {
        (try? Files.read(record)).flatMap { try? JSONDecoder().decode(BuiltPackage.self, from: $0) }
    }

    private func contents(_ localDependencies: [String]) -> [String: String] {
        defer { hashes.save() }
        let sources = PackageSources(root: root, description: description, localDependencies: localDependencies)
        // One compiler cannot import what another has built.
        return sources.contents(hashes).merging(["": Toolchain.compiler.map(Files.fingerprint) ?? "none"]) { $1 }
    }

    /// Writes the package around the products.
    private func writePackage() throws {
        let needed = products.map { ".product(name: \($0.swiftLiteral), package: \(root.fileName.swiftLiteral))" }
        let manifest = """
            // swift-tools-version: 6.0
            import PackageDescription

            let package = Package(
                name: "\(name)", platforms: [.macOS(.v15)],
                products: [.library(name: "\(name)", type: .dynamic, targets: ["\(name)"])],
                dependencies: [.package(path: \(root.swiftLiteral))],
                targets: [.target(name: "\(name)", dependencies: [\(needed.joined(separator: ", "))], path: "Sources")])

            """
        try write(manifest, to: folder + "/Package.swift")
        try write("// Nothing of its own.\n", to: folder + "/Sources/Nothing.swift")
        // The same versions of dependencies as the package itself has, and from the same places.
        if let pinned = try? Files.read(root + "/Package.resolved") {
            try write(String(decoding: pinned, as: UTF8.self), to: folder + "/Package.resolved")
        }
        let settings = "/.swiftpm/configuration"
        if Files.isFolder(root + settings), !Files.exists(folder + settings) {
            try Files.makeFolder(folder + "/.swiftpm")
            try Files.link(folder + settings, to: root + settings)
        }
    }

    /// Writes a file unless it is there, since the package manager goes by its time.
    private func write(_ text: String, to path: String) throws {
        if let there = try? Files.read(path), there.elementsEqual(text.utf8) { return }
        try Files.makeFolder(path.folder)
        try Files.write(text, to: path)
    }

    private func build() throws {
        options.tell("Building \(products.joined(separator: ", "))")
        let output = try Tool.run(
            "/usr/bin/env",
            [
                "swift", "build", "--package-path", folder, "--scratch-path", scratch, "--product", name,
                "--configuration", options.configuration, "--disable-index-store",
                // Kept from another such package, a plan would be taken for this one's.
                "--disable-build-manifest-caching",
                // Without places in the sources, to which nobody is led, a new comment changes nothing that is built.
                "-debug-info-format", "none",
            ] + options.compilerFlags.flatMap { ["-Xswiftc", $0] },
            in: root, environment: Tool.userEnvironment, limit: .seconds(3600)
        ) { bytes in
            let line = bytes.split(separator: UInt8(ascii: "\n")).last.map { String(decoding: $0, as: UTF8.self) }
            if let line, line.hasPrefix("[") || line.hasPrefix("Fetching") { options.tell(line) }
        }
        guard output.termination == .exited(0) else {
            throw PackageFailure(output: output.output, root: root, subject: "The package")
        }
    }
}

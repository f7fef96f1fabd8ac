#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a manifest says of its package, as `swift package describe` tells it.
struct PackageDescription: Codable, Sendable {
    /// A product, such as a library.
    struct Product: Codable, Sendable {
        let name: String
        /// The names of its targets.
        let targets: [String]
        let type: Kind

        /// The kind of a product; of all but libraries it says nothing.
        struct Kind: Codable, Sendable {
            let library: [String]?
        }

        var isLibrary: Bool { type.library != nil }
    }

    /// A target, whose sources make one module.
    struct Target: Codable, Sendable {
        let name: String
        /// The name by which code imports it.
        let module: String
        /// Its folder below the package's.
        let path: String
        /// Such as `library` or `test`.
        let type: String
        /// The library products that hold it, itself or as a dependency of others.
        let products: [String]?

        enum CodingKeys: String, CodingKey {
            case name, path, type
            case module = "c99name"
            case products = "product_memberships"
        }
    }

    /// The name that the manifest gives the package.
    let name: String
    let products: [Product]
    let targets: [Target]
    /// The version of Swift's tools that the manifest asks for, such as `6.0`.
    let toolsVersion: String
    /// What the package depends on.
    let dependencies: [Dependency]

    /// A dependency, of which only the number counts here.
    struct Dependency: Codable, Sendable {}

    enum CodingKeys: String, CodingKey {
        case name, products, targets, dependencies
        case toolsVersion = "tools_version"
    }

    var libraries: [Product] { products.filter(\.isLibrary) }

    /// The version of the language in which the package is written, unless it says otherwise target by target.
    var languageVersion: String { (Int(toolsVersion.prefix { $0 != "." }) ?? 6) < 6 ? "5" : "6" }

    /// The module of a file below a target's folder, the innermost where several are around it; nil for a file of no target that
    /// can be imported.
    func module(ofFile path: String, in root: String) -> String? {
        targets.filter { $0.type == "library" && path.hasPrefix(folder(of: $0, in: root) + "/") }
            .max { $0.path.count < $1.path.count }?.module
    }

    /// The absolute path of a target's folder.
    func folder(of target: Target, in root: String) -> String {
        target.path == "." || target.path.isEmpty ? root : "\(root)/\(target.path)".withoutDots
    }

    /// The library products by which a program can import some modules, each module from one product.
    func products(for modules: Set<String>) -> [String] {
        var names: Set<String> = []
        var wanted = targets.filter { modules.contains($0.module) }
        let all = Set(wanted.map(\.name))
        // Those that hold little else come first, then those that hold most: two could each have a copy of the same target.
        func rank(_ product: Product) -> (Int, Int, String) {
            let held = product.targets.count { name in wanted.contains { $0.name == name } }
            return (product.targets.count { !all.contains($0) }, -held, product.name)
        }
        while let best = libraries.filter({ rank($0).1 < 0 }).min(by: { rank($0) < rank($1) }) {
            names.insert(best.name)
            wanted.removeAll { best.targets.contains($0.name) }
        }
        // What no product names, some hold as a dependency of others.
        for target in wanted where names.isDisjoint(with: target.products ?? []) {
            let reaching = libraries.filter { target.products?.contains($0.name) ?? false }
            if let best = reaching.min(by: { ($0.targets.count, $0.name) < ($1.targets.count, $1.name) }) {
                names.insert(best.name)
            }
        }
        return names.sorted()
    }
}

extension PackageDescription {
    /// Asks the package manager about a package, or reads what it said when the manifest was the same.
    static func read(of root: String, keptIn folder: String, _ hashes: ContentHashes) throws -> PackageDescription {
        let manifests = manifests(in: root).map { "\($0.fileName) \(hashes.hash(of: $0))" }
        let file = folder + "/description.json"
        let kept = (try? Files.read(file)).flatMap { try? JSONDecoder().decode(Kept.self, from: $0) }
        if let kept, kept.manifests == manifests { return kept.description }
        let output = try Tool.run(
            "/usr/bin/env",
            ["swift", "package", "--package-path", root, "--scratch-path", folder, "describe", "--type", "json"],
            in: root, environment: Tool.userEnvironment, limit: .seconds(300))
        // Warnings of the manifest may come first.
        let lines = output.output.split(separator: "\n", omittingEmptySubsequences: false)
        let json = lines.drop { $0 != "{" }.joined(separator: "\n")
        guard output.termination == .exited(0),
            let description = try? JSONDecoder().decode(PackageDescription.self, from: Data(json.utf8))
        else { throw PackageFailure(output: output.output, root: root, subject: "The manifest of the package") }
        try Files.makeFolder(folder)
        try Files.write(JSONEncoder().encode(Kept(manifests: manifests, description: description)), to: file)
        return description
    }

    private struct Kept: Codable {
        var manifests: [String]
        var description: PackageDescription
    }

    /// The manifest and those for single versions of Swift.
    static func manifests(in root: String) -> [String] {
        Files.names(in: root).filter { $0 == "Package.swift" || $0.hasPrefix("Package@") && $0.hasSuffix(".swift") }
            .map { "\(root)/\($0)" }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was built of a package, and by which flags the compiler finds it.
struct BuiltPackage: Codable {
    /// The hashes of the files from which it was built, and which compiler has built it.
    var sources: [String: String]
    /// The dynamic libraries that programs are linked with: the one of all products that are not dynamic themselves, then
    /// those that are.
    var libraries: [String]
    /// The folder of the Swift modules.
    var modules: String
    /// The modules that it makes known, Swift's and C's.
    var moduleNames: [String]
    /// The maps of C modules.
    var moduleMaps: [String]
    /// The compiler's other flags: folders of headers, and macros.
    var flags: [String]
    /// The programs that expand macros.
    var macros: [String]
    /// The folders of resources, which programs read.
    var resources: [String]
    /// The folders of the packages that it depends on and that lie on this machine.
    var localDependencies: [String]

    /// Whether everything that a program needs is still there.
    var isThere: Bool { (libraries + macros + resources + moduleMaps).allSatisfy(Files.exists) }

    /// The files, apart from the libraries, that decide what a program does that imports something of the package.
    func decidingFiles(_ hashes: ContentHashes) -> [String] {
        // Not all that lie there: others are of other products, built for other documents.
        let modules = moduleNames.map { "\(self.modules)/\($0).swiftmodule" }.filter(Files.exists)
        return modules + moduleMaps.flatMap { ModuleMap(path: $0).files(hashes) } + macros
            + resources.flatMap { Files.all(in: $0).filter(Files.isFile) }
    }
}

extension BuiltPackage {
    /// Reads in a scratch folder of the package manager what it has built for one of its targets.
    init(of target: String, product: String, inScratch scratch: String, configuration: String, root: String) throws {
        let link = "\(scratch)/\(configuration)"
        let folder = URL(fileURLWithPath: link).resolvingSymlinksInPath().path
        let build = try JSONDecoder().decode(BuildDescription.self, from: Files.read(folder + "/description.json"))
        let commands = build.swiftCommands.values
        let own = commands.first { $0.moduleName == target }
        guard let own else {
            throw MissingRequirement(
                description: "‘swift build’ does not say in \(folder)/description.json how it compiles \(target); "
                    + "install a Swift from 6.3 on whose default build system is the native one.")
        }
        let arguments = ClientArguments(own.otherArguments)
        let dynamic = Set(commands.flatMap { $0.inputs.map(\.name) })
            .filter { $0.hasSuffix(".\(CourseLibrary.fileExtension)") && Files.isFile($0) }
        let state = try? JSONDecoder().decode(WorkspaceState.self, from: Files.read(scratch + "/workspace-state.json"))
        self.init(
            sources: [:], libraries: ["\(folder)/lib\(product).\(CourseLibrary.fileExtension)"] + dynamic.sorted(),
            modules: folder + "/Modules",
            moduleNames: commands.map(\.moduleName).filter { $0 != target }.sorted()
                + arguments.moduleMaps.flatMap { ModuleMap(path: $0).moduleNames },
            moduleMaps: arguments.moduleMaps, flags: arguments.others, macros: arguments.macros,
            resources: Files.names(in: folder).filter { $0.hasSuffix(".resources") || $0.hasSuffix(".bundle") }
                .map { "\(folder)/\($0)" },
            localDependencies: (state?.localPackages ?? []).filter { $0 != root })
    }

    /// The package manager's own notes on a build, as far as they are needed.
    private struct BuildDescription: Decodable {
        struct Command: Decodable {
            struct Input: Decodable { let name: String }
            let moduleName: String
            let inputs: [Input]
            let otherArguments: [String]
        }
        let swiftCommands: [String: Command]
    }

    /// The package manager's notes on where the dependencies lie.
    private struct WorkspaceState: Decodable {
        struct Object: Decodable {
            struct Dependency: Decodable {
                struct State: Decodable {
                    let name: String
                    let path: String?
                }
                let state: State
            }
            let dependencies: [Dependency]
        }
        let object: Object

        /// The folders of packages whose sources may change at any time.
        var localPackages: [String] {
            object.dependencies.map(\.state).filter { $0.name == "fileSystem" || $0.name == "edited" }
                .compactMap(\.path)
        }
    }
}

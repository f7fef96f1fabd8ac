extension CourseLibrary {
    /// The folder with a manifest around a folder; nil if there is none.
    public static func packageFolder(around folder: String) -> String? {
        var candidate = folder
        while !Files.isFile(candidate + "/Package.swift") {
            guard candidate != "/", candidate != "." else { return nil }
            candidate = candidate.folder
        }
        return candidate
    }

    /// The libraries of a package, built as far as some documents import them, with those of some others that they import.
    public static func package(
        in root: String, importedBy documents: [Course.LessonFile], options: PackageOptions, extras: [ExtraLibrary] = []
    ) throws -> CourseLibrary {
        let scratch = PackageBuild.scratch(of: root)
        let hashes = ContentHashes(file: scratch + "/hashes.json")
        let description = try PackageDescription.read(of: root, keptIn: scratch, hashes)
        let imports = DocumentImports(of: documents, in: root, description)
        let own = Set(description.targets.map(\.module))
        let extras = extras.filter { imports.names.contains($0.module) && !own.contains($0.module) }
        let others = extras.map(\.module)
        let products = try products(of: description, in: root, imports, options, others: others)
        let sample = plainSample
        var library: CourseLibrary
        var linked: [String] = []
        if products.isEmpty {
            library = CourseLibrary(binaries: [], modules: scratch + "/none", sample: sample)
        } else {
            let built = try PackageBuild(
                root: root, description: description, products: products, options: options, hashes: hashes
            ).upToDate()
            library = CourseLibrary(
                binaries: built.libraries.map { Binary(file: $0, modules: built.moduleNames) },
                modules: built.modules, moduleMaps: built.moduleMaps, sample: sample)
            library.compilerFlags = built.flags
            linked = built.moduleNames
            library.resources = built.resources
            library.decidingFiles = built.decidingFiles(hashes)
            let sources = PackageSources(
                root: root, description: description, localDependencies: built.localDependencies)
            library.watchedFolders = sources.folders
        }
        for extra in extras { try library.add(extra) }
        library.blockLanguage = ["-swift-version", description.languageVersion]
        library.blockImports = { [linked] in imports.blockImports(of: $0).filter(linked.contains) }
        return library
    }

    /// The first cell of a new lesson that imports nothing, and what it prints.
    public static let plainSample = (code: "print(\"Hello\")", output: "Hello")

    /// Removes what was built of a package for its documents.
    public static func cleanPackage(in root: String) { Files.remove(PackageBuild.scratch(of: root)) }

    /// The products that some documents need.
    private static func products(
        of description: PackageDescription, in root: String, _ imports: DocumentImports, _ options: PackageOptions,
        others: [String]
    ) throws -> [String] {
        let known = description.libraries.map(\.name)
        for name in options.products where !known.contains(name) {
            throw Course.LookupError(
                description:
                    "The package \(root) has no library product ‘\(name)’\(suggestion(for: name, among: known)) "
                    + "It has \(known.isEmpty ? "none" : known.map { "‘\($0)’" }.joined(separator: ", ")).")
        }
        guard options.products.isEmpty else { return options.products }
        let own = description.products(for: imports.names)
        // Another name may be that of a module which some target depends on.
        let isForeign = !description.dependencies.isEmpty && imports.namesUnknownModule(besides: others)
        return isForeign ? known.sorted() : own
    }
}

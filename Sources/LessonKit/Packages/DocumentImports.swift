/// What documents about a package import.
struct DocumentImports: Sendable {
    /// The names of all modules that they import, and other words of these lines.
    let names: Set<String>
    private let root: String
    private let description: PackageDescription
    private let namesByPath: [String: Set<String>]

    init(of documents: [Course.LessonFile], in root: String, _ description: PackageDescription) {
        (self.root, self.description) = (root, description)
        var namesByPath: [String: Set<String>] = [:]
        for document in documents {
            let text = (try? Files.read(document.path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            namesByPath[document.path] = Self.imported(in: text)
        }
        self.namesByPath = namesByPath
        names = documents.reduce(into: []) { names, document in
            names.formUnion(namesByPath[document.path] ?? [])
            names.formUnion(Self.blockImports(of: document.path, namesByPath[document.path] ?? [], root, description))
        }
    }

    /// The names of the modules that lines of a text seem to import.
    private static func imported(in text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) where line.utf8.count < 1000 {
            guard let mark = line.firstRange(of: "import ") else { continue }
            let words = line[mark.upperBound...].split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            // After a kind such as ‘struct’ the module comes second.
            names.formUnion(words.prefix(2).map(String.init))
        }
        return names
    }

    /// Whether a name may be that of a module which comes from a dependency of the package.
    func namesUnknownModule(besides others: [String]) -> Bool {
        let own = Set(description.targets.map(\.module) + others)
        return names.contains { name in
            !own.contains(name) && name.first?.isUppercase == true && !SwiftNames.systemModules.contains(name)
        }
    }

    /// The modules that a document's blocks see where they import none of the package's own.
    func blockImports(of path: String) -> [String] {
        Self.blockImports(of: path, namesByPath[path] ?? [], root, description)
    }

    /// In a target's folder its module; elsewhere the modules that the document's blocks import or, where they import none, the one
    /// that is called like the package, or the only one. The comments of Swift code see no module but that of the code, which may be
    /// one that nobody can import.
    private static func blockImports(
        of path: String, _ names: Set<String>, _ root: String, _ description: PackageDescription
    ) -> [String] {
        if let module = description.module(ofFile: path, in: root) { return [module] }
        if path.hasSuffix(".swift") { return [] }
        let offered = description.targets.filter { target in
            description.libraries.contains { $0.targets.contains(target.name) }
        }.map(\.module)
        let imported = offered.filter { names.contains($0) }
        guard imported.isEmpty else { return imported.sorted() }
        let main = offered.first { letters(of: $0) == letters(of: description.name) }
        return main.map { [$0] } ?? (offered.count == 1 ? offered : [])
    }

    /// What tells the names of packages and modules apart: `swift-async-algorithms` holds `AsyncAlgorithms`.
    private static func letters(of name: String) -> String {
        let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return letters.hasPrefix("swift") && letters != "swift" ? String(letters.dropFirst(5)) : letters
    }
}

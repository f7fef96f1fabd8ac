#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The public declarations of the libraries that some lessons import.
public struct LibraryReference: Sendable {
    /// All of them, by module, file and line.
    public var symbols: [LibrarySymbol] = []
    /// The folder in which their sources lie.
    public var root = ""

    /// No declarations.
    public init() {}

    /// The path of a symbol's source; nil if it is not there.
    public func source(of symbol: LibrarySymbol) -> String? {
        [symbol.file.map { "\(root)/\($0)" }, symbol.builtFile].compactMap(\.self).first(where: Files.isFile)
    }
}

extension Verifier {
    /// The declarations of the libraries that some lessons import; none where the compiler cannot tell, which is no error.
    public func reference(for reports: [Report]) -> LibraryReference {
        var reference = LibraryReference()
        reference.root = course.root
        var imported: Set<String> = []
        for lesson in reports.compactMap(\.lesson) {
            for program in Program.all(of: lesson) where program.subject == nil {
                imported.formUnion(program.importedNames)
            }
        }
        for module in imported.sorted() {
            reference.symbols += (try? symbols(of: module)) ?? []
        }
        hashes.save()
        return reference
    }

    /// The public declarations of a module, asked of the compiler again only if it was compiled again.
    private func symbols(of module: String) throws -> [LibrarySymbol] {
        let library = runner.library
        let files = [".swiftmodule", ".swiftdoc", ".swiftsourceinfo"].map { "\(library.modules)/\(module)\($0)" }
        guard Files.exists(files[0]) else { return [] }
        let key = (files + Installation.current.programs.prefix(1)).map { hashes.hash(of: $0) }.joined(separator: " ")
        let kept = "\(cacheFolder)/reference/\(module).json"
        if let data = try? Files.read(kept), let known = try? JSONDecoder().decode(KeptSymbols.self, from: data),
            known.key == key
        {
            return known.symbols
        }
        let symbols = try runner.toolchain.symbolGraph(of: module).symbols.map { LibrarySymbol($0, of: module) }
            .sorted { ($0.file ?? "", $0.line, $0.usr) < ($1.file ?? "", $1.line, $1.usr) }
        try Files.makeFolder(kept.folder)
        try Files.write(JSONEncoder().encode(KeptSymbols(key: key, symbols: symbols)), to: kept)
        return symbols
    }
}

/// The declarations of a module, and the files that they were read from.
private struct KeptSymbols: Codable {
    var key: String
    var symbols: [LibrarySymbol]
}

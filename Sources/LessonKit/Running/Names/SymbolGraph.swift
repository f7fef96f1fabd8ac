#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the compiler's symbol graph says of a module, as far as it is wanted.
struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
        struct Kind: Decodable { var displayName: String }
        struct Identifier: Decodable { var precise: String }
        struct Fragment: Decodable { var spelling: String }
        struct Comment: Decodable {
            struct Line: Decodable { var text: String }
            var lines: [Line]
        }
        struct Location: Decodable {
            struct Position: Decodable { var line: Int }
            var uri: String
            var position: Position
        }
        var kind: Kind
        var identifier: Identifier
        var pathComponents: [String]
        var declarationFragments: [Fragment]?
        var docComment: Comment?
        var location: Location?
    }
    var symbols: [Symbol]
}

extension Toolchain {
    /// What the compiler knows of a module's public declarations, those among them that extend types of other modules; none if it
    /// refuses.
    func symbolGraph(of module: String) throws -> SymbolGraph {
        let folder = try TemporaryFolder()
        // Of the library's flags, only those that find modules and headers are known here.
        let flags = ["-I", library.modules] + library.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
        let result = try Tool.run(
            root + "/bin/swift-symbolgraph-extract",
            ["-module-name", module, "-minimum-access-level", "public", "-skip-synthesized-members"] + flags + [
                "-module-cache-path", moduleCache.folder, "-output-dir", folder.path,
            ], in: folder.path, limit: .seconds(60))
        var graph = SymbolGraph(symbols: [])
        guard result.termination == .exited(0) else { return graph }
        for name in Files.names(in: folder.path).sorted() where name.hasSuffix(".symbols.json") {
            let data = try Files.read("\(folder.path)/\(name)")
            graph.symbols += try JSONDecoder().decode(SymbolGraph.self, from: data).symbols
        }
        return graph
    }
}

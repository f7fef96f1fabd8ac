extension CodeBlock {
    /// Whether it shows a manifest of the package manager or a part of one, which is no program.
    var isPartOfManifest: Bool {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }
        guard let first = lines.first(where: { !$0.isEmpty && ($0.hasPrefix("// swift-tools") || !$0.hasPrefix("//")) })
        else {
            return false
        }
        let parts = [
            "// swift-tools-version", ".package(", ".product(", ".target(", ".executableTarget(", ".testTarget(",
            "dependencies:", "targets:", "products:", "let package = Package(",
        ]
        return parts.contains { first.hasPrefix($0) } || lines.contains("import PackageDescription")
    }
}

import Foundation
import Testing

/// A Swift package in a temporary folder, removed when it is no longer used. It needs nothing from elsewhere.
final class TemporaryPackage {
    let root: String

    /// Writes a package of files, by their paths.
    init(_ files: [String: String]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID().uuidString)").path
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws {
        let file = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(of path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

    func lessons(_ arguments: String...) throws -> Command.Result {
        try Command.run(Command.root + "/.build/debug/lessons", arguments, in: root)
    }

    /// A manifest with these products and targets.
    static func manifest(_ products: String, _ targets: String, dependencies: String = "") -> String {
        """
        // swift-tools-version: 5.9
        import CompilerPluginSupport
        import PackageDescription

        let package = Package(
            name: "Sample", products: [\(products)], dependencies: [\(dependencies)], targets: [\(targets)])
        """
    }
}

extension TemporaryPackage {
    /// A package with one library of a few lines.
    static func small(_ files: [String: String] = [:]) throws -> TemporaryPackage {
        try TemporaryPackage(
            [
                "Package.swift": manifest(
                    #".library(name: "Counting", targets: ["Counting"])"#, #".target(name: "Counting")"#),
                "Sources/Counting/count.swift": "public func next(after n: Int) -> Int { n + 1 }\n",
            ].merging(files) { $1 })
    }
}

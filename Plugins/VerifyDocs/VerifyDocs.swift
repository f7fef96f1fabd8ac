import Foundation
import PackagePlugin

/// `swift package verify-docs`: compiles and runs the code in a package's README, guides and documentation comments.
///
/// It starts the command `lessons`: the one that is installed or, if there is none, the one that it builds from this
/// plug-in's own package. That is a build by itself, since a plug-in that depended on the command would make every package
/// that uses it depend on the command's compiler flags too, which the package manager refuses.
@main
struct VerifyDocs: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let package = context.package.directoryURL
        let command = try installedCommand ?? builtCommand(in: context.pluginWorkDirectoryURL)
        // Each of them takes its files from the arguments, if there are any.
        let runs = arguments.isEmpty ? Self.defaults(in: package) : [arguments]
        if runs.isEmpty {
            Diagnostics.error(
                "There is no README.md, no docs, Guides or Documentation and no Sources in \(package.path); name what to "
                    + "verify: ‘swift package verify-docs --each GUIDE.md’.")
        }
        var hasPassed = true
        for words in runs where try run(command, ["verify"] + words, in: package) != 0 { hasPassed = false }
        if !hasPassed { Diagnostics.error("The documentation of \(context.package.displayName) has not passed.") }
    }

    /// What is verified where nothing is named: README and guides, then the comments of all sources.
    private static func defaults(in package: URL) -> [[String]] {
        func there(_ names: [String]) -> [String] {
            names.filter { FileManager.default.fileExists(atPath: package.appending(path: $0).path) }
        }
        let documents = there(["README.md", "docs", "Guides", "Documentation"]), sources = there(["Sources"])
        return (documents.isEmpty ? [] : [["--each"] + documents]) + (sources.isEmpty ? [] : [["--docs"] + sources])
    }

    /// The command on the search path, or the one that the environment names.
    private var installedCommand: URL? {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/lessons" }
        return ([environment["LESSONS"]].compactMap(\.self) + folders)
            .first(where: FileManager.default.isExecutableFile).map { URL(filePath: $0) }
    }

    /// The command, built from the package that this plug-in is part of.
    private func builtCommand(in folder: URL) throws -> URL {
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let command = folder.appending(path: "build/debug/lessons")
        if !FileManager.default.isExecutableFile(atPath: command.path) {
            Diagnostics.remark("Building the command ‘lessons’, two to three minutes, this once.")
        }
        // Another version of this package may have other sources; where nothing has changed, nothing is built.
        for product in ["confine", "LessonChannel", "lessons"] {
            let words = [
                "swift", "build", "--package-path", source.path, "--scratch-path",
                folder.appending(path: "build").path, "--product", product,
            ]
            guard try run(URL(filePath: "/usr/bin/env"), words, in: source) == 0 else {
                throw Failure(description: "The command ‘lessons’ could not be built; install it with ‘make install’.")
            }
        }
        return command
    }

    private func run(_ command: URL, _ arguments: [String], in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = command
        process.arguments = arguments
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}

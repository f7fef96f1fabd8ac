import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The package that the command was built from, which builds the rest of itself as it is needed.
enum SourcePackage {
    /// Its folder; nil if the command has been moved away from it.
    static var folder: String? { Installation.current.packageFolder }

    /// Builds a product beside the command; throws if the command has been moved away from its package.
    static func build(_ product: String) throws {
        let folder = Installation.current.folder
        guard let package = Self.folder else {
            throw MissingRequirement(description: "There is no \(product) in \(folder); ‘make build’ builds it.")
        }
        Messages.say("Building \(product), which is needed here: about a minute, this once.")
        let result = try Tool.run(
            "/usr/bin/env", ["swift", "build", "--product", product, "--configuration", folder.fileName],
            in: package, environment: Tool.userEnvironment, limit: .seconds(1200))
        guard result.termination == .exited(0) else {
            throw MissingRequirement(
                description: "\(product) could not be built; ‘make build’ shows why. \(result.output.suffix(2000))")
        }
    }

    /// Builds the program that sets formulas, if it is not there.
    static func prepareTypesetter() throws {
        if !Files.isFile(Installation.current.folder + "/typeset") { try build("typeset") }
    }
}

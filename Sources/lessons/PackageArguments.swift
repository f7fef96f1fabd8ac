import ArgumentParser
import LessonKit

/// How the package is built whose libraries the cells import.
struct PackageArguments: ParsableArguments {
    @Option(help: "A library product of the package to link; else those are linked of which something is imported.")
    var product: [String] = []
    @Option(help: "How to build the package: debug or release.") var configuration = Configuration.debug
    @Option(
        name: .customLong("Xswiftc", withSingleDash: true), parsing: .unconditionalSingleValue,
        help: "A flag for the Swift compiler while it builds the package.")
    var compilerFlags: [String] = []

    enum Configuration: String, CaseIterable, ExpressibleByArgument {
        case debug, release
    }

    var options: PackageOptions {
        PackageOptions(products: product, configuration: configuration.rawValue, compilerFlags: compilerFlags)
    }
}

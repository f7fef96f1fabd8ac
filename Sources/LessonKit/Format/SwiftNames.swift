/// Names that Swift code on every machine may use.
enum SwiftNames {
    /// Modules of the toolchain and the systems that documents often import.
    static let systemModules: Set = [
        "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Musl", "Darwin", "Dispatch", "Swift",
        "Synchronization", "Observation", "Testing", "XCTest", "RegexBuilder", "Cxx", "Distributed", "Android",
        "PackageDescription", "CompilerPluginSupport", "PackagePlugin", "UIKit", "SwiftUI", "AppKit", "Combine",
    ]

    /// Words that begin with a capital letter and that no module can have for a name.
    static let words: Set = ["Any", "Self", "Type", "Protocol"]
}

extension String {
    /// The text as a literal in Swift code.
    var swiftLiteral: String {
        "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

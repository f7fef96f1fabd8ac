#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The running command and what was installed beside it.
public struct Installation: Sendable {
    /// The folder of the command, its helpers and the libraries that were built with it.
    public let folder: String
    /// The path of the command.
    package let command: String

    /// The one that runs.
    public static let here: Installation = {
        let link = "/proc/self/exe"
        return Installation(
            command: URL(fileURLWithPath: Files.exists(link) ? link : CommandLine.arguments[0])
                .resolvingSymlinksInPath().path)
    }()

    private init(command: String) { (self.command, folder) = (command, command.folder) }

    /// Tells this build of the command from any other.
    package var identity: String { Files.stamp(of: command) }

    /// Where Runs and the compiler's module cache are kept: beside the libraries they were made with or, where that folder
    /// cannot be written to, in the user's temporary folder.
    public var scratch: String {
        let beside = folder + "/lessons.cache"
        do {
            try Files.makeFolder(beside)
            if FileManager.default.isWritableFile(atPath: beside) { return beside }
        } catch {}
        let own = "\(FileManager.default.temporaryDirectory.path)/lessons.cache-\(getuid())"
        return Files.makePrivateFolder(own) ? own : "\(own)-\(getpid())"
    }
}

/// What the machine lacks, and how to get it.
public struct MissingRequirement: Error, CustomStringConvertible {
    /// The sentence for the user.
    public let description: String

    /// Says what is missing.
    package init(description: String) { self.description = description }
}

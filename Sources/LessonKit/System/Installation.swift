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

    /// The installation that is running.
    public static let current: Installation = {
        let link = "/proc/self/exe"
        return Installation(
            command: URL(fileURLWithPath: Files.exists(link) ? link : CommandLine.arguments[0])
                .resolvingSymlinksInPath().path)
    }()

    private init(command: String) { (self.command, folder) = (command, command.folder) }

    /// The folder of the package that the command was built from; nil if the command has been moved away from it.
    package var packageFolder: String? {
        // The command is in .build/PLATFORM/debug or .build/PLATFORM/release.
        let build = folder.folder.folder
        return build.fileName == ".build" && Files.isFile("\(build.folder)/Package.swift") ? build.folder : nil
    }

    /// The files that decide what the runner does.
    package var programs: [String] { [command, ChildProcess.supervisor] }

    /// The folder of Runs and of the compiler's module cache: beside the libraries they were made with or, if that
    /// folder is not writable, in the user's temporary folder.
    public var cacheFolder: String {
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
    /// What is missing and how to get it.
    public let description: String

    /// Says what is missing.
    package init(description: String) { self.description = description }
}

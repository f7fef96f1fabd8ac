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

/// The course's libraries, as `swift build` left them beside the command.
public struct Libraries: Sendable {
    /// The folder of the command and of `libLessonRuntime`.
    public let folder: String
    var modules: String { folder + "/Modules" }
    /// Where the compiler finds the C header that CNN's kernels use, which it wants whenever CNN is imported.
    var headers: String { folder + "/CPrefetch.build/module.modulemap" }
    var runtime: String { folder + "/libLessonRuntime.\(Self.suffix)" }

    #if os(Linux)
        private static let suffix = "so"
    #else
        private static let suffix = "dylib"
    #endif

    /// Takes the libraries beside the running command.
    public init() throws(Toolchain.Missing) {
        let command = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        folder = FileManager.default.fileExists(atPath: command) ? command.folder : CommandLine.arguments[0].folder
        guard FileManager.default.fileExists(atPath: runtime) else {
            throw Toolchain.Missing(
                description: "There is no \(runtime); build the course's libraries with ‘swift build’.")
        }
    }

    /// Where Runs and the compiler's module cache are kept: beside the libraries they were made with, or where that
    /// cannot be written to, in the user's temporary folder.
    var scratch: String {
        let beside = folder + "/lessons.cache"
        do {
            try Files.makeFolder(beside)
            if FileManager.default.isWritableFile(atPath: beside) { return beside }
        } catch {}
        let own = "\(FileManager.default.temporaryDirectory.path)/lessons.cache-\(getuid())"
        mkdir(own, 0o700)
        // In a place for all, anyone may have made a folder of that name.
        var information = stat()
        let isOwn = lstat(own, &information) == 0 && information.st_mode & (S_IFMT | 0o022) == S_IFDIR
        return isOwn && information.st_uid == getuid() ? own : "\(own)-\(getpid())"
    }

    /// Tells this build of the libraries from any other.
    public var identity: String { Files.stamp(of: runtime) }

    /// Tells this build of the command from any other.
    var runnerIdentity: String { Files.stamp(of: folder + "/lessons") }

    /// The first source file of the libraries that is newer than they are; nil where they are up to date.
    public func newerSource(in course: String) -> String? {
        for target in ["CNN", "Figures"] {
            // A build that changes nothing in a library leaves that alone, but not the folder of the object files.
            let built = max(
                Files.modificationTime(of: runtime), Files.modificationTime(of: "\(folder)/\(target).build"))
            let sources = Files.all(in: "\(course)/Sources/\(target)")
            if let newer = sources.first(where: { $0.hasSuffix(".swift") && Files.modificationTime(of: $0) > built }) {
                return newer
            }
        }
        return nil
    }
}

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

/// The Swift compiler and linker of this machine, called directly: the driver alone would add 0.1 s a program.
public struct Toolchain: Sendable {
    /// What the machine lacks, and how to get it.
    public struct Missing: Error, CustomStringConvertible {
        /// The sentence for the user.
        public let description: String
    }

    /// The folder with `bin`, `lib` and `libexec`.
    private let root: String
    private let libraries: Libraries
    /// An absolute path, always the same: two spellings of one folder would be two caches.
    private let moduleCache: String

    /// Finds the toolchain of the `swiftc` on the search path.
    public init(libraries: Libraries, scratch: String) throws(Missing) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let swiftc = folders.map({ "\($0)/swiftc" }).first(where: FileManager.default.isExecutableFile) else {
            throw Missing(
                description:
                    "There is no ‘swiftc’ on the search path; install Swift 6.2 or later from swift.org/install.")
        }
        let resolved = URL(fileURLWithPath: swiftc).resolvingSymlinksInPath().path
        root = resolved.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
        self.libraries = libraries
        moduleCache = scratch + "/ModuleCache"
        for tool in [frontend, clang] where !FileManager.default.isExecutableFile(atPath: tool) {
            throw Missing(
                description: "The toolchain of \(swiftc) has no \(tool); install it anew from swift.org/install.")
        }
    }

    private var frontend: String { root + "/bin/swift-frontend" }
    private var clang: String { root + "/bin/clang" }

    /// Tells this toolchain from any other without starting it.
    public var identity: String { "\(frontend) \(Files.stamp(of: frontend))" }

    /// What `swiftc --version` calls itself, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    public func version() -> String {
        // Asking takes half a second; the answer holds as long as the compiler is the same file.
        let kept = moduleCache.folder + "/version"
        let known = (try? Files.read(kept)).map { String(decoding: $0, as: UTF8.self) }?.split(separator: "\n") ?? []
        if known.count == 2, known[0] == identity { return String(known[1]) }
        let result = try? run(root + "/bin/swiftc", ["--version"], in: "/", deadline: .now + .seconds(20))
        guard let line = result?.output.split(separator: "\n").first(where: { $0.contains("Swift version") }) else {
            return "unknown Swift version"
        }
        let version = line[(line.firstRange(of: "Swift version")?.lowerBound ?? line.startIndex)...]
        try? Files.write("\(identity)\n\(version)\n", to: kept)
        return String(version)
    }

    /// The flags that decide what a program means.
    public static let flags = [
        // A lesson's functions use its top-level variables, which belong to the main actor.
        "-swift-version", "6", "-default-isolation", "MainActor",
        // Not optimised: that takes several seconds a lesson; the work is done in the library, which is.
        "-Onone", "-gline-tables-only", "-diagnostic-style=llvm",
    ]

    /// What the compiler made of a program.
    struct Compilation {
        /// The program's file; nil if there were errors.
        var executable: String?
        var remarks: [CompilerRemark]
    }

    /// Compiles and links a program inside a folder; one that is not run is only compiled as far as it can fail, which
    /// is further than types: that a variable is set before it is used is found out later.
    func compile(_ program: Program, in folder: String, limit: Duration = .seconds(60)) throws -> Compilation {
        let (source, object, executable) = (folder + "/main.swift", folder + "/main.o", folder + "/lesson")
        try Files.write(program.text, to: source)
        let deadline = ContinuousClock.now + limit
        let goal = program.isRun ? ["-c", "-o", object] : ["-emit-sil", "-o", "/dev/null"]
        let compiled = try run(
            frontend,
            goal + Self.flags + [
                "-I", libraries.modules, "-module-cache-path", moduleCache, "-module-name", "Lesson",
                "-primary-file", source,
            ], in: folder, deadline: deadline)
        let remarks = CompilerRemark.all(in: compiled, of: program)
        guard compiled.ending == .exited(0), program.isRun else {
            return Compilation(executable: nil, remarks: remarks)
        }
        let arguments = linkArguments(object, executable)
        var linked = try run(clang, arguments, in: folder, deadline: deadline)
        if linked.ending != .exited(0) {
            // Some lessons import more than most. Which libraries an object needs stands in itself; to extract that takes
            // longer than linking.
            let response = folder + "/main.autolink"
            _ = try run(root + "/bin/swift-autolink-extract", [object, "-o", response], in: folder, deadline: deadline)
            linked = try run(clang, arguments + ["@" + response], in: folder, deadline: deadline)
        }
        guard linked.ending == .exited(0) else {
            let complaint = CompilerRemark.complaint("The program does not link. \(linked.output)", about: program)
            return Compilation(executable: nil, remarks: remarks + [complaint])
        }
        return Compilation(executable: executable, remarks: remarks)
    }

    private func linkArguments(_ object: String, _ executable: String) -> [String] {
        let common = [
            object, "-L", libraries.folder, "-lLessonRuntime", "-Xlinker", "-rpath", "-Xlinker", libraries.folder,
        ]
        #if os(Linux)
            let swift = root + "/lib/swift/linux"
            let names = ["SwiftOnoneSupport", "Core", "_Concurrency", "_StringProcessing", "_RegexParser", "Glibc"]
            return ["-fuse-ld=lld", "-pie", "\(swift)/\(Self.architecture)/swiftrt.o"] + common
                + ["-Xlinker", "-rpath", "-Xlinker", swift, "-L", swift] + names.map { "-lswift" + $0 } + [
                    "-lm", "-o", executable,
                ]
        #else
            return common + ["-L", "/usr/lib/swift", "-lswiftCore", "-o", executable]
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #else
            "aarch64"
        #endif
    }

    struct Output {
        var output: String
        var ending: ChildProcess.Ending
    }

    private func run(
        _ executable: String, _ arguments: [String], in folder: String, deadline: ContinuousClock.Instant
    ) throws -> Output {
        var environment = ProcessInfo.processInfo.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["TMPDIR"] = folder == "/" ? nil : folder
        let (read, write) = try FileDescriptor.pipe()
        var bytes: [UInt8] = []
        let pipe = PipeReader(read, limit: 16 << 20) { bytes.append(contentsOf: $0) }
        var process = try ChildProcess(
            .init(executable: executable, arguments: arguments, environment: environment, directory: folder),
            descriptors: [.null(), write, write])
        let ending = try process.supervise([pipe]) { deadline }
        return Output(output: String(decoding: bytes, as: UTF8.self), ending: ending)
    }
}

/// The course's libraries, as `swift build` left them beside the command.
public struct Libraries: Sendable {
    /// The folder of the command and of `libLessonRuntime`.
    public let folder: String
    var modules: String { folder + "/Modules" }
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
        return "\(FileManager.default.temporaryDirectory.path)/lessons.cache-\(getuid())"
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

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

/// Whether programs are isolated from the rest of the machine.
public enum SandboxPolicy: String, Sendable, CaseIterable {
    /// Always; where that is impossible, nothing is run.
    case require
    /// As far as the machine allows it.
    case auto
    /// Not at all: they run with the user's rights, and only their limits hold.
    case off
}

/// The environment that lessons' programs run in, always the same.
package struct Sandbox: Sendable {
    /// The means by which a program is isolated from the rest of the machine.
    package enum Isolation: String, Codable, Sendable {
        /// Separate namespaces, which contain only what it needs.
        case bubblewrap
        /// Landlock: it can open only what it needs and signal no other process, but it can see which processes exist.
        case landlock
        /// Landlock on a Linux before 6.12, where it can also signal processes of the same user.
        case olderLandlock
        /// No isolation: only its limits hold.
        case none
    }

    /// How strictly programs are isolated.
    package struct Level: Codable, Equatable, Sendable {
        package var isolation: Isolation
        /// Whether each program runs as a separate user, which only root can arrange.
        package var hasSeparateUser: Bool

        /// Whether a program whose process is killed by a signal ends with the status by which a shell tells it.
        var reportsSignalsAsStatus: Bool { isolation == .bubblewrap }

        /// Whether a program can neither change nor signal anything outside its folder.
        package var isIsolated: Bool { isolation == .bubblewrap || isolation == .landlock }

        /// In words for the user.
        package var description: String {
            let user = hasSeparateUser ? ", each program as a separate user" : ""
            let closed = "no network; a program reads only what it needs and writes only in its own folder"
            return switch isolation {
            case .bubblewrap: "bubblewrap: \(closed); it sees no other process\(user)"
            case .landlock: "Landlock: \(closed); it signals no other process\(user)"
            case .olderLandlock:
                "Landlock of an older Linux: \(closed); it can signal your other processes\(user)"
            case .none: "only limits: programs can do what you can\(user)"
            }
        }
    }

    package let level: Level
    /// What a program can read apart from its own folder.
    private let readablePaths: [String]

    /// The sandbox for programs that need to read some files and folders.
    init(_ policy: SandboxPolicy, readable paths: [String], cacheFolder: String) throws(MissingRequirement) {
        readablePaths = Self.existing(Self.system + [ChildProcess.supervisor] + paths)
        guard policy != .off else {
            level = Level(isolation: .none, hasSeparateUser: false)
            return
        }
        level = Self.cachedLevel(readable: readablePaths, cacheFolder: cacheFolder)
        guard policy != .require || level.isIsolated else {
            throw MissingRequirement(
                description: "No sandbox works on this machine, which ‘--sandbox require’ asks for; \(Self.remedy). "
                    + "What this machine has: \(level.description).")
        }
    }

    /// What is less than bubblewrap gives, and how to get more; nil if nothing is, or if nothing was asked for.
    func shortfall(for policy: SandboxPolicy) -> String? {
        guard policy != .off, level.isolation != .bubblewrap, level.isolation == .none || Self.bubblewrap != nil else {
            return nil
        }
        return "Programs run in a weaker sandbox, \(level.description); \(Self.remedy)."
    }

    /// How to get a sandbox.
    static var remedy: String {
        guard let bubblewrap else { return "install one with ‘apt-get install bubblewrap’" }
        let words = (try? Tool.run(bubblewrap, trial, in: "/", limit: .seconds(5)))?.output.fileLines.first ?? ""
        return
            "bubblewrap is there and says ‘\(words.isEmpty ? "nothing" : words)’; in a container, let it make namespaces, as "
            + "‘--privileged’ does"
    }

    /// The arguments with which bubblewrap makes all that programs need and runs nothing.
    private static let trial = [
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-pid", "--unshare-net", "--unshare-ipc",
        "--", "true",
    ]

    private init(level: Level, readablePaths: [String]) {
        self.level = level
        self.readablePaths = readablePaths
    }

    /// What every program needs of the system: tools, libraries and their locations, and the number of processors.
    private static let system = [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives",
        "/sys/devices/system/cpu",
    ]

    /// The paths that exist, without those inside others.
    private static func existing(_ paths: [String]) -> [String] {
        var taken: [String] = []
        for path in paths where Files.exists(path) {
            if !taken.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) { taken.append(path) }
        }
        return taken
    }

    /// The command that runs a program in a folder, which is the only one that it may change.
    func command(
        running executable: String, _ arguments: [String] = [], using files: [String] = [],
        in folder: borrowing WorkFolder, environment: [String: String], seconds: Int
    ) -> ChildProcess.Command {
        var confinement = Confinement()
        confinement.processorSeconds = seconds
        if level.hasSeparateUser { confinement.user = Confinement.newUser() }
        guard level.isolation == .bubblewrap, let bubblewrap = Self.bubblewrap else {
            if level.isolation != .none {
                confinement.writableFolder = folder.path
                confinement.readablePaths = Self.existing(readablePaths + files + [executable])
                confinement.allowsOlderLandlock = level.isolation == .olderLandlock
            }
            return .init(
                executable: executable, arguments: arguments, environment: environment, directory: folder.path,
                confinement: confinement)
        }
        confinement.isolatesMemory = true
        // A program that has to stay root loses all of root's capabilities.
        let privileges = level.hasSeparateUser ? [] : ["--cap-drop", "ALL"]
        return .init(
            executable: bubblewrap,
            arguments: mounts(showing: files + [executable]) + Self.temporaryFileSystem(for: folder) + [
                "--remount-ro", "/",
            ]
                + privileges
                + [ChildProcess.supervisor] + confinement.arguments + ["--", executable] + arguments,
            environment: environment, directory: folder.path)
    }

    /// The arguments for a work folder in memory, which disappears with the program and holds no more than a single
    /// file may, so that no program can fill the disk.
    private static func temporaryFileSystem(for folder: borrowing WorkFolder) -> [String] {
        let path = folder.path
        return ["--perms", "0777", "--size", "\(Confinement().fileSize)", "--tmpfs", path, "--chdir", path]
            + (folder.data.map { ["--symlink", $0, path + "/Data"] } ?? [])
    }

    /// The arguments for an empty root with only what the program needs, read-only, and without network or other
    /// processes.
    private func mounts(showing files: [String]) -> [String] {
        let paths = Self.existing(readablePaths + files)
        // bubblewrap would make the parent folders accessible to itself only.
        let folders = Set(paths.flatMap { path in sequence(first: path.folder) { $0 == "/" ? nil : $0.folder } })
        let binds = paths.flatMap { path in
            // Where `/bin` is a link to `usr/bin`, it becomes a link again.
            if path.folder == "/", let target = Files.destination(of: path) {
                return ["--symlink", target, path]
            }
            return ["--ro-bind", path, path]
        }
        return [
            "--dev", "/dev", "--remount-ro", "/dev", "--proc", "/proc",
            "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent",
        ] + folders.subtracting(["/"]).sorted().flatMap { ["--perms", "0755", "--dir", $0] } + binds
    }
}

// MARK: Which level works

extension Sandbox {
    private static var bubblewrap: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { "\($0)/bwrap" }.first { access($0, X_OK) == 0 }
    }

    /// The strictest level that works, found by trial, which takes some hundredths of a second.
    static func closestLevel(readable paths: [String]) -> Level {
        closestLevel(readablePaths: existing(system + [ChildProcess.supervisor] + paths))
    }

    private static func closestLevel(readablePaths: [String]) -> Level {
        let candidates = [Isolation.bubblewrap, .landlock, .olderLandlock, .none].flatMap { isolation in
            (getuid() == 0 ? [true, false] : [false]).map { Level(isolation: isolation, hasSeparateUser: $0) }
        }
        let closest = candidates.first { Sandbox(level: $0, readablePaths: readablePaths).works }
        return closest ?? Level(isolation: .none, hasSeparateUser: false)
    }

    /// Whether a program in this sandbox can read what it needs.
    private var works: Bool {
        guard level.isolation != .bubblewrap || Self.bubblewrap != nil else { return false }
        do {
            let folder = try WorkFolder(data: nil)
            if level.hasSeparateUser { folder.openToOtherUsers() }
            let null = try FileDescriptor.null()
            let command = command(
                running: ChildProcess.supervisor, ["--check"] + readablePaths, in: folder, environment: [:], seconds: 10
            )
            var process = try ChildProcess(command, descriptors: [null, null, null])
            let clock = ProgramClock(of: process.pid)
            return try process.supervise([]) { clock.deadline(.seconds(5)) } == .exited(0)
        } catch {
            return false
        }
    }

    /// The level that was found, with everything that it depends on.
    private struct CachedProbe: Codable {
        var circumstances: [String]
        var level: Level
    }

    /// The strictest level that works, tested again only if something has changed since the last time.
    private static func cachedLevel(readable readablePaths: [String], cacheFolder: String) -> Level {
        let path = probeFile(in: cacheFolder)
        let circumstances = circumstances + readablePaths
        if let probe = try? JSONDecoder().decode(CachedProbe.self, from: Files.read(path)),
            probe.circumstances == circumstances
        {
            return probe.level
        }
        let level = closestLevel(readablePaths: readablePaths)
        if let data = try? JSONEncoder().encode(CachedProbe(circumstances: circumstances, level: level)) {
            try? Files.makeFolder(cacheFolder)
            try? Files.write(data, to: path)
        }
        return level
    }

    /// Makes the next runner test the levels again.
    static func discardProbe(cacheFolder: String) { Files.remove(probeFile(in: cacheFolder)) }

    private static func probeFile(in cacheFolder: String) -> String { "\(cacheFolder)/sandbox-\(getuid()).json" }

    /// The current boot of this machine, what it lets users do, and what this process may do.
    private static var circumstances: [String] {
        func text(_ path: String) -> String {
            (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        let settings = [
            "kernel/random/boot_id", "user/max_user_namespaces", "kernel/unprivileged_userns_clone",
            "kernel/apparmor_restrict_unprivileged_userns",
        ].map { text("/proc/sys/\($0)") }
        let rights = text("/proc/self/status").split(separator: "\n").filter { line in
            ["Uid:", "Cap", "NoNewPrivs:", "Seccomp:"].contains { line.hasPrefix($0) }
        }
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        return settings + rights.map(String.init)
            + [
                bubblewrap.map { $0 + Files.fingerprint(of: $0) } ?? "", Files.fingerprint(of: ChildProcess.supervisor),
                folder,
            ]
    }
}

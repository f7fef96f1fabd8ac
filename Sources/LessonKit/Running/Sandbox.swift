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

/// Whether programs are kept from the rest of the machine.
public enum SandboxUse: String, Sendable, CaseIterable {
    /// Where that is impossible, nothing is run.
    case require
    /// As far as the machine allows.
    case auto
    /// They run as the user does, under limits alone.
    case off
}

/// The surroundings a lesson's program runs in, always the same.
package struct Sandbox: Sendable {
    /// What keeps a program from the rest of the machine.
    package enum Isolation: String, Codable, Sendable {
        /// Namespaces of its own, in which there is nothing but what it needs.
        case bubblewrap
        /// It can open nothing but what it needs, and signal nobody else; it can see which processes there are.
        case landlock
        /// The same on a Linux before 6.12, where it can signal what runs as the same user.
        case olderLandlock
        /// Its limits alone.
        case none
    }

    /// How closely programs are held.
    package struct Level: Codable, Equatable, Sendable {
        package var isolation: Isolation
        /// Whether each program runs as a user of its own, which only root can have it do.
        package var hasOwnUser: Bool

        /// Whether a program can harm nothing outside its folder.
        package var isClosed: Bool { isolation == .bubblewrap || isolation == .landlock }

        /// In words for the user.
        package var description: String {
            let user = hasOwnUser ? ", each program a user of its own" : ""
            let closed = "no network, nothing read but what a program needs, nothing written but in its own folder"
            return switch isolation {
            case .bubblewrap: "bubblewrap: \(closed), no other process to be seen\(user)"
            case .landlock: "Landlock: \(closed), no other process to be signalled\(user)"
            case .olderLandlock:
                "Landlock of an older Linux: \(closed); your other processes can be signalled\(user)"
            case .none: "limits alone: programs can do what you can\(user)"
            }
        }
    }

    package let level: Level
    /// What a program can read beside its own folder.
    private let visible: [String]

    /// The sandbox for programs that need to see some files and folders.
    init(_ use: SandboxUse, showing paths: [String], scratch: String) throws(MissingRequirement) {
        visible = Self.existing(Self.system + [ChildProcess.supervisor] + paths)
        guard use != .off else {
            level = Level(isolation: .none, hasOwnUser: false)
            return
        }
        level = Self.known(showing: visible, scratch: scratch)
        guard use != .require || level.isClosed else {
            throw MissingRequirement(
                description: "No sandbox works on this machine, which ‘--sandbox require’ asks for; install one with "
                    + "‘apt-get install bubblewrap’. What there is: \(level.description).")
        }
    }

    private init(level: Level, visible: [String]) {
        self.level = level
        self.visible = visible
    }

    /// What any program needs of the system: tools, libraries and where to find them, and the number of its processors.
    private static let system = [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives",
        "/sys/devices/system/cpu",
    ]

    /// Those that there are, none of which lies in another.
    private static func existing(_ paths: [String]) -> [String] {
        var taken: [String] = []
        for path in paths where Files.exists(path) {
            if !taken.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) { taken.append(path) }
        }
        return taken
    }

    /// The command that runs a program in a folder which is all that it may change.
    func command(
        running executable: String, _ arguments: [String] = [], in folder: borrowing WorkFolder,
        environment: [String: String], seconds: Int
    ) -> ChildProcess.Command {
        var confinement = Confinement()
        confinement.seconds = seconds
        if level.hasOwnUser { confinement.user = Confinement.newUser() }
        guard level.isolation == .bubblewrap, let bubblewrap = Self.bubblewrap else {
            if level.isolation != .none {
                confinement.folder = folder.path
                confinement.visible = Self.existing(visible + [executable])
                confinement.isOlder = level.isolation == .olderLandlock
            }
            return .init(
                executable: executable, arguments: arguments, environment: environment, directory: folder.path,
                confinement: confinement)
        }
        confinement.isApart = true
        // Whatever root may do is taken from a program that must stay root.
        let privileges = level.hasOwnUser ? [] : ["--cap-drop", "ALL"]
        return .init(
            executable: bubblewrap,
            arguments: view(showing: executable) + Self.memory(for: folder) + ["--remount-ro", "/"] + privileges
                + [ChildProcess.supervisor] + confinement.arguments + ["--", executable] + arguments,
            environment: environment, directory: folder.path)
    }

    /// A folder in memory, which ends with the program and holds no more than a single file may: none can fill the disk.
    private static func memory(for folder: borrowing WorkFolder) -> [String] {
        let path = folder.path
        return ["--perms", "0777", "--size", "\(Confinement().fileSize)", "--tmpfs", path, "--chdir", path]
            + (folder.data.map { ["--symlink", $0, path + "/Data"] } ?? [])
    }

    /// An empty root, in it read-only what the program needs; no network and no sight of other processes.
    private func view(showing executable: String) -> [String] {
        let paths = Self.existing(visible + [executable])
        // bubblewrap makes the folders that these lie in for itself alone.
        let folders = Set(paths.flatMap { path in sequence(first: path.folder) { $0 == "/" ? nil : $0.folder } })
        let views = paths.flatMap { path in
            // Of `/bin` a link to `usr/bin` is made again.
            if path.folder == "/", let target = Files.destination(of: path) {
                return ["--symlink", target, path]
            }
            return ["--ro-bind", path, path]
        }
        return [
            "--dev", "/dev", "--remount-ro", "/dev", "--proc", "/proc",
            "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent",
        ] + folders.subtracting(["/"]).sorted().flatMap { ["--perms", "0755", "--dir", $0] } + views
    }
}

// MARK: Which level works

extension Sandbox {
    private static var bubblewrap: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { "\($0)/bwrap" }.first { access($0, X_OK) == 0 }
    }

    /// The closest level that works, by trial: that takes some hundredths of a second.
    static func closestLevel(showing paths: [String]) -> Level {
        closestLevel(visible: existing(system + [ChildProcess.supervisor] + paths))
    }

    private static func closestLevel(visible: [String]) -> Level {
        let candidates = [Isolation.bubblewrap, .landlock, .olderLandlock, .none].flatMap { isolation in
            (getuid() == 0 ? [true, false] : [false]).map { Level(isolation: isolation, hasOwnUser: $0) }
        }
        let closest = candidates.first { Sandbox(level: $0, visible: visible).works }
        return closest ?? Level(isolation: .none, hasOwnUser: false)
    }

    /// Tries it on a program that looks whether it may read what it needs.
    private var works: Bool {
        guard level.isolation != .bubblewrap || Self.bubblewrap != nil else { return false }
        do {
            let folder = try WorkFolder(data: nil)
            if level.hasOwnUser { folder.open() }
            let null = try FileDescriptor.null()
            let command = command(
                running: ChildProcess.supervisor, ["--check"] + visible, in: folder, environment: [:], seconds: 10)
            var process = try ChildProcess(command, descriptors: [null, null, null])
            let clock = ProgramClock(of: process.pid)
            return try process.supervise([]) { clock.deadline(.seconds(5)) } == .exited(0)
        } catch {
            return false
        }
    }

    /// What was found out, beside all that it depends on.
    private struct CachedProbe: Codable {
        var circumstances: [String]
        var level: Level
    }

    /// The closest level that works, tried only where something has changed since it was last.
    private static func known(showing visible: [String], scratch: String) -> Level {
        let path = probeFile(in: scratch)
        let circumstances = circumstances + visible
        if let kept = try? JSONDecoder().decode(CachedProbe.self, from: Files.read(path)),
            kept.circumstances == circumstances
        {
            return kept.level
        }
        let level = closestLevel(visible: visible)
        if let data = try? JSONEncoder().encode(CachedProbe(circumstances: circumstances, level: level)) {
            try? Files.makeFolder(scratch)
            try? Files.write(data, to: path)
        }
        return level
    }

    /// Has the level tried again the next time.
    static func forget(scratch: String) { Files.remove(probeFile(in: scratch)) }

    private static func probeFile(in scratch: String) -> String { "\(scratch)/sandbox-\(getuid()).json" }

    /// This start of this machine, what it lets users do and what this process may do.
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
            + [bubblewrap.map { $0 + Files.stamp(of: $0) } ?? "", Files.stamp(of: ChildProcess.supervisor), folder]
    }
}

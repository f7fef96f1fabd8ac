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
struct Sandbox: Sendable {
    /// What keeps a program from the rest of the machine.
    enum Walls: String, Codable, Sendable {
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
    struct Level: Codable, Equatable, Sendable {
        var walls: Walls
        /// Whether each program runs as a user of its own, which only root can have it do.
        var hasOwnUser: Bool

        /// Whether a program can harm nothing outside its folder.
        var isClosed: Bool { walls == .bubblewrap || walls == .landlock }

        /// In words for the user.
        var description: String {
            let user = hasOwnUser ? ", each program a user of its own" : ""
            let closed = "no network, nothing read but what a program needs, nothing written but in its own folder"
            return switch walls {
            case .bubblewrap: "bubblewrap: \(closed), no other process to be seen\(user)"
            case .landlock: "Landlock: \(closed), no other process to be signalled\(user)"
            case .olderLandlock:
                "Landlock of an older Linux: \(closed); your other processes can be signalled\(user)"
            case .none: "limits alone: programs can do what you can\(user)"
            }
        }
    }

    let level: Level
    /// What a program can read beside its own folder.
    private let visible: [String]

    /// The sandbox for programs that need to see some files and folders.
    init(_ use: SandboxUse, showing paths: [String], scratch: String) throws(Toolchain.Missing) {
        visible = Self.existing(Self.system + [ChildProcess.keeper] + paths)
        guard use != .off else {
            level = Level(walls: .none, hasOwnUser: false)
            return
        }
        level = Self.known(showing: visible, scratch: scratch)
        guard use != .require || level.isClosed else {
            throw Toolchain.Missing(
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

    /// Makes the working folder of a program below a temporary one.
    func prepare(_ folder: String) throws -> String {
        let work = folder + "/work"
        try Files.makeFolder(work)
        if level.hasOwnUser {
            // Others may pass through to what they know the name of.
            chmod(folder, 0o711)
            chmod(work, 0o777)
        }
        return work
    }

    /// The variables of a program's environment, apart from those of the channel.
    static func environment(folder: String) -> [String: String] {
        var environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1",
        ]
        // How the library computes may be chosen from outside.
        for (name, value) in ProcessInfo.processInfo.environment where name.hasPrefix("CNN_") {
            environment[name] = value
        }
        return environment
    }

    /// The command that runs a program in a folder which is all that it may change.
    func command(
        running executable: String, _ arguments: [String] = [], in folder: String, environment: [String: String],
        seconds: Int
    ) -> ChildProcess.Command {
        var confinement = Confinement()
        confinement.seconds = seconds
        if level.hasOwnUser { confinement.user = Confinement.newUser() }
        guard level.walls == .bubblewrap, let bubblewrap = Self.bubblewrap else {
            if level.walls != .none {
                confinement.folder = folder
                confinement.visible = Self.existing(visible + [executable])
                confinement.isOlder = level.walls == .olderLandlock
            }
            return .init(
                executable: executable, arguments: arguments, environment: environment, directory: folder,
                confinement: confinement)
        }
        confinement.isApart = true
        // Whatever root may do is taken from a program that must stay root.
        let privileges = level.hasOwnUser ? [] : ["--cap-drop", "ALL"]
        return .init(
            executable: bubblewrap,
            arguments: isolation(showing: executable) + workFolder(folder) + ["--remount-ro", "/"] + privileges
                + [ChildProcess.keeper] + confinement.arguments + ["--", executable] + arguments,
            environment: environment, directory: folder)
    }

    /// A folder in memory, which ends with the program and holds no more than a single file may: none can fill the disk.
    private func workFolder(_ folder: String) -> [String] {
        let data = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/Data")
        return ["--perms", "0777", "--size", "\(Confinement().fileSize)", "--tmpfs", folder, "--chdir", folder]
            + (data.map { ["--symlink", $0, folder + "/Data"] } ?? [])
    }

    /// An empty root, in it read-only what the program needs; no network and no sight of other processes.
    private func isolation(showing executable: String) -> [String] {
        let paths = Self.existing(visible + [executable])
        // bubblewrap makes the folders that these lie in for itself alone.
        let folders = Set(paths.flatMap { path in sequence(first: path.folder) { $0 == "/" ? nil : $0.folder } })
        let views = paths.flatMap { path in
            // Of `/bin` a link to `usr/bin` is made again.
            if path.folder == "/", let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
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
        closestLevel(visible: existing(system + [ChildProcess.keeper] + paths))
    }

    private static func closestLevel(visible: [String]) -> Level {
        let candidates = [Walls.bubblewrap, .landlock, .olderLandlock, .none].flatMap { walls in
            (getuid() == 0 ? [true, false] : [false]).map { Level(walls: walls, hasOwnUser: $0) }
        }
        let closest = candidates.first { Sandbox(level: $0, visible: visible).works }
        return closest ?? Level(walls: .none, hasOwnUser: false)
    }

    /// Tries it on a program that looks whether it may read what it needs.
    private var works: Bool {
        guard level.walls != .bubblewrap || Self.bubblewrap != nil else { return false }
        do {
            let folder = try TemporaryFolder()
            let null = try FileDescriptor.null()
            let work = try prepare(folder.path)
            let command = command(
                running: ChildProcess.keeper, ["--check"] + visible, in: work, environment: [:], seconds: 10)
            var process = try ChildProcess(command, descriptors: [null, null, null])
            let clock = ProgramClock(of: process.pid)
            return try process.supervise([]) { clock.deadline(.seconds(5)) } == .exited(0)
        } catch {
            return false
        }
    }

    /// What was found out, beside all that it depends on.
    private struct Finding: Codable {
        var circumstances: [String]
        var level: Level
    }

    /// The closest level that works, tried only where something has changed since it was last.
    private static func known(showing visible: [String], scratch: String) -> Level {
        let path = finding(in: scratch)
        let circumstances = circumstances + visible
        if let kept = try? JSONDecoder().decode(Finding.self, from: Files.read(path)),
            kept.circumstances == circumstances
        {
            return kept.level
        }
        let level = closestLevel(visible: visible)
        if let data = try? JSONEncoder().encode(Finding(circumstances: circumstances, level: level)) {
            try? Files.makeFolder(scratch)
            try? Files.write(data, to: path)
        }
        return level
    }

    /// Has the level tried again the next time.
    static func forget(scratch: String) { Files.remove(finding(in: scratch)) }

    private static func finding(in scratch: String) -> String { "\(scratch)/sandbox-\(getuid()).json" }

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
            + [bubblewrap.map { $0 + Files.stamp(of: $0) } ?? "", Files.stamp(of: ChildProcess.keeper), folder]
    }
}

extension Course {
    /// The data that lessons read, and the files elsewhere to which links among it lead.
    var data: [String] {
        let folder = root + "/Lessons/Data"
        let links = Files.all(in: folder).filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: $0)) != nil
        }
        let targets = links.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        // More links than a few are a tree of links, whose files lie together.
        return [folder] + (targets.count > 16 ? targets.map(\.folder) : targets)
    }
}

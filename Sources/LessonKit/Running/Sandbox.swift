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

/// The surroundings a lesson's program runs in, always the same.
struct Sandbox: Sendable {
    /// What keeps a program from the rest of the machine.
    enum Walls: String, Sendable {
        /// Namespaces of its own: it sees nothing that it does not need.
        case bubblewrap
        /// It sees what the user sees, and can change nothing of it.
        case landlock
        /// Its limits alone.
        case none
    }

    let walls: Walls
    /// Whether each program runs as a user of its own, which only root can have it do.
    let hasOwnUser: Bool

    private static let command = "/usr/bin/bwrap"

    /// Tells this machine's sandbox from another's without starting it.
    static var identity: String { Files.stamp(of: command) }

    private init(walls: Walls, hasOwnUser: Bool) {
        self.walls = walls
        self.hasOwnUser = hasOwnUser
    }

    /// The closest sandbox that works on this machine.
    init() {
        let candidates = [Walls.bubblewrap, .landlock, .none].flatMap { walls in
            (getuid() == 0 ? [true, false] : [false]).map { Sandbox(walls: walls, hasOwnUser: $0) }
        }
        self = candidates.first { $0.works } ?? Sandbox(walls: .none, hasOwnUser: false)
    }

    /// Whether a program can harm nothing outside its folder.
    var isClosed: Bool { walls == .bubblewrap }

    /// What holds a lesson's program.
    var description: String {
        let user = hasOwnUser ? ", each lesson a user of its own" : ""
        return switch walls {
        case .bubblewrap: "bubblewrap: no network, nothing written outside the lesson's folder\(user)"
        case .landlock:
            "Landlock: nothing written outside the lesson's folder, no network; lessons can read what you can\(user)"
        case .none: "limits alone: lessons can do what you can\(user)"
        }
    }

    /// Tries it on a program that does nothing.
    private var works: Bool {
        guard walls != .bubblewrap || access(Self.command, X_OK) == 0 else { return false }
        do {
            let folder = try TemporaryFolder()
            let null = try FileDescriptor.null()
            let work = try prepare(folder.path)
            let command = command(
                running: ChildProcess.keeper, ["--check", ChildProcess.keeper], in: work, environment: [:], seconds: 10)
            var process = try ChildProcess(command, descriptors: [null, null, null])
            return try process.supervise([]) { .now + .seconds(5) } == .exited(0)
        } catch {
            return false
        }
    }

    /// Makes the working folder of a program below a temporary one.
    func prepare(_ folder: String) throws -> String {
        let work = folder + "/work"
        try Files.makeFolder(work)
        if hasOwnUser {
            // Others may pass through to what they know the name of.
            chmod(folder, 0o711)
            chmod(work, 0o777)
        }
        return work
    }

    /// Everything read-only, no network, no sight of other processes, nor of what is no library or tool.
    private static let isolation = [
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent",
    ]

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
        if hasOwnUser { confinement.user = Confinement.newUser() }
        guard walls == .bubblewrap else {
            if walls == .landlock { confinement.folder = folder }
            return .init(
                executable: executable, arguments: arguments, environment: environment, directory: folder,
                confinement: confinement)
        }
        // Whatever root may do is taken from a program that must stay root.
        let privileges = hasOwnUser ? [] : ["--cap-drop", "ALL"]
        return .init(
            executable: Self.command,
            arguments: Self.isolation + privileges + ["--bind", folder, folder, "--chdir", folder, ChildProcess.keeper]
                + confinement.arguments + ["--", executable] + arguments,
            environment: environment, directory: folder)
    }
}

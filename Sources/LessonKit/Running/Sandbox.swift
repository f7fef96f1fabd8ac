#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The surroundings a lesson's program runs in, always the same.
struct Sandbox: Sendable {
    /// bubblewrap, where the machine has it and lets it work; without it a program is only held by its session.
    private let bubblewrap: String?

    private static let command = "/usr/bin/bwrap"

    /// Tells this machine's sandbox from another's without starting it.
    static var identity: String { Files.stamp(of: command) }

    init() {
        let command = Self.command
        bubblewrap = FileManager.default.isExecutableFile(atPath: command) && Self.works(command) ? command : nil
    }

    /// Whether a program can harm nothing outside its folder.
    var isClosed: Bool { bubblewrap != nil }

    /// What holds a lesson's program.
    var description: String {
        isClosed
            ? "bubblewrap: no network, nothing written outside the lesson's folder"
            : "none: lessons can do what you can"
    }

    private static func works(_ bubblewrap: String) -> Bool {
        do {
            let null = try FileDescriptor.null()
            var process = try ChildProcess(
                .init(executable: bubblewrap, arguments: isolation + ["/bin/true"], environment: [:], directory: "/"),
                descriptors: [null, null, null])
            return try process.supervise([]) { .now + .seconds(5) } == .exited(0)
        } catch {
            return false
        }
    }

    /// Everything read-only, no network, no sight of other processes; what was started dies with the program, and the
    /// program with the runner.
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
    func command(running executable: String, in folder: String, environment: [String: String]) -> ChildProcess.Command {
        guard let bubblewrap else {
            return .init(executable: executable, arguments: [], environment: environment, directory: folder)
        }
        return .init(
            executable: bubblewrap,
            arguments: Self.isolation + ["--bind", folder, folder, "--chdir", folder, executable],
            environment: environment, directory: folder)
    }
}

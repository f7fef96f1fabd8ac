import Foundation
import Testing

/// What a lesson's program may do to the machine, and what comes of it: each verdict in a bounded time, nothing left behind.
@Suite(.serialized) struct HostileProgramTests {
    /// A lesson of one cell, verified between two good ones.
    private func verify(_ code: String, promises output: String, within seconds: Double) throws -> String {
        let good = "# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"
        let course = try TemporaryCourse([
            "1-part/01-good.md": good, "1-part/03-good.md": good,
            "1-part/02-hostile.md":
                "# Hostile\n\n```swift timeout=3s\nimport Glibc\n\n\(code)\n```\n\n```output\n\(output)\n```\n",
        ])
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Programs of another user pass through it.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        let result = try course.lessons("verify", environment: ["TMPDIR": folder])
        #expect(result.seconds < seconds, "\(result.seconds) s")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        #expect(Command.processes(with: folder) == [])
        let failed = result.output.hasSuffix("\n2 passed, 1 failed, 0 skipped\n")
        #expect(failed || result.output == "3 passed, 0 failed, 0 skipped\n", "\(result.output)")
        #expect(result.status == (failed ? 1 : 0))
        return result.output
    }

    private static let sleepFor = "86399.\(UInt32.random(in: 0...99_999))"

    /// Starts `sleep`, perhaps in a session of its own.
    private static func starting(_ words: String...) -> String {
        let list = (words + ["/bin/sleep", sleepFor]).map { "strdup(\"\($0)\")" }.joined(separator: ", ")
        return
            "var process = pid_t()\nlet words = [\(list), nil]\nfunc start() -> Int32 { posix_spawn(&process, words[0]!, nil, nil, words, nil) }\n"
    }

    @Test func aDaemonDies() throws {
        let code = Self.starting("/usr/bin/setsid", "-f") + "for _ in 0..<3 { _ = start() }\nusleep(100_000)\nprint(1)"
        #expect(try verify(code, promises: "1", within: 60) == "3 passed, 0 failed, 0 skipped\n")
        #expect(Command.processes(with: Self.sleepFor) == [])
    }

    @Test func aForkBombIsBounded() throws {
        let code = Self.starting() + "var count = 0\nwhile count < 20_000, start() == 0 { count += 1 }\nprint(count)"
        let output = try verify(code, promises: "...", within: 60)
        #expect(output == "3 passed, 0 failed, 0 skipped\n" || output.contains("at its time limit"))
        #expect(Command.processes(with: Self.sleepFor) == [])
    }

    @Test func aSleeperIsStopped() throws {
        let output = try verify("signal(SIGTERM, SIG_IGN)\nsleep(1000)", promises: "", within: 60)
        #expect(output.contains("02-hostile.md:3:1: error: The program was stopped here at its time limit"))
    }

    @Test func aFileOfMoreThanAGigabyteIsNotWritten() throws {
        let code = """
            let file = open("x", O_WRONLY | O_CREAT, 0o600)
            print(lseek(file, 1 << 30, SEEK_SET), terminator: "")
            print(write(file, "x", 1))
            """
        let output = try verify(code, promises: "1073741824-1", within: 60)
        #expect(output.contains("error: The program crashed: it wrote a file of more than 1 GB."))
    }

    @Test func aProgramIsAUserOfItsOwnWhereItCanBe() throws {
        guard getuid() == 0 else { try Test.cancel("only root can have a program run as another user") }
        let output = try verify("print(getuid() >= 0x7000_0000, setuid(0))", promises: "true -1", within: 60)
        #expect(output == "3 passed, 0 failed, 0 skipped\n")
    }

    @Test func aProgramSignalsNobodyElse() throws {
        let doctor = try Command.lessons("doctor").output
        guard doctor.contains("✓ Sandbox") || doctor.contains("Landlock") else {
            try Test.cancel("only a sandbox can prevent it, and here none works")
        }
        // Its keeper, in the sandbox, may be told; what counts is that runner and other lessons live on.
        _ = try verify("_ = kill(getppid(), SIGKILL)\n_ = kill(-1, SIGKILL)\nprint(2)", promises: "2", within: 60)
    }

    @Test func withoutBubblewrapLinuxClosesTheFileSystemAndTheNetwork() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder + "/own", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let confine = Command.root + "/.build/debug/confine"
        func run(_ words: String...) throws -> Command.Result {
            try Command.run(confine, ["--write", folder + "/own", "--"] + words)
        }
        let first = try run("/usr/bin/touch", folder + "/own/x")
        if first.errors.contains("cannot close off") { try Test.cancel("this kernel has no Landlock") }
        #expect(first.status == 0, "\(first.errors)")
        #expect(try run("/usr/bin/touch", folder + "/x").status == 1)
        #expect(try run("/bin/ln", folder + "/own/x", folder + "/y").status == 1)
        #expect(try run("/bin/bash", "-c", "exec 3<>/dev/udp/127.0.0.1/9").status == 1)
        #expect(try run("/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9").errors.contains("Permission denied"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["own"])
    }
}

/// What a runner leaves that is killed at once.
@Suite struct KilledRunnerTests {
    @Test func itsChildrenDieAndTheNextClearsAway() throws {
        let course = try TemporaryCourse(["1-part/01-loop.md": "# Loop\n\n```swift\nwhile true {}\n```\n"])
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        let script =
            "'\(Command.root)/.build/debug/lessons' verify & sleep 1.5; kill -KILL $!; wait $!; echo $?; sleep 0.5"
        let killed = try Command.run("/bin/bash", ["-c", script], in: course.root, environment: ["TMPDIR": folder])
        #expect(killed.output == "137\n")
        #expect(Command.processes(with: folder) == [])
        try course.write("# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n", to: "1-part/01-loop.md")
        #expect(try course.lessons("verify", environment: ["TMPDIR": folder]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}

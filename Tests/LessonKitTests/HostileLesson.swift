import Foundation
import Testing

/// A lesson whose program does what no lesson should, and the outcome that it must have.
struct HostileLesson: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    /// What its output block holds.
    var promises = ""
    /// The outcome of its first cell, and words of the first problem.
    var outcome = "passed", says = ""
    /// The line of that problem; the fence is line 3, the first line of the code line 6.
    var line: Int?
    /// Ten minutes are more than any takes that is not to be stopped at its limit, however busy the machine is.
    var timeout = "600s"
    /// Whether only isolation can stop it, or only bubblewrap's.
    var needsIsolation = false, needsNamespaces = false

    var testDescription: String { name }

    var text: String {
        "# \(name)\n\n```swift timeout=\(timeout)\nimport Glibc\n\n\(code)\n```\n\n```output\n\(promises)\(promises.isEmpty ? "" : "\n")```\n"
    }

    /// A mark that tells its processes from those of other runs of these tests.
    static let mark = "86399.\(UInt32.random(in: 0...99_999))"
    private static let fork = "let fork = unsafeBitCast(dlsym(nil, \"fork\"), to: (@convention(c) () -> pid_t).self)\n"

    private static func timedOut(_ name: String, _ code: String) -> Self {
        Self(
            name: name, code: code, outcome: "timedOut", says: "stopped here at its time limit", line: 3, timeout: "2s")
    }

    private static func crashed(_ name: String, _ code: String, _ says: String, line: Int?) -> Self {
        Self(name: name, code: code, outcome: "crashed", says: says, line: line)
    }

    private static func floods(_ name: String, _ code: String) -> Self {
        Self(name: name, code: code, outcome: "failed", says: "printed more than 16 MB", line: 3)
    }

    /// The sockets of a test that no lesson may reach.
    static let port = "PORT", socket = "SOCKET"

    static let all: [HostileLesson] = time + processes + memory + endings + channel + output + files + others

    private static let time = [
        timedOut("loops", "while true {}"), timedOut("sleeps", "sleep(1000)"),
        timedOut("ignores-termination", "signal(SIGTERM, SIG_IGN)\nsleep(1000)"),
        timedOut("stops-itself", "raise(SIGSTOP)"), timedOut("a-second-too-long", "usleep(3_000_000)"),
    ]

    private static let processes = [
        HostileLesson(
            name: "daemon",
            code: """
                var process = pid_t()
                let names: [String] = ["/usr/bin/setsid", "-f", "/bin/sleep", "\(mark)"]
                let words = names.map { strdup($0) } + [nil]
                for _ in 0..<3 { posix_spawn(&process, words[0]!, nil, nil, words, nil) }
                usleep(100_000)
                print(1)
                """, promises: "1"),
        HostileLesson(
            name: "double-fork",
            code: fork + """
                if fork() == 0 {
                    setsid()
                    if fork() == 0 { while true { sleep(1000) } }
                    _exit(0)
                }
                print(1)
                """, promises: "1"),
        timedOut("fork-bomb", fork + "while true { _ = fork() }"),
        HostileLesson(
            name: "thread-bomb",
            code: """
                nonisolated func wait(_ x: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { pause(); return nil }
                var (thread, count) = (pthread_t(), 0)
                while count < 20_000, pthread_create(&thread, nil, wait, nil) == 0 { count += 1 }
                print(count < 600 ? "bounded" : "\\(count)")
                """, promises: "bounded"),
        HostileLesson(
            name: "leaves-threads",
            code: """
                nonisolated func spin(_ x: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { while true {} }
                var thread = pthread_t()
                for _ in 0..<3 { pthread_create(&thread, nil, spin, nil) }
                print(1)
                """, promises: "1"),
        HostileLesson(
            name: "signals-others", code: "kill(getppid(), SIGKILL)\nkill(-1, SIGKILL)\nprint(2)", promises: "2",
            needsIsolation: true),
    ]

    private static let memory = [
        crashed(
            "memory-fast",
            """
            while true {
                let block = UnsafeMutableRawPointer.allocate(byteCount: 1 << 30, alignment: 16)
                memset(block, 1, 1 << 30)
            }
            """, "failed to allocate", line: 7),
        crashed(
            "memory-slowly",
            "var all: [[UInt8]] = []\nwhile true {\n    all.append([UInt8](repeating: 1, count: 1 << 20))\n}",
            "failed to allocate",
            line: 8),
        crashed(
            "stack-overflow", "func count(_ n: Int) -> Int { n < 0 ? 0 : count(n + 1) + 1 }\nprint(count(0))",
            "The program crashed", line: 6),
    ]

    private static let endings = [
        crashed("traps", "var zero = 1\nzero -= 1\nprint(1 / zero)", "Fatal error: Division by zero", line: 8),
        crashed("aborts", "abort()", "Aborted", line: 6),
        crashed("kills-itself", "raise(SIGKILL)", "killed", line: 3),
        crashed("exits", "print(1, terminator: \"\")\nexit(0)", "The program exited here with status 0", line: 3),
        crashed("exits-with-3", "exit(3)", "The program exited here with status 3", line: 3),
        HostileLesson(
            name: "closes-stdout", code: "close(1)\nprint(1)", promises: "1", outcome: "failed",
            says: "The output is not what the lesson promises", line: 11),
        HostileLesson(
            name: "no-text",
            code: """
                let bytes: [UInt8] = [120, 0xFF, 0xC0, 27, 93, 48, 59, 120, 7, 10]
                write(1, bytes, bytes.count)
                """, promises: "x...", outcome: "failed", says: "its byte at offset 1 begins no character", line: 3),
    ]

    private static let protocolViolation = "The runner received something here that a lesson's program never sends"
    private static let channel = [
        crashed(
            "closes-the-channel", "for descriptor: Int32 in 3..<64 { close(descriptor) }\nprint(1)",
            "The program exited here with status 0", line: 3),
        HostileLesson(
            name: "forges-events",
            code: "let forged = Array(\"cell 1\\nx cell 1\\n\".utf8)\nwrite(3, forged, forged.count)",
            outcome: "failed", says: protocolViolation, line: 3),
        HostileLesson(
            name: "breaks-events",
            code: "let broken = [UInt8](repeating: 0xFF, count: 1 << 20)\nwrite(3, broken, broken.count)",
            outcome: "failed", says: protocolViolation, line: 3),
        crashed(
            "forges-a-backtrace", "let forged = Array(\"{}\".utf8)\nwrite(5, forged, forged.count)\nfatalError(\"x\")",
            "Fatal error: x", line: nil),
    ]

    private static let block = "let block = [UInt8](repeating: 120, count: 1 << 20)\n"
    private static let output = [
        floods("gigabyte-to-stdout", block + "for _ in 0..<1024 { write(1, block, block.count) }"),
        floods("gigabyte-to-stderr", block + "for _ in 0..<1024 { write(2, block, block.count) }"),
        floods("line-of-100-MB", "print(String(repeating: \"x\", count: 100 << 20))"),
        HostileLesson(
            name: "line-of-15-MB", code: "print(String(repeating: \"x\", count: 15 << 20))", promises: "y",
            outcome: "failed",
            says: "The output is not what the lesson promises", line: 10),
        HostileLesson(
            name: "hundreds-of-thousands-of-lines", code: "for _ in 0..<500_000 { print(1) }", promises: "2",
            outcome: "failed", says: "The output is not what the lesson promises", line: 10),
        floods("millions-of-lines", "print(String(repeating: \"\\n\", count: 2_000_000))"),
        HostileLesson(
            name: "controls",
            code: """
                let bytes: [UInt8] = [0, 27, 93, 48, 59, 120, 7, 27, 91, 50, 74, 13, 0xE2, 0x80, 0xAE, 10]
                write(1, bytes, bytes.count)
                """, promises: "x", outcome: "failed", says: "The output is not what the lesson promises", line: 11),
    ]

    private static let files = [
        HostileLesson(name: "reads-stdin", code: "print(readLine() == nil)", promises: "true"),
        HostileLesson(
            name: "writes-outside",
            code: """
                symlink("/var/tmp", "link")
                for path in ["../../x", "/tmp/x", "/var/tmp/x", "/x", "link/x", "Data/x", "Data/number.txt", "/dev/shm/x"] {
                    if fopen(path, "w") != nil { print(path) }
                }
                print(fopen("x", "w") != nil, fopen("Data/number.txt", "r") != nil)
                """, promises: "true true", needsIsolation: true),
        HostileLesson(
            name: "reads-what-is-not-its-own",
            code: """
                for path in ["/etc/passwd", "/etc/shadow", "/root", "/home", "/var/log", "/run", "/proc/1/mem", "Data/../1-part"] {
                    if open(path, O_RDONLY) >= 0 { print(path) }
                }
                """, needsIsolation: true),
        HostileLesson(
            name: "fills-the-disk",
            code: block + """
                var count = 0
                while count < 3000 {
                    let file = open("f\\(count / 500)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
                    guard write(file, block, block.count) == block.count else { break }
                    close(file)
                    count += 1
                }
                print(count < 1100 ? "bounded" : "\\(count) MB")
                """, promises: "bounded", needsNamespaces: true),
        crashed(
            "long-file",
            """
            let file = open("x", O_WRONLY | O_CREAT, 0o600)
            lseek(file, 1 << 30, SEEK_SET)
            write(file, "x", 1)
            """, "it wrote a file of more than 1 GB", line: 3),
        HostileLesson(
            name: "makes-100000-files",
            code: "for n in 0..<100_000 { close(open(\"f\\(n)\", O_WRONLY | O_CREAT, 0o600)) }\nprint(1)",
            promises: "1"),
        HostileLesson(
            name: "deletes-its-folder",
            code: """
                let here = String(cString: getcwd(nil, 0))
                chdir("/")
                for name in ["/Data", ""] { remove(here + name) }
                print(1)
                """, promises: "1"),
    ]

    private static let others = [
        HostileLesson(
            name: "opens-sockets",
            code: """
                var internet = sockaddr_in()
                internet.sin_family = sa_family_t(AF_INET)
                internet.sin_port = in_port_t(\(port)).bigEndian
                internet.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                let stream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                let length = socklen_t(MemoryLayout<sockaddr_in>.size)
                withUnsafePointer(to: &internet) { address in
                    address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        print(connect(stream, address, length))
                        let datagram = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
                        sendto(datagram, "x", 1, 0, address, length)
                    }
                }
                var local = sockaddr_un()
                local.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &local.sun_path) { $0.copyBytes(from: "\(socket)".utf8) }
                withUnsafePointer(to: &local) { address in
                    address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        let unix = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                        print(connect(unix, address, socklen_t(MemoryLayout<sockaddr_un>.size)))
                    }
                }
                """, promises: "-1\n-1", needsIsolation: true),
        HostileLesson(
            name: "sees-processes",
            code: """
                var count = 0
                if let folder = opendir("/proc") {
                    while let entry = readdir(folder) {
                        if (48...57).contains(entry.pointee.d_name.0) { count += 1 }
                    }
                }
                print(count < 6 ? "few" : "\\(count)")
                """, promises: "few", needsIsolation: true, needsNamespaces: true),
        HostileLesson(
            name: "wants-a-terminal", code: "print(open(\"/dev/tty\", O_RDWR), isatty(0), isatty(1), isatty(2))",
            promises: "-1 0 0 0"),
        HostileLesson(
            name: "asks-where-it-is",
            code: """
                let names: [String] = ["LC_ALL", "TZ", "SWIFT_DETERMINISTIC_HASHING"]
                print(names.map { String(cString: getenv($0)) })
                print(getenv("LESSONS_SECRET") == nil)
                """, promises: "[\"C.UTF-8\", \"UTC\", \"1\"]\ntrue"),
    ]
}

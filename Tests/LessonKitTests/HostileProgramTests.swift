import Foundation
import Synchronization
import Testing

@testable import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#endif

/// How lessons are isolated in a test, and the user they run as.
enum SandboxSetup: String, CaseIterable, CustomTestStringConvertible {
    case bubblewrap, landlock, off, bubblewrapAsNobody, landlockAsNobody, offAsNobody

    var testDescription: String { rawValue }
    var isNobody: Bool { rawValue.hasSuffix("Nobody") }
    var isIsolated: Bool { self != .off && self != .offAsNobody }
    var hasNamespaces: Bool { self == .bubblewrap || self == .bubblewrapAsNobody }

    /// All setups if `HOSTILE=all` is set; each takes half a minute.
    static let tried: [SandboxSetup] =
        ProcessInfo.processInfo.environment["HOSTILE"] == "all" ? allCases : [.bubblewrap, .landlockAsNobody]

    /// The isolation that the report must name.
    var isolation: String { hasNamespaces ? "bubblewrap" : isIsolated ? "landlock" : "none" }
}

/// Good lessons with hostile ones among them, verified in one call.
final class HostileCorpus: Sendable {
    let report: Report
    /// The good lessons' entries when they were verified alone.
    let alone: [Report.Lesson]
    /// Everything that was printed.
    let output: String
    let status: Int32
    /// What was left behind.
    let files: [String], processes: [String], mounts: [Substring]
    /// What arrived at a socket that no lesson may reach.
    let hasReceived: Bool

    struct Report: Decodable {
        struct Sandbox: Decodable { var walls: String, ownUser: Bool }
        struct Problem: Decodable, Equatable { var line: Int, message: String }
        struct Cell: Decodable, Equatable { var outcome: String, problems: [Problem] }
        struct Lesson: Decodable, Equatable {
            var file: String, outcome: String, cells: [Cell]
        }
        var sandbox: Sandbox
        var lessons: [Lesson]
    }

    /// More of them if everything is tried.
    private static let goodCount = ProcessInfo.processInfo.environment["HOSTILE"] == "all" ? 100 : 20

    private static func good(_ number: Int) -> String {
        "# Good\n\n```swift\nimport CNN\n\nlet n = \(number)\nprint(n, Tensor([1, 2]).sum())\n```\n\n```output\n\(number) 3.0\n```\n\n```swift\nprint(n + 1)\n```\n\n```output\n\(number + 1)\n```\n"
    }

    private static let all = Mutex<[SandboxSetup: Result<HostileCorpus, any Error>]>([:])

    /// The lessons are verified once, when the result is first needed.
    static func verified(_ setup: SandboxSetup) throws -> HostileCorpus {
        try all.withLock { all in
            let corpus = all[setup] ?? Result { try HostileCorpus(setup) }
            all[setup] = corpus
            return corpus
        }.get()
    }

    private init(_ setup: SandboxSetup) throws {
        let hostile = HostileLesson.all.filter {
            (setup.isIsolated || !$0.needsIsolation) && (setup.hasNamespaces || !$0.needsNamespaces)
        }
        var files = ["Data/number.txt": "12\n"]
        // Hostile lessons are spread evenly among the good ones.
        for number in 1...Self.goodCount { files[String(format: "1-part/%03d5-good.md", number)] = Self.good(number) }
        let course = try TemporaryCourse(files)
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        let listener = try Listener(socket: course.root + "/socket")
        func verify() throws -> (report: Report, result: Command.Result) {
            let result = try Self.lessons(in: course.root, setup, folder)
            do {
                return (try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)), result)
            } catch {
                Issue.record("\(error): \(result.output.prefix(2000)) \(result.errors.prefix(2000))")
                throw error
            }
        }
        alone = try verify().report.lessons
        for (index, lesson) in hostile.enumerated() {
            let text = lesson.text.replacing(HostileLesson.port, with: "\(listener.port)")
                .replacing(HostileLesson.socket, with: course.root + "/socket")
            let place = index * Self.goodCount / hostile.count
            try course.write(text, to: String(format: "1-part/%03d%d-%@.md", place + 1, 6, lesson.name))
        }
        let (report, result) = try verify()
        (self.report, output, status) = (report, result.output, result.status)
        self.files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasPrefix("lessons-") || !$0.hasPrefix("lessons.cache")
        }
        processes = Command.processes(with: folder) + Command.processes(with: HostileLesson.mark)
        mounts = try String(contentsOfFile: "/proc/mounts", encoding: .utf8).split(separator: "\n").filter {
            $0.contains(folder)
        }
        hasReceived = listener.hasReceived
    }

    /// Runs `lessons verify`, without bubblewrap if it is not to be used.
    private static func lessons(in root: String, _ setup: SandboxSetup, _ folder: String) throws -> Command.Result {
        let toolchain = try Command.run("/bin/sh", ["-c", "dirname $(readlink -f $(command -v swiftc))"]).output.split(
            separator: "\n")
        let path = setup.hasNamespaces ? ProcessInfo.processInfo.environment["PATH"] ?? "" : String(toolchain[0])
        let words = [
            Command.root + "/.build/debug/lessons", "verify", "--no-cache", "--format", "json", "--sandbox",
            setup.isIsolated ? "require" : "off",
        ]
        let environment = ["TMPDIR": folder, "PATH": path, "LESSONS_SECRET": "x"]
        guard setup.isNobody, getuid() == 0 else {
            return try Command.run(words[0], Array(words.dropFirst()), in: root, environment: environment)
        }
        return try Command.run(
            "/usr/bin/setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups"] + words, in: root,
            environment: environment)
    }
}

/// What a lesson's program may try to do to the machine, and what happens then.
@Suite struct HostileProgramTests {
    private func corpus(_ setup: SandboxSetup) throws -> HostileCorpus {
        if setup.isNobody && getuid() == 0 {
            let words = [
                "--reuid", "65534", "--clear-groups", "/usr/bin/test", "-r", Command.root + "/.build/debug/confine",
            ]
            guard try Command.run("/usr/bin/setpriv", words).status == 0 else {
                try Test.cancel("others than root cannot read what is built here")
            }
        }
        if !setup.isNobody && getuid() != 0 { try Test.cancel("this is not run as root") }
        if setup.hasNamespaces, access("/usr/bin/bwrap", X_OK) != 0 { try Test.cancel("bubblewrap is not installed") }
        return try HostileCorpus.verified(setup)
    }

    @Test(arguments: SandboxSetup.tried, HostileLesson.all)
    func itsVerdictNamesLineAndCause(_ setup: SandboxSetup, _ lesson: HostileLesson) throws {
        guard setup.isIsolated || !lesson.needsIsolation, setup.hasNamespaces || !lesson.needsNamespaces else { return }
        let entry = try #require(try corpus(setup).report.lessons.first { $0.file.hasSuffix("-\(lesson.name).md") })
        let cell = try #require(entry.cells.first)
        #expect(cell.outcome == lesson.outcome, "\(cell.problems)")
        guard lesson.outcome != "passed" else { return }
        let problem = try #require(cell.problems.first)
        #expect(problem.message.contains(lesson.says), "\(problem)")
        if let line = lesson.line { #expect(problem.line == line, "\(problem)") }
    }

    @Test(arguments: SandboxSetup.tried) func theGoodOnesAreAsAloneAndNothingIsLeft(_ setup: SandboxSetup) throws {
        let corpus = try corpus(setup)
        let good = corpus.report.lessons.filter { $0.file.hasSuffix("-good.md") }
        #expect(good == corpus.alone && good.allSatisfy { $0.outcome == "passed" })
        #expect(corpus.files == [])
        #expect(corpus.processes == [])
        #expect(corpus.mounts == [])
        #expect(!corpus.hasReceived)
        #expect(corpus.status == 1)
        #expect(corpus.report.sandbox.walls == setup.isolation)
        #expect(corpus.report.sandbox.ownUser == (setup.isIsolated && !setup.isNobody))
        // Nothing that is printed can control a terminal.
        #expect(!corpus.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202E })
    }

    @Test func aProgramIsAUserOfItsOwnWhereItCanBe() throws {
        guard getuid() == 0 else { try Test.cancel("only root can have a program run as another user") }
        let course = try TemporaryCourse([
            "1-part/01-user.md":
                "# User\n\n```swift\nimport Glibc\n\nprint(getuid() >= 0x7000_0000, setuid(0))\n```\n\n```output\ntrue -1\n```\n"
        ])
        #expect(try course.lessons("verify").status == 0)
    }
}

/// Sockets of the test, which no lesson may reach.
private final class Listener {
    let port: Int
    private let sockets: [Int32]
    private let path: String

    init(socket path: String) throws {
        self.path = path
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let stream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0),
            datagram = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let unix = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var isBound = true
        for descriptor in [stream, datagram] {
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    isBound =
                        isBound && bind(descriptor, pointer, length) == 0
                        && getsockname(descriptor, pointer, &length) == 0
                }
            }
        }
        var local = sockaddr_un()
        local.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &local.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        withUnsafePointer(to: &local) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                isBound = isBound && bind(unix, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        chmod(path, 0o777)
        for descriptor in [stream, unix] { isBound = isBound && listen(descriptor, 8) == 0 }
        sockets = [stream, datagram, unix]
        for descriptor in sockets { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        port = Int(UInt16(bigEndian: address.sin_port))
        try #require(isBound)
    }

    deinit { for descriptor in sockets { close(descriptor) } }

    var hasReceived: Bool {
        var polled = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        return poll(&polled, nfds_t(polled.count), 0) > 0
    }
}

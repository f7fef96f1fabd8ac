import Foundation
import Testing

/// Every file that compiler, linker and program open is in the key of the Run, or the same for all Runs on the machine. The
/// files are found by tracing system calls, not by guessing; that needs Linux and `strace`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"))) struct TracingTests {
    /// What is constant for the machine and the toolchain, and what the Run itself has made.
    private static func constants(_ build: String) throws -> [String] {
        let swiftc = try Command.run("/bin/sh", ["-c", "readlink -f $(command -v swiftc)"]).output
        let toolchain = URL(filePath: swiftc.trimmingCharacters(in: .whitespacesAndNewlines))
            .deletingLastPathComponent().deletingLastPathComponent().path
        return [
            toolchain, "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime",
            "/proc", "/sys", "/dev", "\(FileManager.default.temporaryDirectory.path)/lessons-",
            "\(build)/lessons.cache/ModuleCache", "\(build)/lessons.cache/program.version",
        ]
    }

    private static let lesson = """
        # Traced

        ```swift
        import CNN
        import Foundation

        print(Tensor([1, 2]).sum(), try String(contentsOfFile: "Data/deeper/x.txt", encoding: .utf8))
        ```

        ```output
        3.0 x
        ```

        ```swift error
        let n: Int = ""
        ```

        ```output
        1: error: cannot convert value of type 'String' to specified type 'Int'
        ```

        ```swift trap
        fatalError("as promised")
        ```

        ```output
        Fatal error: as promised
        ```

        """

    /// The files opened and the environments given, by the name of the program.
    private struct Trace {
        var opened: [String: Set<String>] = [:]
        var environments: [String: Set<String>] = [:]

        init(_ text: String) {
            var programs: [Substring: String] = [:], unfinished: [Substring: String] = [:]
            for line in text.split(separator: "\n") {
                let process = line.prefix { $0 != " " }
                var call = String(line.dropFirst(process.count).drop { $0 == " " })
                if let end = call.range(of: " <unfinished ...>") {
                    unfinished[process] = String(call[..<end.lowerBound])
                    continue
                }
                if call.hasPrefix("<... "), let end = call.range(of: " resumed>") {
                    call = (unfinished.removeValue(forKey: process) ?? "") + call[end.upperBound...]
                }
                guard let equals = call.range(of: " = ", options: .backwards) else { continue }
                let result = call[equals.upperBound...].prefix { $0.isNumber }
                let strings = call.split(separator: "\"", omittingEmptySubsequences: false)
                guard !result.isEmpty, strings.count > 1 || call.contains("clone") || call.contains("fork") else {
                    continue
                }
                if call.hasPrefix("execve("), let mark = call.range(of: "], [") {
                    let name = URL(filePath: String(strings[1])).lastPathComponent
                    programs[process] = name
                    let variables = call[mark.upperBound...].split(separator: "\"").filter { $0.contains("=") }
                    environments[name, default: []].formUnion(
                        variables.filter { $0.first?.isLetter == true }.map { String($0.prefix { $0 != "=" }) })
                } else if call.hasPrefix("open"), let program = programs[process] {
                    opened[program, default: []].insert(String(strings[1]))
                } else if call.hasPrefix("clone") || call.hasPrefix("fork") || call.hasPrefix("vfork") {
                    programs[result] = programs[process]
                }
            }
        }
    }

    @Test func everyFileIsInTheKey() throws {
        let course = try TemporaryCourse(["1-part/01-a.md": Self.lesson, "Data/deeper/x.txt": "x"])
        let command = try course.ownCommand(), build = course.root + "/build"
        let file = course.root + "/trace"
        let traced = try Command.run(
            "/usr/bin/strace",
            ["-f", "-qq", "-s", "4096", "-e", "trace=process,open,openat", "-e", "abbrev=none", "-o", file]
                + [command, "verify", "--no-cache"], in: course.root, environment: ["CPATH": "/nowhere"])
        try #require(traced.status == 0, "\(traced.output)\(traced.errors)")
        let trace = Trace(String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
        let runs = "\(build)/lessons.cache/runs"
        let key = try FileManager.default.contentsOfDirectory(atPath: runs).map {
            try String(contentsOfFile: "\(runs)/\($0)", encoding: .utf8)
        }.joined()
        let constants = try Self.constants(build)
        let tools = ["swift-frontend", "ld.lld", "clang", "swift-autolink-extract", "lesson"]
        #expect(Set(tools).intersection(trace.opened.keys).isSuperset(of: ["swift-frontend", "ld.lld", "lesson"]))
        for tool in tools {
            for path in trace.opened[tool] ?? [] where path.hasPrefix("/") || path.hasPrefix("Data") {
                if constants.contains(where: path.hasPrefix) || path.hasPrefix("/etc/") { continue }
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { continue }
                let name = URL(filePath: path).lastPathComponent
                let isKnown =
                    key.contains("\(name) ") || key.contains("\(name):")
                    || key.contains("\(name.replacing("/", with: "\\/")):")
                // Notes of the compiler quote a library's documentation and sources, which are not yet in the key.
                let isQuoted = path.hasPrefix("\(build)/Modules/") || path.contains("/Sources/CNN/")
                if isQuoted && !isKnown {
                    withKnownIssue { #expect(isKnown, "\(tool) opened \(path)") }
                } else {
                    #expect(isKnown, "\(tool) opened \(path)")
                }
            }
        }
        let named: Set = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"]
        for tool in tools.dropLast() { #expect((trace.environments[tool] ?? []).isSubset(of: named), "\(tool)") }
        let more: Set = ["SWIFT_DETERMINISTIC_HASHING", "SWIFT_BACKTRACE", "LESSON_CHANNEL", "PWD"]
        #expect((trace.environments["lesson"] ?? []).isSubset(of: named.union(more)))
        #expect(trace.environments["lesson"]?.contains("LESSON_CHANNEL") == true)
    }

    @Test func everyChangeRunsAgain() throws {
        let course = try TemporaryCourse(["1-part/01-a.md": Self.lesson, "Data/deeper/x.txt": "x"])
        let command = try course.ownCommand()
        func explanation() throws -> String {
            try Command.run(command, ["verify", "--explain"], in: course.root).errors
        }
        #expect(try explanation().contains("has not run yet"))
        #expect(try explanation().contains("nothing changed since it ran"))
        for (path, reason) in [
            ("build/libLessonRuntime.so", "the libraries were rebuilt"),
            ("build/confine", "‘lessons’ itself was rebuilt"),
            ("build/Modules/CNN.swiftdoc", ""),
            ("build/CPrefetch.build/module.modulemap", "the libraries were rebuilt"),
            ("Lessons/Data/deeper/x.txt", "Data/deeper/x.txt changed"),
        ] {
            let handle = try FileHandle(forWritingTo: URL(filePath: "\(course.root)/\(path)"))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("\n".utf8))
            try handle.close()
            let explanation = try explanation()
            #expect(
                explanation.contains(reason.isEmpty ? "nothing changed since it ran" : "ran because \(reason)"),
                "\(path): \(explanation)")
        }
    }
}

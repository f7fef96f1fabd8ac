import Foundation
import Testing

/// Every file that compiler, linker and program open is in the key of the Run, or the same for all Runs on the machine. The
/// files are found by tracing system calls, not by guessing; that needs Linux and `strace`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"))) struct TracingTests {
    /// What no lesson's key holds, and why it need not.
    private static func constants(_ build: String) throws -> [(path: String, reason: String)] {
        let swiftc = try Command.run("/bin/sh", ["-c", "readlink -f $(command -v swiftc)"]).output
        let toolchain = URL(filePath: swiftc.trimmingCharacters(in: .whitespacesAndNewlines))
            .deletingLastPathComponent().deletingLastPathComponent().path
        return [
            (toolchain + "/", "the toolchain, which the key knows by its version and the compiler's hash"),
            ("/usr/", "the system's"), ("/lib", "the system's"), ("/bin/", "the system's"), ("/etc/", "the system's"),
            ("/proc/", "the kernel's"), ("/sys/", "the kernel's"), ("/dev/", "the kernel's"),
            ("\(FileManager.default.temporaryDirectory.path)/lessons-", "made for this Run from what the key holds"),
            (
                "\(build)/lessons.cache/ModuleCache/",
                "made by the compiler, which compares it with what it was made from"
            ),
            ("\(build)/lessons.cache/program.version", "written by the runner, whose hash is in the key"),
        ]
    }

    private static func lesson(_ cells: String...) -> String { "# Traced\n\n" + cells.joined(separator: "\n") }

    private static func cell(_ code: String, _ output: String, kind: String = "swift") -> String {
        "```\(kind)\n\(code)\n```\n\n```output\n\(output)\n```\n"
    }

    /// Lessons that use all that a lesson can use.
    private static let lessons = [
        "01-plain": lesson(cell("print(1)", "1")),
        "02-data": lesson(
            cell(
                "import Foundation\n\nprint(try String(contentsOfFile: \"Data/deeper/x.txt\", encoding: .utf8))", "x")),
        "03-figures": lesson(
            "```swift\nimport Figures\n\nshow(LinePlot([1, 2], alternativeText: \"A line.\"))\n```\n"),
        "04-double": lesson(cell("import CNN64\n\nprint(Tensor([1, 2]).sum())", "3.0")),
        "05-macros": lesson(
            cell(
                "import Observation\n\n@Observable final class Model { var n = 1 }\nprint(Model().n)", "1")),
        "06-trap": lesson(
            cell("fatalError(\"as promised\")", "Fatal error: as promised", kind: "swift trap"),
            cell(
                "import CNN\n\nprint(Tensor([1]).reshaped(to: [2]))",
                "...", kind: "swift trap")),
        "07-errors": lesson(
            cell(
                "import CNN\n\nlet t = Tensor([1])\nlet n: Int = t.sum()",
                "4: error: cannot convert value of type ... to specified type 'Int'", kind: "swift error"),
            cell("import CNN\n\nlet t = Tensor([1])\nt.sum(axes: 1)", "...", kind: "swift error"),
            cell("import CNN\n\nlet r = ReLU(slope: 1)", "...", kind: "swift error")),
        "08-exercise": lesson(
            "```swift exercise\nfunc f(_ n: Int) -> Int { 0 }\n```\n",
            "```swift wrong\nfunc f(_ n: Int) -> Int { 1 }\n```\n",
            "```swift solution\nfunc f(_ n: Int) -> Int { n }\n```\n", cell("print(f(4))", "4", kind: "swift check")),
        "09-network": lesson(
            cell(
                """
                import CNN

                var network = try Network(input: [4, 4, 1], seed: 1) {
                    Convolution(2, kernel: 3)
                    ReLU()
                }
                print(network.predict(Tensor(zeros: [1, 4, 4, 1])).shape)
                """, "[1, 2, 2, 2]"), "```swift compile-only\nprint(network)\n```\n"),
        "10-system": lesson(
            cell(
                """
                import Foundation
                import Glibc
                import RegexBuilder
                import Synchronization

                let count = Mutex(0)
                await withTaskGroup { group in
                    for _ in 0..<3 { group.addTask { count.withLock { $0 += 1 } } }
                }
                print(count.withLock { $0 }, "a1".firstMatch(of: /[0-9]/)!.output, getenv("HOME") != nil, sqrt(4.0))
                """, "3 1 true 2.0")),
    ]

    /// Variables that would change what a compiler finds, if they were passed on.
    private static let hostile = [
        "CPATH": "/nowhere", "C_INCLUDE_PATH": "/nowhere", "LIBRARY_PATH": "/nowhere", "SWIFT_EXEC": "/bin/false",
        "HOSTILE": "1",
    ]

    /// The status of each lesson, by its name.
    private func status(_ command: String, _ course: TemporaryCourse) throws -> [String: String] {
        let result = try Command.run(command, ["list"], in: course.root)
        try #require(result.status == 0, "\(result.errors)")
        return Self.lessons.keys.reduce(into: [:]) { found, name in
            let line = result.output.split(separator: "\n").first { $0.contains(" \(name.dropFirst(3)) ") }
            found[name] = line?.split(separator: " ").dropFirst(2).joined(separator: " ")
        }
    }

    /// The path of a file that programs of a Run opened, as the runner knows it.
    private func real(_ path: String, in course: TemporaryCourse) -> String {
        // Where bubblewrap puts together what the program will see.
        if path.hasPrefix("/newroot") { return String(path.dropFirst("/newroot".count)) }
        let below = path.range(of: "Data/").map { path[$0.lowerBound...] }
        let isData = path.hasPrefix("Data/") || path.contains("/lessons-") && path.contains("/work/Data/")
        return isData ? "\(course.root)/Lessons/\(below ?? "")" : path
    }

    /// Gives a copy of the command the C headers that lie among the sources.
    private func ownHeaders(in build: String) throws {
        let (folder, sources) = ("\(build)/CPrefetch.build", "\(Command.root)/Sources/CPrefetch/include")
        try #require(try Command.run("/bin/cp", ["-r", sources, "\(folder)/include"]).status == 0)
        let map = "\(folder)/module.modulemap"
        let text = try String(contentsOfFile: map, encoding: .utf8)
        try text.replacing(sources, with: "\(folder)/include").write(toFile: map, atomically: true, encoding: .utf8)
    }

    @Test func everyFileIsInTheKey() throws {
        var files = Dictionary(uniqueKeysWithValues: Self.lessons.map { ("1-part/\($0.key).md", $0.value) })
        files["Data/deeper/x.txt"] = "x"
        let course = try TemporaryCourse(files)
        let command = try course.ownCommand(), build = course.root + "/build"
        try ownHeaders(in: build)
        let constants = try Self.constants(build)
        var readers: [String: Set<String>] = [:], environments: [String: Set<String>] = [:]
        for name in Self.lessons.keys.sorted() {
            let trace = try Trace(
                of: command, ["verify", "Lessons/1-part/\(name).md"], in: course.root, environment: Self.hostile)
            #expect(Set(trace.opened.keys).isSuperset(of: ["swift-frontend"]), "\(name)")
            if name != "07-errors" { #expect(Set(trace.opened.keys).isSuperset(of: ["ld.lld", "lesson"]), "\(name)") }
            for (program, paths) in trace.opened where program != "lessons" {
                for path in paths.map({ real($0, in: course) }) {
                    var isFolder: ObjCBool = false
                    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                    if path.isEmpty || isFolder.boolValue || constants.contains(where: { path.hasPrefix($0.path) }) {
                        continue
                    }
                    if !exists && !path.hasPrefix("/") { continue }
                    readers[path, default: []].insert(name)
                }
            }
            environments.merge(trace.environments) { $0.union($1) }
        }
        #expect(try status(command, course).values.allSatisfy { $0 == "verified" })
        // Each file that they read, changed in turn.
        #expect(readers.keys.contains { $0.hasSuffix("/Modules/CNN.swiftmodule") })
        #expect(readers.keys.contains { $0.hasSuffix("/Data/deeper/x.txt") })
        for (path, readers) in readers.sorted(by: { $0.key < $1.key }) {
            guard path.hasPrefix(course.root + "/") else {
                Issue.record("\(readers.sorted()) read \(path)")
                continue
            }
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            let end = try handle.seekToEnd()
            try handle.write(contentsOf: Data("\n".utf8))
            let status = try status(command, course)
            for name in readers { #expect(status[name] == "stale", "\(name) read \(path)") }
            try handle.truncate(atOffset: end)
            try handle.close()
        }
        #expect(try status(command, course).values.allSatisfy { $0 == "verified" })
        let named: Set = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"]
        let program: Set = ["SWIFT_DETERMINISTIC_HASHING", "SWIFT_BACKTRACE", "LESSON_CHANNEL", "PWD"]
        for tool in ["swift-frontend", "ld.lld", "clang", "swift-autolink-extract"] {
            #expect((environments[tool] ?? []).isSubset(of: named), "\(tool)")
        }
        #expect((environments["lesson"] ?? []).isSubset(of: named.union(program)))
        #expect(environments["lesson"]?.contains("LESSON_CHANNEL") == true)
    }

    /// What changes makes the lesson run again, and says why.
    @Test func everyChangeRunsAgain() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md": Self.lesson(
                Self.cell(
                    "import CNN\nimport Foundation\n\nprint(try String(contentsOfFile: \"Data/x.txt\", encoding: .utf8))",
                    "x")),
            "Data/x.txt": "x",
        ])
        let command = try course.ownCommand()
        func explanation() throws -> String {
            try Command.run(command, ["verify", "--explain"], in: course.root).errors
        }
        #expect(try explanation().contains("has not run yet"))
        #expect(try explanation().contains("nothing changed since it ran"))
        for (path, reason) in [
            ("build/libLessonRuntime.so", "the libraries were rebuilt"),
            ("build/confine", "‘lessons’ itself was rebuilt"),
            ("build/Modules/CNN.swiftdoc", "the libraries were rebuilt"),
            ("build/CPrefetch.build/module.modulemap", "the libraries were rebuilt"),
        ] {
            let handle = try FileHandle(forWritingTo: URL(filePath: "\(course.root)/\(path)"))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("\n".utf8))
            try handle.close()
            let explanation = try explanation()
            #expect(explanation.contains("ran because \(reason)"), "\(path): \(explanation)")
        }
    }
}

import Foundation
import Testing

@testable import LessonKit

/// What the compiler and a program can see must be among the inputs of its Run, or be out of its sight.
@Suite struct CacheKeyTests {
    /// Verifies a course, changes something, and expects its lesson to run again for this reason.
    private func expect(
        _ reason: String, in course: TemporaryCourse, after change: () throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try course.lessons("verify").status == 0, sourceLocation: sourceLocation)
        let unchanged = try course.lessons("verify", "--explain").errors
        #expect(unchanged.contains("nothing changed since it ran"), "\(unchanged)", sourceLocation: sourceLocation)
        try change()
        let changed = try course.lessons("verify", "--explain").errors
        #expect(changed.contains("ran because \(reason)"), "\(changed)", sourceLocation: sourceLocation)
    }

    private static func course(_ more: [String: String] = [:]) throws -> TemporaryCourse {
        try TemporaryCourse(["1-part/01-a.md": Samples.plain].merging(more) { $1 })
    }

    @Test func filesInALinkedFolderCount() throws {
        let course = try Self.course(["Data/own.txt": "own"]), other = try TemporaryCourse(["deeper/far.txt": "one"])
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/Data/linked", withDestinationPath: other.root + "/Lessons")
        try expect("Data/linked/deeper/far.txt changed", in: course) { try other.write("two", to: "deeper/far.txt") }
        try expect("Data/linked/more.txt changed", in: course) { try other.write("new", to: "more.txt") }
    }

    @Test func dataMayItselfBeALink() throws {
        let course = try Self.course(), other = try TemporaryCourse(["far.txt": "one"])
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/Data", withDestinationPath: other.root + "/Lessons")
        try expect("Data/far.txt changed", in: course) { try other.write("two", to: "far.txt") }
    }

    @Test func aLinkThatLeadsElsewhereCounts() throws {
        let course = try Self.course(["Data/a/x.txt": "a", "Data/b/x.txt": "b", "Data/c.txt": "c", "Data/d.txt": "d"])
        let data = course.root + "/Lessons/Data/"
        func link(_ name: String, to target: String) throws {
            try? FileManager.default.removeItem(atPath: data + name)
            try FileManager.default.createSymbolicLink(atPath: data + name, withDestinationPath: target)
        }
        try link("folder", to: "a")
        try link("file", to: "c.txt")
        try link("gone", to: "nowhere")
        try expect("Data/folder changed", in: course) { try link("folder", to: "b") }
        try expect("Data/file changed", in: course) { try link("file", to: "d.txt") }
        try expect("Data/empty changed", in: course) {
            try FileManager.default.createDirectory(atPath: data + "empty", withIntermediateDirectories: true)
        }
        try expect("Data/gone changed", in: course) { try link("gone", to: "c.txt") }
        try expect("Data/gone changed", in: course) { try FileManager.default.removeItem(atPath: data + "gone") }
    }

    @Test func contentCountsWhateverTheStamp() throws {
        let course = try Self.course(["Data/x.txt": "one"])
        let path = course.root + "/Lessons/Data/x.txt"
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        try expect("Data/x.txt changed", in: course) {
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.write(contentsOf: Data("two".utf8))
            try handle.close()
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        // The same content at another time is the same.
        try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        #expect(try course.lessons("verify", "--explain").errors.contains("nothing changed since it ran"))
    }

    @Test(arguments: [
        "print(#line)", "print(\"\\(#line)\")", "func f(_ line: Int = #line) { print(line) }\nf()",
        "print(#fileID.isEmpty, #line)", "func f(line: UInt = #line) -> UInt { line }\nlet (a) = f()\nprint(a)",
    ]) func codeThatNamesItsLineDependsOnIt(_ code: String) throws {
        func lesson(_ before: String) -> String { "\(before)\n\n```swift\n\(code)\n```\n\n```output\n...\n```\n" }
        let course = try TemporaryCourse(["1-part/01-a.md": lesson("# T")])
        try expect("", in: course) { try course.write(lesson("# T\n\nMore."), to: "1-part/01-a.md") }
        let page = try course.lessons("run", "1.1").output
        try course.write(lesson("# T\n\nMore and more."), to: "1-part/01-a.md")
        #expect(try course.lessons("verify", "--explain").errors.contains("nothing changed since it ran"), "\(page)")
    }

    @Test func aCallFromAnotherCellDependsOnItsLine() throws {
        func lesson(_ between: String) -> String {
            "# T\n\n```swift\nfunc f(_ line: Int = #line) { print(line) }\n```\n\n\(between)\n\n```swift\nf()\n```\n\n```output\n...\n```\n"
        }
        let course = try TemporaryCourse(["1-part/01-a.md": lesson("A")])
        try expect("", in: course) { try course.write(lesson("A\nB"), to: "1-part/01-a.md") }
    }

    /// A library that is built again while a lesson runs must not count as the one that it ran with.
    @Test func whatChangesDuringARunCounts() throws {
        let course = try TemporaryCourse([
            "1-part/01-slow.md":
                "# T\n\n```swift timeout=3600s\nimport Glibc\n\nwhile access(\"Data/go\", F_OK) != 0 { usleep(10_000) }\n```\n",
            "Data/x": "",
        ])
        let command = try course.ownCommand()
        let temporary = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: temporary)
        let run = try Command.Background(command, ["verify"], in: course.root, environment: ["TMPDIR": temporary])
        try run.waitForAProgram(below: temporary)
        let module = try FileHandle(forWritingTo: URL(filePath: course.root + "/build/Modules/CNN.swiftmodule"))
        try module.seekToEnd()
        try module.write(contentsOf: Data("\n".utf8))
        try course.write("", to: "Data/go")
        #expect(try run.result().status == 0)
        try FileManager.default.removeItem(atPath: course.root + "/Lessons/Data/go")
        #expect(try Command.run(command, ["list"], in: course.root).output.contains(" stale\n"))
    }

    @Test func theEnvironmentOfTheCompilerIsNamed() throws {
        // Without this, the header would be found, and the cell compile.
        let headers = try TemporaryCourse(["glob.h": "#error found\n", "stdlib.h": "#error found\n"])
        let folder = headers.root + "/Lessons"
        let course = try TemporaryCourse([
            "1-part/01-a.md":
                "# T\n\n```swift\nimport Glibc\n\nprint(getenv(\"CPATH\") == nil, getenv(\"HOSTILE\") == nil)\n```\n\n```output\ntrue true\n```\n"
        ])
        let hostile = [
            "CPATH": folder, "C_INCLUDE_PATH": folder, "SDKROOT": folder, "SWIFT_EXEC": "/bin/false",
            "LD_LIBRARY_PATH": folder, "LIBRARY_PATH": folder, "SWIFTFLAGS": "-Ounchecked", "HOSTILE": "1",
            "CCC_OVERRIDE_OPTIONS": "+-nostdlib", "COMPILER_PATH": folder, "SWIFT_BACKTRACE": "enable=no",
            "LC_ALL": "tr_TR.UTF-8", "TOOLCHAINS": "none",
        ]
        let command = try course.ownCommand()
        let result = try Command.run(command, ["verify", "--no-cache"], in: course.root, environment: hostile)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(
            try Command.run(command, ["verify", "--explain"], in: course.root).errors
                .contains("nothing changed since it ran"))
    }

    @Test func aHashIsSHA256() {
        // FIPS 180-4, examples of one and two blocks, and the padding that fills a block exactly.
        #expect(SHA256.hash("abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256.hash([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256.hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        // `sha256sum` of 119 letters a.
        #expect(
            SHA256.hash([UInt8](repeating: 97, count: 119))
                == "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb")
    }
}

import Foundation
import Testing

/// How lessons are isolated, and what happens where that is impossible.
@Suite struct SandboxTests {
    @Test func theSandboxIsChosen() throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        let off = try course.lessons("verify", "--sandbox", "off", "--format", "json")
        #expect(off.status == 0 && off.output.contains("\"sandbox\":{\"ownUser\":false,\"walls\":\"none\"}"))
        guard try course.lessons("doctor").output.contains("✓ Sandbox") else {
            try Test.cancel("no sandbox works here")
        }
        // What passed without a sandbox runs again in one.
        let auto = try course.lessons("verify", "--explain")
        #expect(auto.status == 0 && auto.errors.contains("ran because the sandbox changed"))
        #expect(try course.lessons("verify", "--sandbox", "require").status == 0)
        #expect(try course.lessons("verify", "--sandbox", "perhaps").status == 64)
    }

    /// Without a sandbox a program has a copy of the data, links' files included.
    @Test func aLessonWithoutASandboxLeavesTheData() throws {
        let lesson = """
            ```swift
            import Foundation
            for name in ["a.txt", "deep/b.txt", "link.txt"] {
                print(try String(contentsOfFile: "Data/\\(name)", encoding: .utf8))
                try? FileManager.default.removeItem(atPath: "Data/\\(name)")
                try? Data("changed".utf8).write(to: URL(filePath: "Data/\\(name)"))
            }
            ```

            ```output
            one
            two
            one
            ```

            """
        let course = try TemporaryCourse(["1-part/01-x.md": lesson, "Data/a.txt": "one", "Data/deep/b.txt": "two"])
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/Data/link.txt", withDestinationPath: "a.txt")
        let result = try course.lessons("verify", "--sandbox", "off")
        #expect(result.status == 0, "\(result)")
        #expect(try course.text(of: "Data/a.txt") == "one")
        #expect(try course.text(of: "Data/deep/b.txt") == "two")
        let link = course.root + "/Lessons/Data/link.txt"
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "a.txt")
    }

    /// A command whose supervisor cannot isolate anything, on a machine without bubblewrap.
    @Test func whereThereIsNoSandboxRequireRunsNothing() throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        let folder = course.root + "/command"
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let debug = Command.root + "/.build/debug"
        try manager.copyItem(atPath: debug + "/lessons", toPath: folder + "/lessons")
        for name in [
            "libLessonChannel.so", "libLessonRuntime.so", "libLessonRuntime64.so", "Modules", "CPrefetch.build",
        ] {
            try manager.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: "\(debug)/\(name)")
        }
        let supervisor = "#!/bin/sh\ncase \"$*\" in *--write*) exit 125;; esac\nexec \(debug)/confine \"$@\"\n"
        try Data(supervisor.utf8).write(to: URL(filePath: folder + "/confine"))
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/confine")
        let swiftc = try Command.run("/bin/sh", ["-c", "dirname $(readlink -f $(command -v swiftc))"]).output
        let environment = ["PATH": String(swiftc.dropLast())]
        let required = try Command.run(
            folder + "/lessons", ["verify", "--sandbox", "require"], in: course.root, environment: environment)
        #expect(required.status == 4 && required.errors.contains("apt-get install bubblewrap"), "\(required)")
        #expect(required.output.isEmpty)
        let auto = try Command.run(
            folder + "/lessons", ["verify", "--format", "json"], in: course.root, environment: environment)
        #expect(auto.status == 0 && auto.output.contains("\"walls\":\"none\""), "\(auto)")
        #expect(auto.errors.contains("Programs run in a weaker sandbox, only limits: programs can do what you can"))
        #expect(auto.errors.contains("; install one with ‘apt-get install bubblewrap’.\n"))
        // One that is there and does not work is not to be installed again.
        let shim = folder + "/bwrap"
        try Data("#!/bin/sh\necho no permission to make a namespace >&2\nexit 1\n".utf8).write(to: URL(filePath: shim))
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shim)
        let failing = try Command.run(
            folder + "/lessons", ["verify"], in: course.root,
            environment: ["PATH": folder + ":" + String(swiftc.dropLast())])
        #expect(failing.status == 0 && !failing.errors.contains("apt-get"), "\(failing)")
        #expect(failing.errors.contains("bubblewrap is there and says ‘no permission to make a namespace’"))
    }
}

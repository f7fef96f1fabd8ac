import Foundation
import TestSupport
import Testing

/// Ways in which a compiler may fail.
@Suite struct HostileCompilerTests {
    /// The search path of a toolchain whose compiler is a shell script; `"$REAL"` in it is the real one.
    private func toolchain(in root: String, _ script: String) throws -> String {
        let true_ = try Command.run("/bin/sh", ["-c", "readlink -f \"$(command -v swiftc)\""]).output
        let real = URL(filePath: String(true_.dropLast())).deletingLastPathComponent()
        let bin = root + "/toolchain/usr/bin"
        let manager = FileManager.default
        try manager.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: root + "/toolchain/usr/lib", withDestinationPath: real.deletingLastPathComponent().path + "/lib")
        for name in try manager.contentsOfDirectory(atPath: real.path)
        where !["swiftc", "swift-frontend"].contains(name) {
            try manager.createSymbolicLink(atPath: "\(bin)/\(name)", withDestinationPath: "\(real.path)/\(name)")
        }
        for (name, text) in [("swiftc", "exit 1"), ("swift-frontend", "REAL=\(real.path)/swift-frontend\n\(script)")] {
            try Data("#!/bin/bash\n\(text)\n".utf8).write(to: URL(filePath: "\(bin)/\(name)"))
            try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(name)")
        }
        return "\(bin):/usr/bin:/bin"
    }

    @Test(arguments: [
        ("kill -SEGV $$", 1, "The compiler failed."),
        ("sleep 86400", 1, "The compiler did not finish in time."),
        (
            "for i in {1..250}; do printf 'Lessons/1-part/01-good.md:4:1: error: %0100d\\n' $i; done; seq -f 'x %g' 1300000; exit 1",
            1,
            "the compiler reports 50 more"
        ),
        ("seq 10000000; exit 1", 1, "The compiler failed."),
        ("rm \"$0\"; exit 1", 4, "swift-frontend is gone; install Swift again"),
    ]) func aCompilerMayFail(_ script: String, _ status: Int, _ words: String) throws {
        let (course, temporary) = try TemporaryCourse.withFolder(["1-part/01-good.md": Samples.plain])
        let path = try toolchain(in: course.root, script)
        let result = try course.lessons("verify", environment: ["TMPDIR": temporary, "PATH": path])
        #expect(Int(result.status) == status, "\(result.errors)")
        #expect((result.output + result.errors).contains(words), "\(result.output.prefix(2000))")
        #expect(result.output.utf8.count < 100_000)
        try expectNothingLeft(in: temporary)
    }

    @Test func whatDependsOnAFailedCellIsNotReached() throws {
        let (course, temporary) = try TemporaryCourse.withFolder([
            "1-part/01-x.md": "# X\n\n```swift\nlet a: Int = \"x\"\n```\n\n```swift\nprint(a)\n```\n"
        ])
        let result = try course.lessons("verify", environment: ["TMPDIR": temporary])
        #expect(result.output.contains("01-x.md:4:14: error: cannot convert"))
        #expect(result.output.hasSuffix("\n0 passed, 1 failed, 1 skipped\n"))
    }

    @Test func anInterruptWhileCompilingEndsAll() throws {
        let (course, temporary) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        let started = course.root + "/started"
        let path = try toolchain(in: course.root, "touch '\(started)'; sleep 86400")
        let run = try course.begin("verify", environment: ["TMPDIR": temporary, "PATH": path])
        try waiting(for: "the compiler to start") { FileManager.default.fileExists(atPath: started) }
        run.signal(SIGINT)
        let result = try run.result()
        // Without a word: the compiler was not waited for, which would have been told.
        #expect(result.status == 130 && result.output == "", "\(result)")
        try expectNothingLeft(in: temporary)
    }
}

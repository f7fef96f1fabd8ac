import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Folders that killed runners left, at whatever moment they were killed.
@Suite struct TemporaryFolderTests {
    /// A course, a folder for temporary files, and in it the folder of a runner that runs.
    private static func running() throws -> (TemporaryCourse, folder: String, run: Command.Background, left: String) {
        let (course, folder) = try TemporaryCourse.withFolder([
            "1-part/01-loop.md": "# Loop\n\n```swift timeout=3600s\nwhile true {}\n```\n",
            "1-part/02-good.md": Samples.plain,
        ])
        let run = try course.begin("verify", "loop", environment: ["TMPDIR": folder])
        try run.waitForAProgram(below: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return (course, folder, run, try #require(names.first))
    }

    @Test func anotherRunnerLeavesAFolderInUse() throws {
        let (course, folder, run, name) = try Self.running()
        #expect(try course.lessons("verify", "good", "--no-cache", environment: ["TMPDIR": folder]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
        #expect(run.isRunning)
    }

    /// A runner that was killed just after it made a folder has left nothing in it; one killed while it removed a folder
    /// has left some of it.
    @Test(arguments: [[], ["work"], ["lesson", "work/file"]]) func aFolderIsRemovedWhateverIsInIt(_ files: [String])
        throws
    {
        let (course, folder, run, name) = try Self.running()
        run.signal(SIGKILL)
        _ = try run.result()
        try waiting(for: "its programs to end") { Command.processes(with: folder) == [] }
        let left = folder + "/" + name
        for file in try FileManager.default.contentsOfDirectory(atPath: left) {
            try FileManager.default.removeItem(atPath: "\(left)/\(file)")
        }
        for file in files {
            let url = URL(filePath: "\(left)/\(file)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: url)
        }
        #expect(try course.lessons("verify", "good", "--no-cache", environment: ["TMPDIR": folder]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    @Test func whatOthersHaveMadeStays() throws {
        let (course, folder) = try TemporaryCourse.withFolder(["1-part/01-good.md": Samples.plain])
        for name in ["lessons", "lessons-mine", "other-run-1"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        #expect(try course.lessons("verify", "--no-cache", environment: ["TMPDIR": folder]).status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "lessons", "lessons-mine", "other-run-1",
            ])
    }
}

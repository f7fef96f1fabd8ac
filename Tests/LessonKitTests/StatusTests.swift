import Foundation
import Testing

/// The exit status of commands.
@Suite struct StatusTests {
    @Test func wrongUsageHasItsOwnStatus() throws {
        #expect(try Samples.words().lessons("verify", "--nonsense").status == 64)
        #expect(try Samples.words().lessons("verify", "--jobs", "0").status == 64)
    }

    @Test func withoutACompilerItSaysWhatToInstall() throws {
        let result = try Samples.goodAndBad().lessons("verify", environment: ["PATH": "/nowhere"])
        #expect(result.status == 4)
        #expect(result.errors.contains("install Swift"))
    }

    @Test func aFaultOfOursHasAStatus() throws {
        let course = try TemporaryCourse(["1-part/01-good.md": Samples.good])
        // Where a folder should be is a file, which is no fault of the lessons.
        let folder = course.root + "/Lessons/1-part/01-good.md/site"
        #expect(try course.lessons("build", "--output", folder).status == 3)
    }

    @Test func anInterruptEndsAllAndLeavesNothing() throws {
        let mark = "loop\(UInt32.random(in: 0 ... .max))"
        let course = try TemporaryCourse(["1-part/01-\(mark).md": "# Loop\n\n```swift\nwhile true {}\n```\n"])
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let run = try course.begin("verify", "--json", "report.json", environment: ["TMPDIR": folder])
        try run.waitForAProgram(below: folder)
        run.signal(SIGINT)
        let result = try run.result()
        #expect(result.status == 130 && result.output == "", "\(result)")
        #expect(result.errors.contains("Interrupted: 0 of 1 lessons were finished: 0 passed, 0 failed, 0 skipped."))
        let json = try Data(contentsOf: URL(filePath: course.root + "/report.json"))
        let report = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        #expect(report?["interrupted"] as? Bool == true && (report?["lessons"] as? [Any])?.isEmpty == true)
        try expectNothingLeft(in: folder)
    }
}

import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The pages of lessons that fail, as `lessons serve` shows them.
@Suite struct MalformedLessonTests {
    @Test func aMalformedLessonKeepsItsPage() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "malformed-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/Lessons/1-part", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Rendering.Course.project + "/Site", toPath: folder + "/Site")
        let text = "# A title\n\nSome prose.\n\n```swift nonsense\nprint(1)\n```\n"
        try Data(text.utf8).write(to: URL(filePath: folder + "/Lessons/1-part/01-bad.md"))
        try Data("# Stray\n\n```swift\nprint(1)\n```\n".utf8)
            .write(to: URL(filePath: folder + "/Lessons/1-part/stray & no lesson.md"))
        let course = Course(root: folder)
        let file = try #require(course.lessons.first)
        let source = try SourceText(file)
        let error = #expect(throws: Lesson.Malformed.self) { try Lesson(source) }
        var report = Report(file: file)
        report.malformed = try #require(error).diagnostics
        let site = try Site(
            SiteBuilder(course: course, typesetter: Typesetter(cacheFolder: folder + "/none")), reports: [report],
            toolchain: "Swift")
        func page(_ path: String) throws -> String {
            guard case .text(let make) = site.files[path] else {
                Issue.record("no page \(path)")
                return ""
            }
            return try make()
        }
        let lesson = try page("1-part/01-bad.html")
        #expect(lesson.contains("A title") && lesson.contains("Some prose.") && lesson.contains("print"))
        #expect(lesson.contains("role=\"alert\"") && lesson.contains("01-bad.md:5"))
        #expect(!lesson.contains("1970") && lesson.contains("Not checked."))
        let index = try page("index.html")
        #expect(
            index.contains(
                "<li><code>Lessons/1-part/stray &amp; no lesson.md:3</code> The Swift in this file is never run"),
            "\(index)")
        #expect(index.contains("<span class=\"failed\">1 lesson fails</span>"), "\(index)")
        #expect(try page("1-part/index.html").contains("<span class=\"failed\">malformed</span>"))
        let checks = try page("checks.html")
        #expect(checks.contains("<span class=\"count failed\">malformed</span>"), "\(checks)")
    }

    @Test func aLessonOfWhichSomethingFailsCountsAsFailed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "failing-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/Lessons/1-part", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Rendering.Course.project + "/Site", toPath: folder + "/Site")
        let cell = "```swift\nprint(1)\n```\n\n```output\n1\n```\n\n"
        for name in ["01-some.md", "02-all.md"] {
            try Data("# A\n\n\(cell)\(cell)\(cell)".utf8).write(to: URL(filePath: folder + "/Lessons/1-part/" + name))
        }
        let course = Course(root: folder)
        let reports = try course.lessons.map { file in
            var report = Report(file: file)
            let lesson = try Lesson(SourceText(file))
            report.lesson = lesson
            report.verdicts = lesson.cells.map { cell in
                Report.Verdict(cell: cell, outcome: cell.index == 1 && file.name == "some" ? .failed : .passed)
            }
            return report
        }
        let site = try Site(
            SiteBuilder(course: course, typesetter: Typesetter(cacheFolder: folder + "/none")), reports: reports,
            toolchain: "Swift")
        guard case .text(let checks) = site.files["checks.html"], case .text(let part) = site.files["1-part/index.html"]
        else {
            Issue.record("there is no checks.html or no page of the part")
            return
        }
        guard case .text(let program) = site.files["1-part/02-all.swift"] else {
            Issue.record("there is no program to keep")
            return
        }
        #expect(try program().ranges(of: "print(1)\n// → 1\n").count == 3)
        #expect(site.files["1-part/02-all.ipynb"] != nil && site.files["1-part/01-some.swift"] == nil)
        let text = try checks()
        #expect(try part().ranges(of: "<span class=\"failed\">1 of 3 not passed</span>").count == 1)
        #expect(text.contains("<span class=\"count failed\">2 of 3 passed</span>"), "\(text)")
        #expect(text.contains("<span class=\"count\">3 of 3 passed</span>"), "\(text)")
    }
}

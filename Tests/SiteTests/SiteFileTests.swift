import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The template, styles and scripts of a course's site.
@Suite struct SiteFileTests {
    @Test func aChangeOfAScriptIsSeen() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "watched-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let files = ["page.html", "Live/live.js", "Notebook/notebook.js"].map { "\(root)/Site/\($0)" }
        for file in files {
            try FileManager.default.createDirectory(atPath: file.folder, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: file))
        }
        #expect(Set(files).isSubset(of: SiteServer.files(in: root)))
    }

    @Test(arguments: [true, false]) func thePagesHaveTheCoursesOwnStyle(_ isThere: Bool) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "styled-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/Lessons/1-x", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Rendering.Course.project + "/Site", toPath: root + "/Site")
        try? FileManager.default.removeItem(atPath: root + "/Site/own.css")
        if isThere { try Data("main {}".utf8).write(to: URL(filePath: root + "/Site/own.css")) }
        let course = Course(root: root)
        let site = try Site(
            SiteBuilder(course: course, typesetter: Typesetter(cacheFolder: root + "/none")), reports: [],
            toolchain: "Swift")
        guard case .text(let make) = try #require(site.files["index.html"]) else { return }
        for page in [try make(), site.notFoundPage] {
            let styles = page.matches(of: /<link rel="stylesheet" href="[.\/]*assets\/(\w+\.css)"/).map { String($0.1) }
            #expect((styles.last == "own.css") == isThere, "\(styles)")
        }
        #expect((site.files["assets/own.css"] != nil) == isThere)
    }
}

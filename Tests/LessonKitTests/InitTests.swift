import Foundation
import Testing

@testable import LessonKit

/// A course that `lessons init` begins works at once.
@Suite struct InitTests {
    @Test func theModuleIsNamedAfterTheFolder() {
        #expect(NewCourse(named: "sorting-algorithms").module == "SortingAlgorithms")
        #expect(NewCourse(named: "2nd course").module == "Course2ndCourse")
        #expect(NewCourse(named: "figures").module == "CourseFigures")
        for name in ["testing", "any", "self", "cnn", "foundation"] {
            #expect(NewCourse(named: name).module.hasPrefix("Course"), "\(name)")
        }
        let manifest = NewCourse(named: "a \"b\" \\c").files.first?.text
        #expect(manifest?.contains(#"name: "a \"b\" \\c","#) == true, "\(manifest ?? "")")
    }

    @Test func aNewCoursePassesAndHasASite() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "init-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func lessons(_ arguments: String..., in folder: String) throws -> Command.Result {
            try Command.run(Command.root + "/.build/debug/lessons", arguments, in: folder)
        }
        let begun = try lessons("init", "my-course", in: folder)
        #expect(begun.status == 0, "\(begun.errors)")
        let course = folder + "/my-course"
        let verified = try lessons("verify", in: course)
        #expect(verified.output == "4 passed, 0 failed, 0 skipped\n", "\(verified.output)\(verified.errors)")
        #expect(try lessons("verify", "--docs", "Sources", in: course).output == "1 passed, 0 failed, 0 skipped\n")
        #expect(try lessons("run", "cost", in: course).output.contains("[0, 45, 190, 435, 780]"))
        let built = try lessons("build", in: course)
        #expect(built.status == 0, "\(built.output)\(built.errors)")
        let page = try String(contentsOfFile: course + "/Site/public/index.html", encoding: .utf8)
        #expect(page.contains("<h1>My course</h1>") && page.contains("assets/own.css"))
        #expect(FileManager.default.fileExists(atPath: course + "/Site/public/assets/style.css"))
        #expect(FileManager.default.fileExists(atPath: course + "/Site/public/assets/own.css"))

        let repository = folder + "/repository"
        try FileManager.default.createDirectory(atPath: repository + "/.git", withIntermediateDirectories: true)
        #expect(try lessons("init", "repository", in: folder).status == 0)
        let again = try lessons("init", "my-course", in: folder)
        #expect(again.status == 2)
        #expect(again.errors.contains("is not empty, so nothing is written"))
    }
}

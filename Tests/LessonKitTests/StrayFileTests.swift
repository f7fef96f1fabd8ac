import Foundation
import Testing

/// Files below `Lessons/` that look like lessons and are none: a false promise in one must not count as kept.
@Suite struct StrayFileTests {
    private static let good = "1-part/01-good.md"

    /// A course with a good lesson and one other file.
    private static func course(with path: String, _ text: String = Samples.wrong) throws -> TemporaryCourse {
        try TemporaryCourse([good: Samples.plain, path: text])
    }

    @Test(arguments: [
        "1-part/intro.md", "1-part/01_a.md", "1-part/03-z.MD", "1-part/02-y.markdown", "1-part/02-y.mdown",
        "1-part/02-y.mkd", "1-part/02-y.mkdn", "1-part/02-y.Markdown", "1-part/02 y.md", "1-part/2.md",
        "1-part/٢-y.md", "1-part/deeper/02-y.md", "1-part/2-deeper/02-y.md", "02-y.md", "y.md", "Data/y.md",
        "Data/README.md", "part/02-y.md", "1_part/02-y.md", ".hidden/02-y.md", "1-part/.02-y.md",
        "1-part/README.markdown", "1-part/readme.md", "1-part/02-y", "1-part/02-y.txt", "1-part/02-y.md.bak",
        "1-part/02-y.mdx", "notation.markdown",
    ]) func aFileWithSwiftThatIsNeverLookedAtIsNamed(_ path: String) throws {
        let result = try Self.course(with: path).lessons("verify")
        #expect(result.status == 2)
        #expect(result.output.hasPrefix("Lessons/\(path):3:1: error: "), "\(result.output)\(result.errors)")
        #expect(result.output.contains("never run"))
        #expect(result.output.hasSuffix("\n1 passed, 1 failed, 0 skipped\n"))
    }

    @Test(arguments: [
        "```swift\nlet x = 1\n```\n", "~~~swift\nlet x = 1\n~~~\n", "``` Swift hidden\nlet x = 1\n```\n",
        "```{.swift}\nlet x = 1\n```\n", "```swift-hidden\nlet x = 1\n```\n", "```swift,ignore\nlet x = 1\n```\n",
        "- a\n\n  ```swift\n  let x = 1\n  ```\n", "> ```swift\n> let x = 1\n> ```\n",
    ]) func everyFenceOfSwiftCounts(_ text: String) throws {
        let result = try Self.course(with: "1-part/intro.md", text).lessons("verify")
        #expect(result.status == 2 && result.output.hasPrefix("Lessons/1-part/intro.md:"), "\(result.output)")
    }

    @Test func aFileThatIsNotUTF8Counts() throws {
        let course = try TemporaryCourse([Self.good: Samples.plain])
        try (Data([0xE9, 10, 10]) + Data(Samples.wrong.utf8))
            .write(to: URL(filePath: course.root + "/Lessons/1-part/intro.md"))
        let result = try course.lessons("verify")
        #expect(result.status == 2 && result.output.hasPrefix("Lessons/1-part/intro.md:5:1: error: "))
    }

    @Test(arguments: ["README.md", "notation.md", "1-part/README.md"]) func aPageIsNotRun(_ path: String) throws {
        let course = try Self.course(with: path)
        for name in ["verify", "build"] {
            let result = try course.lessons(name)
            #expect(result.status == 2)
            #expect(
                result.output.contains(
                    "Lessons/\(path):3:1: error: The code in this file is not run; put it in a block of another language, or "
                        + "move it to a lesson.\n"), "\(result.output)\(result.errors)")
        }
        try course.write("# Words\n\n```text\nprint(1)\n```\n", to: path)
        #expect(try course.lessons("verify").status == 0)
    }

    @Test func withoutSwiftItIsANoteWhereALessonWouldBe() throws {
        let text = "# Words\n\n```text\nswift\n```\n"
        for path in ["1-part/intro.md", "1-part/02-y.MD", "02-y.md", "part/02-y.md"] {
            let result = try Self.course(with: path, text).lessons("verify")
            #expect(result.status == 0)
            #expect(result.errors.contains("Lessons/\(path):1:1: note: "), "\(path): \(result.errors)")
        }
        for path in ["Data/README.md", "Data/names.md", "glossary.md", "1-part/notes.txt", "1-part/opening.svg"] {
            let result = try Self.course(with: path, text).lessons("verify")
            #expect(result.status == 0 && !result.errors.contains("note:"), "\(path): \(result.errors)")
        }
    }

    @Test func everyFormNamesIt() throws {
        let course = try Self.course(with: "1-part/intro.md")
        let json = try course.lessons("verify", "--format", "json", "--junit", "junit.xml")
        #expect(json.status == 2)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let lessons = try #require(object["lessons"] as? [[String: Any]])
        let stray = try #require(lessons.first { $0["file"] as? String == "Lessons/1-part/intro.md" })
        #expect(stray["outcome"] as? String == "malformed")
        #expect((stray["problems"] as? [[String: Any]])?.first?["line"] as? Int == 3)
        let junit = try String(contentsOfFile: course.root + "/junit.xml", encoding: .utf8)
        #expect(junit.contains("<testcase classname=\"Lessons/1-part/intro.md\" name=\"file\" time=\"0\"><failure "))
        let github = try course.lessons("verify", "--format", "github")
        #expect(github.output.contains("::error file=Lessons/1-part/intro.md,line=3,col=1::"))
    }

    @Test func theListNamesIt() throws {
        let course = try Self.course(with: "1-part/intro.md")
        #expect(try course.lessons("verify", "Lessons/1-part/01-good.md").status == 0)
        let result = try course.lessons("list")
        #expect(result.status == 0)
        #expect(result.output.contains(/\n  1\.1   good +verified\n/), "\(result.output)")
        #expect(result.output.contains(/\n  Lessons\/1-part\/intro\.md +malformed\n/), "\(result.output)")
        #expect(result.errors.contains("Lessons/1-part/intro.md:3:1: error: The Swift in this file is never run"))
        try course.write("# Words\n", to: "1-part/intro.md")
        #expect(try !course.lessons("list").output.contains("intro"))
    }

    @Test func aPartHasItsOwn() throws {
        let course = try TemporaryCourse([
            Self.good: Samples.plain, "1-part/intro.md": Samples.wrong, "2-other/01-good.md": Samples.plain,
            "2-other/deeper/01-bad.md": Samples.wrong,
        ])
        for (name, stray) in [("1", "1-part/intro.md"), ("2-other", "2-other/deeper/01-bad.md")] {
            let result = try course.lessons("verify", name)
            #expect(result.status == 2)
            #expect(result.output.split(separator: "\n").count { $0.contains(": error: ") } == 1)
            #expect(result.output.hasPrefix("Lessons/\(stray):"), "\(result.output)")
        }
        // What is named is verified.
        #expect(try course.lessons("verify", "Lessons/1-part/intro.md").output.hasPrefix("Lessons/1-part/intro.md:8:1"))
        #expect(try course.lessons("verify", "1.1").status == 0)
    }

    @Test(arguments: ["1-part/02-gone.md", "2-gone", "gone.md", "1-part/03-gone.markdown"])
    func aLinkThatLeadsNowhereIsAnError(_ path: String) throws {
        let course = try TemporaryCourse([Self.good: Samples.plain])
        try FileManager.default.createSymbolicLink(
            atPath: "\(course.root)/Lessons/\(path)", withDestinationPath: "/nowhere/at-all")
        let result = try course.lessons("verify")
        #expect(result.status == 2)
        #expect(result.output.hasPrefix("Lessons/\(path):1:1: error: "), "\(result.output)")
        #expect(result.output.contains("cannot be read"))
    }

    @Test func aFolderIsNoLesson() throws {
        let result = try TemporaryCourse([Self.good: Samples.plain, "1-part/01-x.md/note": "x"]).lessons("verify")
        #expect(result.status == 2 && result.output.hasPrefix("Lessons/1-part/01-x.md:1:1: error: "))
        let pipe = try TemporaryCourse([Self.good: Samples.plain])
        try #require(mkfifo(pipe.root + "/Lessons/1-part/02-pipe.md", 0o644) == 0)
        let piped = try pipe.lessons("verify")
        #expect(piped.status == 2 && piped.output.hasPrefix("Lessons/1-part/02-pipe.md:1:1: error: "))
    }

    @Test func whatNobodyMayReadIsAnError() throws {
        // Root may read everything, so another user reads.
        let course = try TemporaryCourse([Self.good: Samples.plain, "2-part/01-secret.md": Samples.wrong])
        try #require(chmod(course.root, 0o755) == 0)
        for path in ["2-part", "2-part/01-secret.md"] {
            let file = "\(course.root)/Lessons/\(path)"
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
            let result = try course.lessonsAsNobody("verify")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
            #expect(result.status == 2, "\(result.errors)")
            #expect(
                result.output.contains("Lessons/\(path):1:1: error: ") && result.output.contains("Permission denied"),
                "\(result.output)")
        }
    }

    @Test func foldersBehindLinksAreLookedAt() throws {
        let course = try TemporaryCourse([Self.good: Samples.plain])
        let other = try TemporaryCourse(["x/y.md": Samples.wrong])
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/more", withDestinationPath: other.root + "/Lessons")
        // A link to a folder around it ends the search, not the patience.
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/again", withDestinationPath: course.root + "/Lessons")
        let result = try course.lessons("verify")
        #expect(result.status == 2 && result.output.hasPrefix("Lessons/more/x/y.md:3:1: error: "), "\(result.output)")
        #expect(result.output.hasSuffix("\n1 passed, 1 failed, 0 skipped\n"))
    }

    @Test func oneNumberForTwoIsNamed() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md": Samples.plain, "1-part/1-b.md": Samples.plain, "02-x/01-a.md": Samples.plain,
            "2-y/01-a.md": Samples.plain,
        ])
        let result = try course.lessons("verify")
        #expect(result.status == 0)
        #expect(result.errors.contains("Lessons/1-part/1-b.md:1:1: note: "), "\(result.errors)")
        #expect(result.errors.contains("Lessons/2-y:1:1: note: "), "\(result.errors)")
    }

    @Test func foldersAndOtherEndingsCanBeNamed() throws {
        let course = try TemporaryCourse([Self.good: Samples.plain])
        for path in ["docs/x.markdown", "docs/deeper/y.MD", "docs/deeper/z.mkd"] {
            try course.write(Samples.wrong, to: "../" + path)
            let result = try course.lessons("verify", path)
            #expect(result.status == 1 && result.output.hasPrefix("\(path):8:1: error: "), "\(result.errors)")
        }
        try course.write("no Markdown", to: "../docs/words.json")
        for name in ["docs", "docs/", "./docs"] {
            let result = try course.lessons("verify", name)
            #expect(result.status == 1 && result.output.hasSuffix("\n0 passed, 3 failed, 0 skipped\n"))
        }
        let each = try course.lessons("verify", "--each", "docs")
        #expect(each.status == 1 && each.output.hasSuffix("\n0 passed, 3 failed, 0 skipped\n"))
        try FileManager.default.createDirectory(atPath: course.root + "/empty", withIntermediateDirectories: true)
        let empty = try course.lessons("verify", "empty")
        #expect(empty.status == 5 && empty.errors.contains("no Markdown file"), "\(empty.errors)")
    }
}

extension TemporaryCourse {
    /// The command run by a user without rights, whose cache is in a temporary folder.
    fileprivate func lessonsAsNobody(_ arguments: String...) throws -> Command.Result {
        guard getuid() == 0 else {
            return try Command.run(Command.root + "/.build/debug/lessons", arguments, in: root)
        }
        return try Command.run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Command.root + "/.build/debug/lessons"] + arguments,
            in: root)
    }
}

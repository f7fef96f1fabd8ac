import Foundation
import Testing

import TerminalText
@testable import LessonKit

/// What a lesson's file may contain and be called, and what happens then.
@Suite struct HostileFileTests {
    private static let good = Samples.plain, bad = Samples.wrong

    /// Names and contents, with the outcome of the lesson, and the line and some words of the report.
    private static let files: [(name: String, text: String, outcome: String, line: Int?, says: String)] = [
        ("no bytes", "", "passed", nil, ""),
        ("old line ends", good.replacing("\n", with: "\r\n"), "passed", nil, ""),
        ("mark of byte order", "\u{FEFF}" + good, "passed", nil, ""),
        ("no final newline", String(good.dropLast()), "passed", nil, ""),
        ("tabs", good.replacing("print", with: "\tprint"), "passed", nil, ""),
        (
            "U+2028",
            "a\u{2028}b\n\n"
                + good.replacing("1", with: "\"\u{2028}\"").replacing("\n\"\u{2028}\"", with: "\n\u{2028}"), "passed",
            nil, ""
        ),
        ("a NUL", good.replacing("Good", with: "\0"), "passed", nil, ""),
        (
            "more than 16 MB", good + String(repeating: "word ", count: 10 << 20), "malformed", 1,
            "may have at most 16 MB"
        ),
        ("a fence that stays open", "# X\n\n```swift\nprint(1)\n", "malformed", 3, "never closed"),
        (
            "fences of all kinds",
            "````swift\nprint(1)\n````\n\n~~~output\n1\n~~~\n\n- > ```swift\n  > print(2)\n  > ```\n  >\n  > ```output\n  > 2\n  > ```\n",
            "passed", nil, ""
        ),
        ("an output of nothing", "```output\n1\n```\n", "malformed", 1, ""),
        ("two outputs", good + "\n```output\n1\n```\n", "malformed", 11, ""),
        (
            "a long info string", "# X\n\n```swift \(String(repeating: "x", count: 10_000))\nprint(1)\n```\n",
            "malformed", 3, "Unknown word"
        ),
        (
            "a thousand words", "# X\n\n```swift \(String(repeating: "timeout=1s ", count: 1000))\nprint(1)\n```\n",
            "malformed", 3, "written twice"
        ),
        ("the same heading twice", "# A\n\n# A\n\n# a\n\n# ä\n\n" + good, "passed", nil, ""),
        (
            "raw HTML", "<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](data:x) [c](//host/x)\n\n" + good,
            "passed", nil, ""
        ),
        (
            "nested quotes", String(repeating: ">", count: 10_000) + " a\n\n" + good, "malformed", 1,
            "more than 100 deep"
        ),
        (
            "nested brackets",
            String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000) + "\n\n" + good, "passed",
            nil, ""
        ),
        ("nested emphasis", String(repeating: "*a _b ", count: 20_000) + "\n\n" + good, "passed", nil, ""),
        (
            "a line of a million",
            good.replacing("1", with: String(repeating: "9", count: 18)).replacing(
                "print(", with: "print(/* \(String(repeating: "x", count: 1 << 20)) */"), "passed", nil, ""
        ),
        ("spaces  'and' \"quotes\" \\", bad, "failed", 8, "The output is not"),
        ("new\nline", bad, "failed", 8, "The output is not"), ("-x", bad, "failed", 8, "The output is not"),
        ("Größe 卷积", bad, "failed", 8, "The output is not"),
        (String(repeating: "x", count: 247), bad, "failed", 8, "The output is not"),
        ("\u{1B}[31m\u{202E}%0A", bad, "failed", 8, "The output is not"),
    ]

    @Test func eachFileHasItsVerdict() throws {
        let names = Self.files.indices.map { String(format: "1-part/%02d-", $0 + 10) + Self.files[$0].name + ".md" }
        // The 255 bytes of the long name include the number, the hyphen and the extension.
        let course = try TemporaryCourse(
            Dictionary(uniqueKeysWithValues: zip(names, Self.files.map(\.text))).merging(["Data/good.md": Self.good]) {
                $1
            })
        let part = course.root + "/Lessons/1-part"
        let manager = FileManager.default
        try Data([0x23, 0x20, 0x47, 0x0A, 0x61, 0xFF, 0x0A]).write(to: URL(filePath: part + "/90-invalid.md"))
        try manager.createSymbolicLink(atPath: part + "/91-link.md", withDestinationPath: "../Data/good.md")
        // None of these three can be read as a lesson.
        try manager.createSymbolicLink(atPath: part + "/92-loop.md", withDestinationPath: "92-loop.md")
        try manager.createDirectory(atPath: part + "/93-folder.md", withIntermediateDirectories: true)
        try #require(mkfifo(part + "/94-pipe.md", 0o600) == 0)

        let result = try course.lessons("verify", "--format", "json", "--junit", course.root + "/junit.xml")
        #expect(result.status == 2)
        let report = try JSONDecoder().decode(FileReport.self, from: Data(result.output.utf8))
        // What cannot be read, and Swift where no lesson lies, is named: nothing is passed over in silence.
        let named = [
            "Lessons/1-part/92-loop.md", "Lessons/1-part/93-folder.md", "Lessons/1-part/94-pipe.md",
            "Lessons/Data/good.md",
        ]
        for name in named {
            #expect(report.lessons.first { $0.file == name }?.outcome == "malformed", "\(name)")
        }
        #expect(report.lessons.count == Self.files.count + 2 + named.count)
        for (index, file) in Self.files.enumerated() {
            let name = "Lessons/" + names[index].onOneLine
            let entry = try #require(report.lessons.first { $0.file == name }, "\(file.name)")
            let problem = (entry.problems + entry.cells.flatMap(\.problems)).first
            #expect(entry.outcome == file.outcome, "\(file.name): \(entry)")
            #expect(problem?.line == file.line, "\(file.name)")
            let message = problem?.message ?? ""
            #expect(file.says.isEmpty || message.contains(file.says), "\(file.name)")
        }
        let invalid = report.lessons.first { $0.file.hasSuffix("90-invalid.md") }
        #expect(invalid?.problems.first?.message.contains("the byte at offset 5") == true)
        #expect(report.lessons.first { $0.file.hasSuffix("91-link.md") }?.outcome == "passed")

        // No file name can control a terminal or GitHub.
        let annotations = try course.lessons("verify", "--format", "github"), text = try course.lessons("verify")
        let junit = try String(contentsOfFile: course.root + "/junit.xml", encoding: .utf8)
        for shown in [annotations.output, annotations.errors, text.output, text.errors, result.errors, junit] {
            #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 0x202E })
        }
        #expect(annotations.output.contains("-new\\nline.md,line=8,col=1::The output"))
        #expect(text.output.contains("-new\\nline.md:8:1: error: The output"))
        #expect(annotations.output.contains("%250A.md,line=8"))
        #expect(text.output.count { $0 == "\n" } < 200)
    }

    /// Pictures that a page cannot show, with the reports about them.
    @Test(arguments: [
        ("none.png", "The picture is not there: there is no Lessons/1-part/none.png."),
        ("../../secret.png", "The picture is not there: ../../secret.png is outside the folder of the lessons."),
        ("link.png", "The picture is not there: link.png is outside the folder of the lessons."),
        ("/etc/passwd", "The picture is not there: "), ("../Data/number.txt", "../Data/number.txt is not a picture; "),
    ]) func aPictureIsInTheCourse(_ path: String, _ message: String) throws {
        let course = try TemporaryCourse([
            "1-part/01-x.md": Self.good + "\nOne line,\n![a dog](\(path)).\n", "Data/number.txt": "1\n",
            "../secret.png": "secret", "../Site/page.html": "{{main}}",
        ])
        try FileManager.default.createSymbolicLink(
            atPath: course.root + "/Lessons/1-part/link.png", withDestinationPath: "../../secret.png")
        for name in ["page.html", "style.css"] {
            let text = try String(contentsOfFile: "\(Command.root)/Site/\(name)", encoding: .utf8)
            try course.write(text, to: "../Site/\(name)")
        }
        for command in ["verify", "build"] {
            let result = try course.lessons(command)
            #expect(result.status == 2)
            #expect(
                (result.output + result.errors).contains("Lessons/1-part/01-x.md:12:1: error: \(message)"), "\(result)")
        }
        #expect(!FileManager.default.fileExists(atPath: course.root + "/Site/public"))
    }

    private struct FileReport: Decodable {
        struct Problem: Decodable { var line: Int, message: String }
        struct Cell: Decodable { var problems: [Problem] }
        struct Lesson: Decodable { var file: String, outcome: String, problems: [Problem], cells: [Cell] }
        var lessons: [Lesson]
    }
}

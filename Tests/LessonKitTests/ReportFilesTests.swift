import Foundation
import FoundationXML
import Testing

/// Several reports of one run, and what later runs know of them.
@Suite struct ReportFilesTests {
    private func cells(_ json: String) throws -> [[String: Any]] {
        let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return (root?["lessons"] as? [[String: Any]] ?? []).flatMap { $0["cells"] as? [[String: Any]] ?? [] }
    }

    @Test func oneRunWritesAllFormats() throws {
        let course = try Samples.goodAndBad()
        let printed = try course.lessons(
            "verify", "--format", "github", "--json", "report.json", "--junit", "report.xml")
        #expect(printed.status == 1 && printed.output.hasPrefix("::error file=Lessons/1-part/02-bad.md"))
        let file = try String(contentsOfFile: course.root + "/report.json", encoding: .utf8)
        #expect(try cells(file).map { $0["outcome"] as? String } == ["passed", "passed", "failed"])
        // What is printed as JSON is what the file holds, apart from what was cached.
        let json = try course.lessons("verify", "--format", "json").output
        #expect(try cells(json).map { $0["name"] as? String } == (try cells(file)).map { $0["name"] as? String })
        let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
        #expect(try document.nodes(forXPath: "//testcase").count == 3)
    }

    @Test(arguments: [
        (["--json", "a", "--junit", "./a"], "--json and --junit need two files."),
        (["--json", "none/a.json"], "There is no folder none for the report a.json; make it first."),
        (["--junit", "Lessons"], "Lessons is a folder; name a file for the report."),
        (["--shard", "1/2", "--timings", "none.json"], "--timings: there is no file none.json."),
    ]) func whatCannotBeWrittenOrReadIsRefusedAtOnce(_ options: [String], _ message: String) throws {
        let course = try Samples.goodAndBad()
        let result = try Command.run(Command.root + "/.build/debug/lessons", ["verify"] + options, in: course.root)
        #expect(result.status == 64 && result.errors.contains(message), "\(result.errors)")
        #expect(!result.errors.contains("passed"))
    }

    /// The longest lesson alone in its shard by the two reports together, whatever either says alone.
    @Test func theTimingsOfAllShardsCount() throws {
        let empty = Dictionary(uniqueKeysWithValues: (1...3).map { ("1-part/0\($0)-l\($0).md", "# \($0)\n") })
        let course = try TemporaryCourse(empty)
        func report(_ seconds: [Int: Int]) -> String {
            let lessons = seconds.sorted { $0.key < $1.key }.map {
                #"{"file":"Lessons/1-part/0\#($0)-l\#($0).md","outcome":"passed","seconds":\#($1),"cached":false,"problems":[],"cells":[]}"#
            }
            return "{\"version\":1,\"lessons\":[\(lessons.joined(separator: ","))]}"
        }
        try course.write(report([1: 1, 2: 1]), to: "../a.json")
        try course.write(report([3: 9]), to: "../b.json")
        let options = ["--shard", "1/2", "--timings", "a.json", "--timings", "b.json", "--explain"]
        let first = try Command.run(Command.root + "/.build/debug/lessons", ["verify"] + options, in: course.root)
        #expect(
            first.status == 0 && first.errors.contains("03-l3") && !first.errors.contains("01-l1"), "\(first.errors)")
    }

    /// Prose above a cell, and an exercise, whose blocks are one cell.
    @Test func aCellKeepsItsName() throws {
        let after = "\n```swift\nprint(3)\n```\n\n```output\n2\n```\n"
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise + after])
        func names() throws -> [String?] {
            #expect(try course.lessons("verify", "--junit", "report.xml").status == 1)
            let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
            return try document.nodes(forXPath: "//testcase/@name").map(\.stringValue)
        }
        #expect(try names() == ["cell 1", "cell 2"])
        try course.write("# More\n\nprose\n\n" + Samples.exercise + after, to: "1-part/01-x.md")
        #expect(try names() == ["cell 1", "cell 2"])
        let json = try cells(course.lessons("verify", "--format", "json").output)
        #expect(json.map { $0["number"] as? Int } == [1, 2])
    }

    @Test func theFaultIsTheFailuresMessage() throws {
        let cell = "# X\n\n```swift\nfunc f() { let a = 1 }\nfatalError(\"boom\")\n```\n"
        let course = try TemporaryCourse(["1-part/01-x.md": cell])
        #expect(try course.lessons("verify", "--junit", "report.xml").status == 1)
        let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
        let failure = try #require(try document.nodes(forXPath: "//failure").first as? XMLElement)
        #expect(failure.attribute(forName: "message")?.stringValue == "Fatal error: boom")
        // The warning is still told.
        #expect(failure.stringValue?.contains("'a' was never used") == true)
    }

    /// A check that does not compile is a failure, though the solution before it is only not reached.
    @Test func aFaultyCheckIsAFailure() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise.replacing("half(8)", with: "hal(8)")])
        let result = try course.lessons("verify", "--junit", "report.xml")
        #expect(result.status == 1 && result.output.hasSuffix("0 passed, 1 failed, 0 skipped\n"), "\(result.output)")
        let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
        let failures = try document.nodes(forXPath: "//failure").compactMap { $0 as? XMLElement }
        #expect(failures.count == 1)
        #expect(failures.first?.attribute(forName: "message")?.stringValue?.contains("hal") == true)
    }
}

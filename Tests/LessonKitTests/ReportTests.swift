import Foundation
import FoundationXML
import Testing

/// The reports for machines, read by independent parsers.
@Suite struct ReportTests {
    @Test func theJSONReportIsRead() throws {
        let course = try Samples.goodAndBad(["1-part/03-malformed.md": "```output\n```\n"])
        let result = try course.lessons("verify", "--format", "json")
        #expect(result.status == 2)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(root["version"] as? Int == 1)
        #expect((root["toolchain"] as? String)?.hasPrefix("Swift version") == true)
        #expect(root["summary"] as? [String: Int] == ["passed": 2, "failed": 2, "skipped": 0])
        let coverage = ["checked": 2, "run": 1, "compiled": 0, "notCompiled": 0, "unseen": 0]
        #expect(root["coverage"] as? [String: Int] == coverage)
        let lessons = try #require(root["lessons"] as? [[String: Any]])
        #expect(
            lessons.map { $0["file"] as? String }
                == (1...3).map { "Lessons/1-part/0\($0)-\(["good", "bad", "malformed"][$0 - 1]).md" })
        #expect(lessons.map { $0["outcome"] as? String } == ["passed", "failed", "malformed"])
        let cell = try #require((lessons[1]["cells"] as? [[String: Any]])?.first)
        #expect(cell["outcome"] as? String == "failed" && cell["line"] as? Int == 3)
        let problem = try #require((cell["problems"] as? [[String: Any]])?.first)
        #expect(problem["line"] as? Int == 8 && problem["column"] as? Int == 6)
    }

    @Test func theJUnitReportIsRead() throws {
        let course = try Samples.goodAndBad()
        #expect(try course.lessons("verify", "--junit", "report.xml").status == 1)
        let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
        #expect(try document.nodes(forXPath: "//testcase").count == 3)
        let failures = try document.nodes(forXPath: "//testsuite[@name='Lessons/1-part/02-bad.md']/testcase/failure")
        #expect(failures.count == 1)
        #expect(failures[0].stringValue?.contains("expected | a]]> 3\n    actual | a]]> 2") == true)
        #expect(try document.nodes(forXPath: "/testsuites/@failures").first?.stringValue == "1")
    }

    @Test func annotationsStandAtTheLine() throws {
        let course = try Samples.goodAndBad()
        let summary = course.root + "/summary.md"
        let result = try course.lessons("verify", "--format", "github", environment: ["GITHUB_STEP_SUMMARY": summary])
        #expect(
            result.output.hasPrefix(
                "::error file=Lessons/1-part/02-bad.md,line=8,col=6::The output is not what the lesson promises."))
        #expect(result.output.contains("%0A  expected | a]]> 3%0A"))
        #expect(result.output.hasSuffix("\n2 passed, 1 failed, 0 skipped\n"))
        #expect(
            try String(contentsOfFile: summary, encoding: .utf8).hasPrefix(
                "### Lessons: 2 passed, 1 failed, 0 skipped\n\n- `Lessons/1-part/02-bad.md:8:6"))
    }

    /// Python's own parsers, which are stricter than Foundation's.
    @Test func pythonReadsTheReports() throws {
        let course = try Samples.goodAndBad([
            "1-part/03-malformed.md": "```output\n```\n",
            "1-part/04-words.md":
                "# \"Words\" & \u{1F389}\n\n```swift\nprint(\"\\u{1B}[2J\\u{0}\", 0.0 / 0.0)\nfatalError(\"]]>\")\n```\n",
        ])
        #expect(try course.lessons("verify", "--format", "json", "--junit", "report.xml").status == 2)
        try course.write(try course.lessons("verify", "--format", "json").output, to: "../report.json")
        let seen = try Command.python(
            """
            import json, xml.etree.ElementTree as tree
            def refuse(word): raise ValueError(word)
            report = json.load(open("report.json"), parse_constant=refuse)
            print(report["version"], report["summary"], [lesson["outcome"] for lesson in report["lessons"]])
            suites = tree.parse("report.xml").getroot()
            print(suites.tag, [suite.get("tests") for suite in suites], len(suites.findall(".//failure")))
            """, in: course.root)
        #expect(
            seen == """
                1 {'passed': 2, 'failed': 3, 'skipped': 0} ['passed', 'failed', 'malformed', 'failed']
                testsuites ['2', '1', '1', '1'] 3

                """)
    }
}

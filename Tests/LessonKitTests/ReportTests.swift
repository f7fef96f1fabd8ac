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
        #expect((problem["detail"] as? String)?.contains("expected | a]]> 3\n    actual | a]]> 2") == true)
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
        #expect(try String(contentsOfFile: summary, encoding: .utf8).contains("\n    expected | a]]> 3\n"))
        // A page that cannot be written changes no verdict.
        let other = try course.lessons(
            "verify", "--shard", "1/1", "--format", "github",
            environment: ["GITHUB_STEP_SUMMARY": course.root + "/none/x"])
        #expect(other.status == 1 && other.output == result.output && other.errors.contains("There is no summary: "))
    }

    /// A program that stops has no second chance to tell what it was about to do.
    @Test func whatACellPrintedBeforeItCrashedIsShown() throws {
        let lines = (1...12).map { "line \($0)" }.joined(separator: "\\n")
        let course = try TemporaryCourse([
            "1-part/01-x.md": "```swift\nprint(\"\(lines)\")\nfatalError(\"boom\")\n```\n"
        ])
        let result = try course.lessons("verify", "--junit", "report.xml")
        #expect(result.status == 1 && result.output.contains("  stdout | line 12\n"), "\(result.output)")
        #expect(result.output.contains("  stdout | line 3\n") && !result.output.contains("line 2\n"))
        #expect(try String(contentsOfFile: course.root + "/report.xml", encoding: .utf8).contains("stdout | line 12"))
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

    /// A lesson of each outcome, and a malformed one with four problems.
    private static func everyOutcome() throws -> TemporaryCourse {
        let four = (1...4).map { "```swift nonsense\($0)\n```\n\n" }.joined()
        return try Samples.goodAndBad([
            "1-part/03-malformed.md": four,
            "1-part/04-crash.md": "```swift\nfatalError(\"x\")\n```\n\n```swift\nlet a = 1\n```\n",
            "1-part/05-error.md": "```swift\nlet n: Int = \"\"\n```\n\n```swift\nlet a = 1\n```\n",
            "1-part/06-slow.md": "```swift timeout=0.2s\nwhile true {}\n```\n", "1-part/07-empty.md": "# No cells\n",
            "1-part/08-warning.md": "```swift\nfunc f() { let a = 1 }\n```\n",
            "1-part/09-tolerance.md": "```swift\nprint(0.6229)\n```\n\n```output tolerance=1e-3\n0.623\n```\n",
        ])
    }

    /// The rules of the published schemas: JUnit's elements and attributes as Jenkins' junit-10.xsd has them, and the names
    /// that the documentation of the JSON report lists.
    private static let schema = """
        import json, sys, xml.etree.ElementTree as tree

        def keys(thing, required, optional=()):
            assert set(required) <= set(thing) <= set(required) | set(optional), thing

        def problem(it):
            keys(it, ["file", "line", "severity", "message"], ["column", "detail"])
            assert it["severity"] in ("error", "warning", "note") and it["line"] >= 1

        report = json.load(open("report.json"))
        keys(report, ["version", "toolchain", "sandbox", "lessons", "summary", "coverage"])
        keys(report["sandbox"], ["walls", "ownUser"])
        keys(report["summary"], ["passed", "failed", "skipped"])
        keys(report["coverage"], ["checked", "run", "compiled", "notCompiled", "unseen"])
        for lesson in report["lessons"]:
            keys(lesson, ["file", "outcome", "seconds", "compileSeconds", "cached", "problems", "cells"], ["title"])
            assert 0 <= lesson["compileSeconds"] <= lesson["seconds"] + 1e-9
            assert lesson["outcome"] in ("passed", "failed", "malformed")
            for it in lesson["problems"]: problem(it)
            for cell in lesson["cells"]:
                keys(cell, ["name", "number", "line", "kind", "outcome", "coverage", "problems", "changeableDigits"], ["seconds"])
                assert cell["outcome"] in ("passed", "failed", "crashed", "notCompiled", "timedOut", "notReached")
                for it in cell["problems"]: problem(it)
                for it in cell["changeableDigits"]: keys(it, ["file", "line", "number"])

        def element(it, attributes, required, children):
            assert set(required) <= set(it.attrib) <= set(attributes), it.attrib
            assert all(child.tag in children for child in it), it.tag

        suites = tree.parse("report.xml").getroot()
        assert suites.tag == "testsuites"
        element(suites, ["name", "time", "tests", "failures", "disabled", "errors"], [], ["testsuite"])
        for suite in suites:
            element(suite, ["name", "tests", "failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id",
                "package"], ["name", "tests"], ["testcase"])
            for case in suite:
                element(case, ["name", "assertions", "time", "classname", "status"], ["name", "classname", "time"],
                    ["skipped", "error", "failure"])
                assert len(case) <= 1
                float(case.get("time"))
                for child in case:
                    element(child, ["type", "message"], ["message"] + (["type"] if child.tag == "failure" else []), [])
            assert int(suite.get("tests")) == len(suite)
            assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
            assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
        assert int(suites.get("tests")) == sum(len(suite) for suite in suites)
        assert int(suites.get("failures")) == len(suites.findall(".//failure"))
        print({cell["outcome"] for lesson in report["lessons"] for cell in lesson["cells"]} == {"passed", "failed", "crashed",
            "notCompiled", "timedOut", "notReached"}, [len(suite) for suite in suites if "malformed" in suite.get("name")])
        """

    @Test(arguments: [
        [], ["--repeat", "2"], ["--update"], ["--each", "Lessons/1-part/02-bad.md", "Lessons/1-part/04-crash.md"],
    ]) func reportsFitTheirSchemas(_ options: [String])
        throws
    {
        let course = try Self.everyOutcome()
        let words = ["verify", "--no-cache", "--format", "json", "--junit", "report.xml"] + options
        let result = try Command.run(Command.root + "/.build/debug/lessons", words, in: course.root)
        try course.write(result.output, to: "../report.json")
        let seen = try Command.python(Self.schema, in: course.root)
        #expect(seen == "True [1]\n" || options.first == "--each", "\(seen)\(result.errors)")
        if options.isEmpty {
            #expect(
                result.errors.contains(
                    "1 number could print another last digit and still be within the tolerance: Lessons/1-part/09-tolerance.md:6 (0.623)"
                ))
        }
    }

    @Test func annotationsNameFilesOfTheRepository() throws {
        let course = try Samples.goodAndBad()
        let folder = (course.root as NSString).lastPathComponent
        let above = (course.root as NSString).deletingLastPathComponent
        let named = try course.lessons("verify", "--format", "github", environment: ["GITHUB_WORKSPACE": above])
        #expect(named.output.hasPrefix("::error file=\(folder)/Lessons/1-part/02-bad.md,line=8"), "\(named.output)")
        try FileManager.default.createDirectory(atPath: course.root + "/.git", withIntermediateDirectories: true)
        let found = try course.lessons("verify", "--format", "github", environment: ["GITHUB_WORKSPACE": "/nowhere"])
        #expect(found.output.hasPrefix("::error file=Lessons/1-part/02-bad.md,line=8"), "\(found.output)")
        let deep = try TemporaryCourse(["../inner/Lessons/1-part/02-bad.md": Samples.bad, "../.git/HEAD": ""])
        let inner = try Command.run(
            Command.root + "/.build/debug/lessons", ["verify", "--format", "github"], in: deep.root + "/inner",
            environment: ["GITHUB_WORKSPACE": ""])
        #expect(inner.output.hasPrefix("::error file=inner/Lessons/1-part/02-bad.md,line=8"), "\(inner.output)")
    }
}

import Foundation
import Testing

@testable import LessonKit

/// How `verify --shard` shares the lessons among machines.
@Suite struct ShardTests {
    @Test func shardsShareTheLessons() throws {
        let files = (1...7).map {
            ("1-part/0\($0)-l\($0).md", "# \($0)\n" + String(repeating: "word ", count: $0 * $0 * 10))
        }
        let course = try TemporaryCourse(Dictionary(uniqueKeysWithValues: files))
        let parts = try (1...3).map { try course.lessons("verify", "--shard", "\($0)/3", "--explain") }
        let lessons = parts.map {
            $0.errors.split(separator: "\n").filter { $0.hasPrefix("Lessons/") }.map(String.init)
        }
        #expect(Set(lessons.joined()).count == 7 && lessons.joined().count == 7)
        #expect(parts.allSatisfy { $0.status == 0 })
        // By size: 7 | 6, 1 … | 5, 4 …
        #expect(lessons.contains { $0.count == 1 && $0[0].contains("07-l7") })
        #expect(try course.lessons("verify", "--shard", "9/9").output == "0 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("verify", "--shard", "4/3").status == 64)
    }

    /// Who collects the reports can see whether they are all of one division, and cover the course.
    @Test func aReportSaysWhichShardItIs() throws {
        let empty = Dictionary(uniqueKeysWithValues: (1...3).map { ("1-part/0\($0)-l\($0).md", "# \($0)\n") })
        let course = try TemporaryCourse(empty)
        let json = try course.lessons("verify", "--shard", "2/3", "--format", "json").output
        let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(root?["shard"] as? [String: Int] == ["number": 2, "count": 3, "lessons": 3])
        #expect((root?["lessons"] as? [Any])?.count == 1)
    }

    @Test func shardsGoByTheSecondsOfAReport() {
        let files = (1...4).map {
            Course.LessonFile(path: "/\($0)", displayName: "\($0)", part: "", number: "", name: "\($0)")
        }
        let seconds = ["1": 1.0, "2": 5, "3": 3, "4": 1]
        #expect(Shard("1/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["2"])
        #expect(Shard("2/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["1", "3", "4"])
        #expect(Shard("0/2") == nil && Shard("1/0") == nil && Shard("x") == nil && Shard("1/2/3") == nil)
    }

    @Test func shardsGoByTheTimingsOfAReport() throws {
        let empty = Dictionary(uniqueKeysWithValues: (1...3).map { ("1-part/0\($0)-l\($0).md", "# \($0)\n") })
        let course = try TemporaryCourse(empty)
        let lessons = [3, 1, 1].enumerated().map { index, seconds in
            #"{"file":"Lessons/1-part/0\#(index + 1)-l\#(index + 1).md","outcome":"passed","seconds":\#(seconds),"cached":false,"problems":[],"cells":[]}"#
        }
        try course.write("{\"version\":1,\"lessons\":[\(lessons.joined(separator: ","))]}", to: "../report.json")
        let first = try course.lessons("verify", "--shard", "1/2", "--timings", "report.json", "--explain")
        #expect(
            first.status == 0 && first.errors.hasPrefix("Shard 1/2: 1 of 3 lessons.\nLessons/1-part/01-l1.md: "),
            "\(first)")
        let second = try course.lessons("verify", "--shard", "2/2", "--timings", "report.json", "--explain").errors
        #expect(second.contains("02-l2") && second.contains("03-l3") && !second.contains("01-l1"))
        try course.write("{}", to: "../report.json")
        let other = try course.lessons("verify", "--shard", "1/2", "--timings", "report.json")
        #expect(other.status == 64 && other.errors.contains("report.json is no JSON report of ‘lessons verify’."))
        try course.write("{\"version\":2,\"lessons\":[]}", to: "../report.json")
        let newer = try course.lessons("verify", "--shard", "1/2", "--timings", "report.json")
        #expect(newer.status == 64 && newer.errors.contains("version 2, and this command reads version 1"))
        #expect(
            try course.lessons("verify", "--shard", "1/2", "--timings", "none.json").errors.contains(
                "there is no file none.json"))
    }
}

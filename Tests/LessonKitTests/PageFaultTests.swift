import Foundation
import Testing

/// `lessons verify` looks at the pages too, before any lesson runs.
@Suite struct PageFaultTests {
    private static let faulty = """
        # Faulty

        A formula that KaTeX refuses: $`\\frac{1}{n`$.

        A link that leads [nowhere](03-none.md), and one to [no heading](#nothing).

        ```swift
        fatalError("It ran.")
        ```

        """
    private static let sound =
        "# Sound\n\n$`n`$, and [another lesson](01-a.md)\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"

    @Test func aLessonWhosePageHasFaultsDoesNotRun() throws {
        let course = try TemporaryCourse(["1-part/01-a.md": Self.faulty, "1-part/02-b.md": Self.sound])
        let all = try course.lessons("verify", "--junit", course.root + "/junit.xml")
        #expect(all.status == 2 && all.output.contains("1 passed"), "\(all.output)")
        for start in ["01-a.md:3:", "01-a.md:5:"] {
            #expect(all.output.contains("Lessons/1-part/" + start), "\(all.output)")
        }
        #expect(all.output.contains("03-none.md") && all.output.contains("#nothing"), "\(all.output)")
        #expect(!all.output.contains("It ran."))
        let report = try String(contentsOfFile: course.root + "/junit.xml", encoding: .utf8)
        #expect(report.contains("03-none.md"), "\(report)")

        #expect(try course.lessons("verify", "Lessons/1-part/02-b.md").status == 0)
        #expect(try course.lessons("verify", "Lessons/1-part/01-a.md").status == 2)
        try course.write(Self.sound, to: "1-part/01-a.md")
        #expect(try course.lessons("verify").status == 0)
        try course.write(Self.faulty, to: "1-part/01-a.md")
        let again = try course.lessons("verify")
        #expect(again.status == 2, "\(again.output) \(again.errors)")
    }

    @Test func otherPagesOfTheCourseAreLookedAtWithAllLessons() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md": Self.sound, "notation.md": "# Words\n\n$`\\nosuchcommand`$\n",
        ])
        let all = try course.lessons("verify")
        #expect(all.status == 2 && all.output.contains("Lessons/notation.md:3:"), "\(all.output)")
        #expect(!all.errors.contains("never looked at"), "\(all.errors)")
        #expect(try course.lessons("verify", "Lessons/1-part/01-a.md").status == 0)
    }

    @Test func headingsOfOtherPagesAreLookedForWhenOneLessonIsNamed() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md": "# A\n\n[One](02-b.md#none), [two](../notation.md#words) and [three](02-b.md#there).\n",
            "1-part/02-b.md": "# B\n\n## There\n\n[Nowhere](01-a.md#none)\n",
            "notation.md": "# Notation\n\n## Signs\n",
        ])
        let result = try course.lessons("verify", "a")
        #expect(result.status == 2, "\(result.output) \(result.errors)")
        let faults = result.output.split(separator: "\n").filter { $0.contains(": error: ") }
        // What is wrong on the other pages themselves is not told.
        #expect(faults.count == 2 && faults.allSatisfy { $0.hasPrefix("Lessons/1-part/01-a.md:3:") }, "\(faults)")
        #expect(faults.first?.contains("Lessons/1-part/02-b.md has no heading ‘#none’") == true, "\(faults)")
        #expect(faults.last?.contains("Lessons/notation.md has no heading ‘#words’") == true, "\(faults)")
    }

    @Test func theFirstOfSeveralMachinesLooksAtOtherPages() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md": Self.sound, "1-part/02-b.md": "# B\n\n## There\n",
            "notation.md": "# Words\n\n[Nowhere](1-part/02-b.md#none) and [there](1-part/02-b.md#there)\n",
        ])
        let shards = try ["1/2", "2/2"].map { try course.lessons("verify", "--shard", $0) }
        #expect(shards.map(\.status) == [2, 0], "\(shards)")
        #expect(shards[0].output.contains("Lessons/notation.md:3:1: error: "), "\(shards[0].output)")
        #expect(!shards[0].output.contains("‘#there’"))
    }
}

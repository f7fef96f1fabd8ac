import Foundation
import Testing

/// A part's README shows a figure of a lesson as a file; the site is built only with what the lesson draws.
@Suite struct PartCoverTests {
    private static let lesson = """
        # Cost

        ```swift
        import Figures
        show(LinePlot([3, 2, 1.5], title: "Cost", alternativeText: "The cost falls."))
        ```

        """

    private func course(alternativeText: String) throws -> TemporaryCourse {
        let course = try TemporaryCourse([
            "1-costs/README.md": "# Costs\n\n[![\(alternativeText)](opening.svg)](01-cost.md)\n",
            "1-costs/01-cost.md": Self.lesson, "1-costs/opening.svg": "<svg></svg>",
        ])
        try FileManager.default.createDirectory(atPath: course.root + "/Site", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Command.root + "/Site/page.html", toPath: course.root + "/Site/page.html")
        return course
    }

    @Test func aPictureThatItsLessonDoesNotDrawIsRefused() throws {
        let course = try course(alternativeText: "The cost falls.")
        let refused = try course.lessons("build")
        #expect(refused.status == 2)
        #expect(
            refused.output.contains("Lessons/1-costs/README.md:3:1: error: opening.svg is not what lesson 1.1 draws."))

        #expect(try course.lessons("run", "1.1", "--figures", "drawn").status == 0)
        let drawn = try String(contentsOfFile: course.root + "/drawn/cost-cell1-1.svg", encoding: .utf8)
        try course.write(drawn, to: "1-costs/opening.svg")
        let built = try course.lessons("build")
        #expect(built.status == 0, "\(built.errors)")
        for (page, link) in [("1-costs/index.html", "../1-costs/01-cost.html"), ("index.html", "1-costs/01-cost.html")]
        {
            let page = try String(contentsOfFile: "\(course.root)/Site/public/\(page)", encoding: .utf8)
            #expect(page.contains("<figcaption>From <a href=\"\(link)#cell.1\">1.1 Cost</a>"))
            #expect(page.contains("aria-label=\"The cost falls.\"") && !page.contains("opening.svg"))
        }
    }

    @Test func anAlternativeTextThatNoFigureHasIsRefused() throws {
        let refused = try course(alternativeText: "The cost rises.").lessons("build")
        #expect(refused.status == 2)
        #expect(refused.output.contains("README.md:3:1: error: No figure of lesson 1.1 has this alternative text."))
    }
}

import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The cards of the names in cells, and the pages of the reference.
@Suite struct NameCardTests {
    private static let text = """
        # A

        ```swift
        /// Doubles. Always.
        func twice(_ x: Float,
                   by: Float = 2) -> Float { x * by }
        let 数 = twice(3), sum = Sum(1)
        ```

        """

    private static func symbol(_ usr: String, _ path: [String], _ kind: String, _ declaration: String, line: Int)
        -> LibrarySymbol
    {
        LibrarySymbol(
            usr: usr, module: "A", path: path, kind: kind, declaration: declaration, documentation: "What `\(usr)` is.",
            file: "Sources/A/F/Sum.swift", line: line)
    }

    private static let library: LibraryReference = {
        var library = LibraryReference()
        library.symbols = [
            symbol("s:1A3SumV", ["Sum"], "Structure", "struct Sum", line: 1),
            symbol("s:1A3SumVi1", ["Sum", "init(_:)"], "Initializer", "init(_ a: Int)", line: 2),
            symbol("s:1A3SumVi2", ["Sum", "init(_:)"], "Initializer", "init(_ a: Float)", line: 3),
            symbol("s:Si1AE", ["Int", "half"], "Instance Property", "var half: Int { get }", line: 4),
        ]
        return library
    }()

    private func place(
        _ line: Int, _ column: Int, _ usr: String, _ name: String, _ kind: CodeNames.Kind, _ type: String = "",
        defined: Bool = false
    ) -> CodeNames.Place {
        CodeNames.Place(
            cell: 0, line: line, column: column, symbol: .init(usr: usr, name: name, kind: kind, type: type),
            isDefinition: defined)
    }

    private func report(_ places: [CodeNames.Place]) throws -> Report {
        let lesson = try Lesson(SourceText(name: "01-a.md", text: Self.text))
        let file = Course.LessonFile(path: "/01-a.md", displayName: "01-a.md", part: "1-x", number: "1.1", name: "a")
        var report = Report(
            file: file, lesson: lesson, programs: Program.all(of: lesson), runs: [Run()], warningsFail: true)
        report.names = [CodeNames(places)]
        return report
    }

    /// The pages of the reference for some reports.
    private func pages(_ reports: [Report]) -> ReferencePages {
        let reference = CourseReference(Self.library, reports: reports)
        let map = SiteMap(folder: "/none", pages: reference.pages.merging(["1-x/01-a.md": "1-x/01-a.html"]) { $1 })
        let typesetter = Typesetter(cacheFolder: "/none", coloursCode: false)
        let texts = reference.files.map { file in
            let source = SourceText(name: "x", text: reference.markdown(of: file))
            return (
                file.markdownPath,
                PageText(generated: source, path: file.markdownPath, map: map, typesetter: typesetter)
            )
        }
        return ReferencePages(reference: reference, texts: Dictionary(texts) { first, _ in first })
    }

    private func script(_ places: [CodeNames.Place]) throws -> String? {
        let report = try report(places)
        let pages = pages([report])
        return NameCards(report, reference: pages.reference, addresses: pages.addresses)?.script
    }

    @Test func aNameOfTheLessonIsDeclaredAsItStandsThere() throws {
        let script = try script([
            place(1, 5, "s:6Lesson5twice", "twice(_:by:)", .other, defined: true),
            // After three bytes of the first name: columns are bytes, offsets UTF-16.
            place(3, 10, "s:6Lesson5twice", "twice(_:by:)", .other),
            place(3, 4, "s:6Lesson1n", "数", .variable, "Float", defined: true),
        ])
        #expect(
            script == """
                lessonNames([
                ["twice","func twice(_ x: Float, by: Float = 2) -> Float","Doubles.","","cell 1","#cell.1"],
                ["数","let 数: Float","","","cell 1","#cell.1"]
                ], {0:[26,0,94,1,98,0]});

                """)
    }

    @Test func anInitializerSaysMoreThanItsType() throws {
        let script = try script([
            place(3, 26, "s:1A3SumV", "Sum", .other), place(3, 26, "s:1A3SumVi2", "init(_:)", .initializer),
        ])
        #expect(
            script == """
                lessonNames([
                ["Sum","init(_ a: Float)","What `s:1A3SumVi2` is.","","A · Sum","reference/A/F/Sum.html#init_-1"]
                ], {0:[114,0]});

                """)
    }

    /// A place that is not where the compiler saw it, a symbol that nobody knows, a place outside the cell.
    @Test(arguments: [
        (3, 25, "s:1A3SumV", "Sum"), (3, 26, "s:1A3SumV", "Product"), (3, 26, "s:1Z3SumV", "Sum"),
        (9, 1, "s:1A3SumV", "Sum"), (3, 999, "s:1A3SumV", "Sum"), (3, 26, "s:6Lesson3Sum", "Sum"),
    ])
    func whatIsNotSureHasNoCard(_ line: Int, _ column: Int, _ usr: String, _ name: String) throws {
        #expect(try script([place(line, column, usr, name, .other)]) == nil)
    }

    @Test func aPageTellsWhatIsDeclaredAndWhoUsesIt() throws {
        let pages = try pages([report([place(3, 26, "s:1A3SumVi2", "init(_:)", .initializer)])])
        let html = try #require(pages.texts["reference/A/F/Sum.md"]).html
        #expect(html.contains("<h2 id=\"sum-1\"><code>Sum</code></h2>"))
        #expect(
            html.contains(
                "<h3 id=\"init_-1\"><code>init(_:)</code></h3>\n<pre class=\"code\" tabindex=\"0\"><code>init(_ a: Float)\n</code></pre>\n<p>What <code>s:1A3SumVi2</code> is.</p>\n<p>Used in <a href=\"../../../1-x/01-a.html\">1.1 A</a></p>"
            ))
        #expect(html.count(of: "Used in") == 1)
        #expect(html.contains("<h2 id=\"extension-of-int\">Extension of <code>Int</code></h2>\n<h3 id=\"half\">"))
        #expect(pages.addresses["s:Si1AE"] == "reference/A/F/Sum.html#half")
        #expect(pages.pages().map(\.path) == ["reference/index.html", "reference/A/F/Sum.html"])
        let found = SearchIndex.script(of: pages.searched)
        #expect(found.contains("sum ") && found.contains("half ") && !found.contains("extension "))
    }

    @Test func aLongDeclarationHasALineForEachParameter() {
        let long =
            "func convolved(with kernel: (Int, Int), then next: (Tensor) -> [Float], stride: Int = 1, padding: Int = 0) -> Tensor"
        #expect(
            ReferenceFile.wrapped(long) == """
                func convolved(
                    with kernel: (Int, Int),
                    then next: (Tensor) -> [Float],
                    stride: Int = 1,
                    padding: Int = 0
                ) -> Tensor
                """)
        #expect(ReferenceFile.wrapped("func sum() -> Float") == "func sum() -> Float")
    }

    @Test func withoutLibrariesThereIsNoReference() throws {
        let pages = ReferencePages(reference: CourseReference(LibraryReference(), reports: []), texts: [:])
        #expect(pages.pages().isEmpty)
        #expect(NameFiles.files([], pages, root: Rendering.Course.project).isEmpty)
    }
}

extension String {
    fileprivate func count(of words: String) -> Int { ranges(of: words).count }
}

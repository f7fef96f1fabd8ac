import Foundation
import Testing

@testable import LessonKit

/// Which symbols the compiler says stand where in a lesson's cells.
@Suite struct CodeNamesTests {
    private static let text = """
        # Names

        ```swift
        let counts = [1, 2]
        func twice(_ x: Float) -> Float { x * 2 }
        ```

        > ```swift
        > for n in counts { print(twice(Float(n))) }
        > ```

        ```swift trap
        fatalError("\\(counts)")
        ```

        """

    /// The names of a lesson that is compiled, by programs.
    private func names(of text: String) throws -> [CodeNames] {
        let course = try TemporaryCourse(["1-part/01-names.md": text])
        let library = CourseLibrary(binaries: [], modules: "/none", sample: CourseLibrary.plainSample)
        let runner = try Runner(
            course: Course(from: course.root), library: library, sandbox: .off, cacheFolder: course.root + "/cache")
        let lesson = try Lesson(SourceText(name: "01-names.md", text: text))
        return try Program.all(of: lesson).map { program in
            let run = try runner.run(program, limit: .seconds(60))
            return try #require(run.compilation.names)
        }
    }

    @Test func eachNameHasItsPlaceAndItsType() throws {
        let names = try names(of: Self.text)
        let found = names.map { names in
            names.places.map { place in
                "\(place.cell) \(place.line) \(place.column) \(place.symbol.name) \(place.symbol.type)\(place.isDefinition ? " defined" : "")"
            }
        }
        // Counted by hand: cell, line, column, name, type.
        #expect(
            found[0].sorted() == [
                "0 0 4 counts [Int] defined", "0 1 13 x Float defined", "0 1 34 x Float", "0 1 5 twice(_:)  defined",
                "1 0 24 twice(_:) ", "1 0 36 n Int", "1 0 4 n Int defined", "1 0 9 counts [Int]",
            ])
        // Of the other programs only their own cell, since the first has told of the rest.
        #expect(found[1] == ["2 0 14 counts [Int]"])
    }

    @Test func theyAreKeptAsTheyAre() throws {
        let names = try names(of: Self.text)[0]
        let kept = try JSONDecoder().decode(CodeNames.self, from: JSONEncoder().encode(names))
        #expect(kept.places.map { "\($0)" } == names.places.map { "\($0)" })
        #expect(kept.symbols.count { $0.isOfLesson } == kept.symbols.count)
    }

    @Test(arguments: [
        "", ";", ";;", "o;;", "v s:6Lesson1nSivp n Int;;0 0 0 1 1;", "v s:6Lesson1nSivp n Int;;0 0 0", "é;;1 x",
    ])
    func aDamagedTextHasNoNames(_ text: String) throws {
        let names = try JSONDecoder().decode(CodeNames.self, from: JSONEncoder().encode(text))
        #expect(names.places.isEmpty)
    }

    @Test(arguments: [
        ("Lesson.train : CNN.Examples", "Examples"),
        ("Lesson.names : Swift.Array<Swift.String>", "[String]"),
        ("x #1 : Swift.Array<Swift.Array<Swift.Float>> in Lesson.f(Swift.Int) -> Swift.Float", "[[Float]]"),
        ("Lesson.a : Swift.Optional<CNN.Tensor>", "Tensor?"),
        ("Lesson.a : Swift.Dictionary<Swift.String, Swift.Array<Swift.Int>>", "[String: [Int]]"),
        ("Lesson.p : (Swift.Int, mean: Swift.Float)", "(Int, mean: Float)"),
        ("Lesson.f : (CNN.Tensor) throws -> Swift.Float", "(Tensor) throws -> Float"),
        ("Lesson.Run.network : CNN.Network", "Network"),
        ("Lesson.change : CNN.Augmentation.Change", "Augmentation.Change"),
        ("Lesson.r : Swift.Range<Swift.Int>", "Range<Int>"),
        ("Lesson.f : Swift.Optional<(Swift.Int) -> Swift.Int>", "((Int) -> Int)?"),
        ("Lesson.k : <<unknown>>", ""),
        ("Lesson.fit", ""),
    ])
    func aTypeIsWrittenAsInSwift(_ description: String, _ type: String) {
        #expect(Demangling.type(inDescription: description) == type)
    }

    @Test func aSymbolSaysWhatItsCommentSays() throws {
        let graph = """
            {"symbols": [{"kind": {"displayName": "Structure", "identifier": "swift.struct"}, "identifier": {"precise": "s:1A1BV"},
            "pathComponents": ["B"], "declarationFragments": [{"spelling": "struct"}, {"spelling": " "}, {"spelling": "B"}],
            "docComment": {"lines": [{"text": "Sums e.g. `a. B`"}, {"text": "of all. Input `[n, c]`, output `[n]`."}, {"text": ""},
            {"text": "More."}]},
            "location": {"uri": "file:///x/Sources/A/F/B.swift", "position": {"line": 4, "character": 2}}}]}
            """
        let symbols = try JSONDecoder().decode(SymbolGraph.self, from: Data(graph.utf8)).symbols
        let symbol = try LibrarySymbol(#require(symbols.first), of: "A")
        #expect(symbol.summary == "Sums e.g. `a. B` of all.")
        #expect(symbol.shapes == "Input `[n, c]`, output `[n]`.")
        #expect(symbol.declaration == "struct B")
        #expect(symbol.file == "Sources/A/F/B.swift")
        #expect(symbol.line == 5)
    }
}

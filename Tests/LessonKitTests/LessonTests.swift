import Foundation
import Testing

@testable import LessonKit

@Suite struct LessonTests {
    private func lesson(_ text: String) throws -> Lesson { try Lesson(SourceText(name: "x.md", text: text)) }

    @Test func cellsKnowTheirLines() throws {
        let lesson = try lesson("# T\n\n> - ```swift hidden\n>   let a = 1\n>   ```\n>\n>   ~~~output\n>   ~~~\n")
        #expect(lesson.title == "T")
        let cell = try #require(lesson.cells.first)
        #expect(cell.isHidden && cell.kind == .plain)
        #expect(cell.block.text == "let a = 1\n")
        #expect(cell.block.fenceLine == 3 && cell.block.textLines == 4..<5)
        #expect(cell.block.columnOffset(ofLine: 4, in: lesson.source) == 4)
        #expect(cell.expected?.block.textLines == 8..<8)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineEndOfCommonMarkCounts(_ end: String) throws {
        let lesson = try lesson(["# T", "", "```swift", "let a = 1", "```"].joined(separator: end))
        #expect(lesson.cells.first?.block.textLines == 4..<5)
        #expect(lesson.source.lineCount == 5)
        #expect(lesson.source.line(4) == "let a = 1")
    }

    @Test func infoStringsSayWhatIsAsked() throws {
        #expect(try InfoString("swift") == .cell(.plain, hidden: false, timeout: nil))
        #expect(
            try InfoString("swift timeout=1.5s trap hidden") == .cell(.trap, hidden: true, timeout: .milliseconds(1500))
        )
        #expect(try InfoString("output approx") == .output(Comparison(numbers: .digits)))
        #expect(try InfoString("python hidden") == .other)
        #expect(try InfoString("") == .other)
    }

    @Test(arguments: [
        "output tolerance=1 tolerance=2", "output abs=1 abs=1", "output approx approx", "output unordered unordered",
        "Swift", "swift trapp", "swift swift", "output exact", "swift timeout=0s", "swift timeout=1e99s", "ouput",
    ])
    func anUnknownWordIsNeverIgnored(_ info: String) {
        #expect(throws: InfoString.Problems.self) { try InfoString(info) }
    }

    @Test func allThatIsWrongWithAnInfoStringIsTold() {
        let error = #expect(throws: InfoString.Problems.self) {
            try InfoString("swift trap error hidden hidden timeout=1s timeout=2s")
        }
        #expect(
            error?.sentences == [
                "A cell has one kind: ‘trap’ or ‘error’, not both.", "‘hidden’ is written twice.",
                "‘timeout’ is written twice.",
            ])
    }

    @Test func aTrapHasAProgramOfItsOwn() throws {
        let lesson = try lesson("```swift\na\n```\n```swift trap\nb\n```\n```swift\nc\n```\n```swift trap\nd\n```\n")
        #expect(Program.all(of: lesson).map(\.code) == [["a\n", "c\n"], ["a\n", "b\n"], ["a\n", "c\n", "d\n"]])
    }

    @Test func aProgramKnowsTheLinesOfItsMarkdown() throws {
        let text = Program.all(of: try lesson("# T\n\n```swift\nlet a = 1\n```\n"))[0].text
        #expect(text.contains("#sourceLocation(file: \"./x.md\", line: 4)\nlet a = 1\n"))
    }

    @Test func ofALongLineThePartInQuestionIsShown() {
        let text = "\t" + String(repeating: "é", count: 3000) + "!" + String(repeating: "z", count: 3000)
        let diagnostic = Diagnostic(file: "x.md", line: 1, column: 6002, message: "Here.")
        let rows = diagnostic.rendered(in: SourceText(name: "x.md", text: text)).split(separator: "\n")
        #expect(rows.count == 3 && rows.allSatisfy { $0.count < 130 })
        #expect(rows[1].hasPrefix("1 | …éé") && rows[1].hasSuffix("zz…"))
        #expect(rows[1].prefix { $0 != "!" }.count == rows[2].count - 1 && rows[2].hasSuffix("^"))
    }

    @Test func deepNestingIsRefused() throws {
        #expect(throws: Lesson.Malformed.self) { try lesson(String(repeating: ">", count: 10_000) + " deep\n") }
        // A document, 98 quotes in each other, a paragraph and its text.
        #expect(throws: Never.self) { try lesson(String(repeating: ">", count: 98) + " deep\n") }
        let error = #expect(throws: Lesson.Malformed.self) {
            try lesson("# T\n\n" + String(repeating: ">", count: 99) + " deep\n")
        }
        #expect(
            error?.diagnostics.map(\.description) == [
                "x.md:3:1: error: Blocks are nested in each other more than 100 deep here; unfold them."
            ])
    }

    @Test func aLessonHasAtMost16MB() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).md")
        defer { try? FileManager.default.removeItem(at: file) }
        func message(_ count: Int) throws -> String? {
            try Data(repeating: 0x61, count: count).write(to: file)
            do { _ = try SourceText(path: file.path, name: "x.md") } catch let error as Diagnostic {
                return error.message
            }
            return nil
        }
        #expect(try message(16 << 20) == nil)
        #expect(try message(16 << 20 + 1) == "The file has 16777217 bytes; a lesson may have at most 16 MB.")
    }

    @Test func theNearestWordIsFound() {
        #expect(nearest(to: "paddign", among: ["padding", "pooling"]) == "padding")
        #expect(nearest(to: "padd", among: ["padding", "pooling"]) == "padding")
        #expect(nearest(to: "xyz", among: ["padding", "pooling"]) == nil)
        #expect(editDistance("kitten", "sitting") == 3)
        #expect(editDistance("ab", "ba") == 1)
    }

    @Test func theCaretStandsUnderItsColumn() {
        // The compiler counts bytes: 6 for the two Chinese characters, which take 4 columns.
        let text = "let 卷积 = x"
        let diagnostic = Diagnostic(file: "x.md", line: 1, column: 14, message: "Here.")
        let rows = diagnostic.rendered(in: SourceText(name: "x.md", text: text)).split(separator: "\n")
        #expect(rows.dropFirst() == ["1 | let 卷积 = x", "  |            ^"])
    }

    @Test func otherNumbersOfLinesAreRefused() throws {
        let text = "```swift\nlet a = 1; #sourceLocation(file: \"other.swift\", line: 7)\n```\n"
        #expect(throws: Lesson.Malformed.self) { try lesson(text) }
        // In a foreign document they do not count.
        let foreign = try Lesson(SourceText(name: "x.md", text: text), isLenient: true)
        #expect(!Program.independentPrograms(of: foreign)[0].text.contains("other.swift"))
    }
}

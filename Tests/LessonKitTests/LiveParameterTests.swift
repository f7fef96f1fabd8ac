import Testing

@testable import LessonKit

/// How a live cell's parameters are read, set and tried.
@Suite struct LiveParameterTests {
    private func parameter(_ line: String) throws -> LiveParameter {
        let reader = LiveParameterReader(line + "\n")
        #expect(reader.problems.map(\.sentence) == [])
        return try #require(reader.parameters.first)
    }

    @Test(arguments: [
        ("let f = 3  // 1...7", LiveType.int, LiveValue.number(3), "1...7"),
        ("let r = 0.1// 0.001...1 log", .double, .number(0.1), "0.001...1 log"),
        ("let r: Float = 1  // -2...2 step 0.5", .float, .number(1), "-2...2 step 0.5"),
        ("let n: Int = 1_000 // 0...2000 step 500", .int, .number(1000), "0...2000 step 500"),
    ]) func aSliderIsRead(_ line: String, _ type: LiveType, _ value: LiveValue, _ range: String) throws {
        let parameter = try parameter(line)
        #expect(parameter.type == type && parameter.written == value)
        guard case .slider(let read) = parameter.control else { return #expect(Bool(false), "\(parameter)") as Void }
        #expect("\(read)" == range)
    }

    @Test func theOtherControlsAreRead() throws {
        #expect(try parameter("let p = false  // switch").control == .toggle)
        let choice = try parameter("let o: String = \"a, b\"  // one of \"c\", \"a, b\"")
        #expect(choice.control == .choice(["c", "a, b"]) && choice.written == .word("a, b"))
        let grid = try parameter("let k: [[Float]] = [[1, -2], [0.5, 0]]  // -3...3")
        #expect(grid.type == .floatGrid && grid.written == .grid([[1, -2], [0.5, 0]]))
        let pad = try parameter(
            "let d = [[Double]](repeating: [Double](repeating: 0.5, count: 3), count: 2)  // draw 0...1")
        #expect(pad.type == .doubleGrid && pad.written == .grid([[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]))
        #expect(pad.control == .pad(.init(lower: 0, upper: 1)))
    }

    @Test func otherCommentsAreNoControls() {
        let code =
            "import CNN\n\n// first\nlet a = 1  // 0...1\nlet b = 2  // how many\nlet c = 3  // the switch of all\n"
        let reader = LiveParameterReader(code)
        #expect(reader.problems.isEmpty)
        #expect(reader.parameters.map(\.name) == ["a"] && reader.parameters.map(\.line) == [3])
    }

    /// Ends of 1...7 and both states of the switch, of which the written values are two already.
    @Test func aCellIsTriedAtTheEndsOfItsParameters() {
        let parameters = LiveParameterReader("let f = 1  // 1...7\nlet p = true  // switch\n").parameters
        let positions = LivePosition.verified(parameters)
        #expect(positions[0].values == [.number(1), .truth(true)])
        #expect(positions[1].values == [.number(7), .truth(true)])
        #expect(positions[2].values == [.number(1), .truth(false)])
        #expect(positions == LivePosition.verified(parameters))
        #expect(positions.count > 3 && positions.count <= 64)
        #expect(Set(positions.map { $0.wire(parameters) }).count == positions.count)
        for position in positions {
            for (parameter, value) in zip(parameters, position.values) {
                #expect(parameter.objection(to: value) == nil)
            }
        }
    }

    @Test func aPadIsTriedBlankFullAndThreeTimesDrawn() {
        let line = "let d = [[Int]](repeating: [Int](repeating: 0, count: 2), count: 1)  // draw 0...9\n"
        let values = LivePosition.verified(LiveParameterReader(line).parameters).map(\.values[0])
        #expect(values.contains(.grid([[0, 0]])) && values.contains(.grid([[9, 9]])))
        #expect(values.count >= 5)
    }

    @Test func manyParametersHaveAtMost64Positions() {
        let code = (0..<60).map { "let p\($0) = 2  // 1...3\n" }.joined()
        #expect(LivePosition.verified(LiveParameterReader(code).parameters).count == 64)
    }

    @Test func numbersLieOnTheirSteps() {
        var range = LiveControl.NumberRange(lower: 0.001, upper: 1)
        range.isLogarithmic = true
        #expect(range.number(at: 0) == 0.001 && range.number(at: 1) == 1)
        // Two of three powers of ten.
        #expect(range.number(at: 2.0 / 3) == 0.1)
        let steps = LiveControl.NumberRange(lower: 0, upper: 1, step: 0.05)
        #expect(steps.number(at: 0.31) == 0.3 && steps.number(at: 1) == 1)
        #expect(LiveControl.NumberRange(lower: 1, upper: 8, step: 3).number(at: 1) == 7)
    }

    private let lesson = Result {
        try Lesson(
            SourceText(
                name: "x.md",
                text: """
                    ```swift
                    ```
                    ```swift live
                    let f = 3  // 1...7
                    let rule = "a"  // one of "a", "b"
                    print(f)
                    ```
                    ```output
                    3
                    ```

                    """))
    }

    private func set(_ text: String) throws -> Cell {
        try LiveSetting.applied([#require(LiveSetting(text))], to: lesson.get()).cells[1]
    }

    @Test func aSettingTakesThePlaceOfTheWrittenValue() throws {
        let cell = try set("f=5")
        #expect(cell.livePosition?.values == [.number(5), .word("a")])
        #expect(cell.expected == nil)
        #expect(try set("2.rule=b").livePosition?.values == [.number(3), .word("b")])
        #expect(try set("f=3").expected != nil)
    }

    @Test(arguments: [
        ("f=9", "f=9 is outside 1...7."), ("f=1.5", "f=1.5: ‘1.5’ is no Int; write a literal of that type."),
        ("rule=c", "rule=c is none of “a”, “b”."), ("1.f=3", "Cell 1 is not live."),
        ("rul=b", "No live cell has a parameter ‘rul’; did you mean ‘rule’? There are ‘f’, ‘rule’."),
    ]) func aSettingThatNothingTakesIsRefused(_ text: String, _ sentence: String) {
        let error = #expect(throws: LiveSetting.Problem.self) { try set(text) }
        #expect(error?.description == sentence)
    }

    @Test(arguments: ["f", "=3", "f=", "a.b.c=1", "x.f=3"]) func whatIsNoSettingIsRefused(_ text: String) {
        #expect(LiveSetting(text) == nil)
    }
}

import Testing

@testable import LessonKit

/// What programs of live cells are compiled from, and how a wrong one is found out.
@Suite struct LiveProgramTests {
    private func program(_ text: String) throws -> Program {
        let lesson = try Lesson(SourceText(name: "x.md", text: text))
        return try #require(Program.all(of: lesson).last)
    }

    @Test func parametersComeFromOutside() throws {
        let program = try program(
            """
            ```swift live
            import CNN
            let f = 3  // 1...7
            let r: Float = 0.5  // 0...1
            let p = true  // switch
            let o = "a"  // one of "a", "b"
            let k: [[Int]] = [[1, 2], [3, 4]]  // 0...9
            print(f)
            ```

            """)
        let code = LiveCellCode(program.cells[0], number: "number")
        #expect(code.imports == "import CNN\n")
        #expect(
            code.body == """

                let f: Int = Int(number(0, 0))
                let r: Float = Float(number(1, 0))
                let p: Bool = number(2, 0) != 0
                let o: String = ["a", "b"][Int(number(3, 0))]
                let k: [[Int]] = (0..<2).map { row in (0..<2).map { column in Int(number(4, Int32(row * 2 + column))) } }
                print(f)

                """)
    }

    @Test func oneProgramServesAllLiveCells() throws {
        let text = """
            ```swift
            import Foundation
            let a = 1
            ```

            ```swift live
            import CNN
            let f = 3  // 1...7
            print(a, f)
            ```

            ```swift trap
            fatalError()
            ```

            ```swift
            let f = "again"
            ```

            ```swift live
            let g = 0.5  // 0...1
            print(f, g)
            ```

            ```swift
            print("no live cell comes after this")
            ```

            """
        let program = LiveProgram(of: try Lesson(SourceText(name: "x.md", text: text)))
        #expect(program.exports == ["__main_argc_argv", "lesson_live_1", "lesson_live_4"])
        let lines = program.text.split(separator: "\n").filter { !$0.hasPrefix("#sourceLocation") }
        #expect(
            lines == [
                "import CNN", "let a = 1", "lessonReaches(1)",
                "@_cdecl(\"lesson_live_1\") public func _lessonLive1() {", "let f: Int = Int(lessonNumber(0, 0))",
                "print(a, f)", "}", "let f = \"again\"", "lessonReaches(4)",
                "@_cdecl(\"lesson_live_4\") public func _lessonLive4() {",
                "let g: Double = lessonNumber(0, 0)", "print(f, g)", "}",
            ])
        let moved = LiveProgram(of: try Lesson(SourceText(name: "x.md", text: "Prose.\n\n" + text)))
        #expect(moved.contents == program.contents)
        let changed = text.replacing("let a = 1", with: "let a = 2")
        #expect(LiveProgram(of: try Lesson(SourceText(name: "x.md", text: changed))).contents != program.contents)
    }

    @Test(arguments: [
        ("let a = try f()", "let a = try! f()"),
        ("for x in xs { try g(x) }", "for x in xs { try! g(x) }"),
        ("if a {\n} else {\n    try g()\n}", "if a {\n} else {\n    try! g()\n}"),
        ("func f() throws(E) { try g() }", "func f() throws(E) { try g() }"),
        ("do { try g() } catch {}", "do { try g() } catch {}"),
        ("let a = try? f(), b = try! f()", "let a = try? f(), b = try! f()"),
        ("print(\"try this\", try f()) // try that", "print(\"try this\", try! f()) // try that"),
        (
            "struct S {\n    init() throws(E) { if a { try g() } }\n}",
            "struct S {\n    init() throws(E) { if a { try g() } }\n}"
        ),
        ("let s = \"\"\"\n    try \"it\"\n    \"\"\"\ntry f()", "let s = \"\"\"\n    try \"it\"\n    \"\"\"\ntry! f()"),
        ("xs.map { try f($0) }; try g()", "xs.map { try f($0) }; try! g()"),
        ("let retry = entry", "let retry = entry"),
    ]) func whatMayThrowOutsideOfFunctionsTraps(_ code: String, _ expected: String) {
        #expect(TopLevelTry.trapping(code) == expected)
    }

    /// What is said of a cell that prints its parameter, 1, 2, 3 or 4, where WebAssembly prints something else for 4.
    private func verdict(four: String) throws -> Report.Verdict {
        let program = try program("```swift live\nlet f = 3  // 1...4\nprint(f)\n```\n```output\n3\n```\n")
        let positions = program.positions(all: true)
        func execution(_ output: String) -> Execution {
            Execution(cells: [.init(index: 0, output: output)], termination: .finished)
        }
        let native = positions.map { execution($0.wire(program.cells[0].parameters).dropLast(2) + "\n") }
        var run = Run(execution: native[0], positions: Array(native.dropFirst()))
        run.live = LiveRun(
            positions: native.map { run in
                let output = run.cells[0].output
                return .init(output: output == "4\n" ? four : output, figures: [], seconds: 0)
            })
        return Judge(program: program, run: run, isBlocked: false).verdict(on: program.cells[0], warningsFail: true)
    }

    @Test func theSameAsWebAssemblyPasses() throws {
        let verdict = try verdict(four: "4\n")
        #expect(verdict.outcome == .passed, "\(verdict.problems)")
        #expect(verdict.livePositions >= 3)
    }

    @Test func anotherOutputAsWebAssemblyIsNamedWithItsPosition() throws {
        let verdict = try verdict(four: "4.0\n")
        #expect(verdict.outcome == .failed)
        #expect(
            verdict.problems.map(\.diagnostic.message) == [
                "At f = 4 the cell prints something else as WebAssembly than natively."
            ])
        #expect(verdict.problems.first?.detail == "     native | 4\nWebAssembly | 4.0")
    }
}

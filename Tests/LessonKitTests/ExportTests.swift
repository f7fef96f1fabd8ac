import Foundation
import Testing

/// Lessons in other forms.
@Suite struct ExportTests {
    /// What an exported lesson prints when it is compiled and run as its own first lines say; nothing is warned of.
    private func outputOfExport(_ name: String, of course: TemporaryCourse) throws -> String {
        let text = try course.lessons("export", name).output
        try course.write(text, to: "../\(name).swift")
        let commands = text.split(separator: "\n").filter { $0.hasPrefix("//     ") }.map { $0.dropFirst(7) }
        let result = try Command.run(
            "/bin/sh", ["-c", "cd '\(course.root)' && " + commands.joined(separator: "\n")])
        #expect(result.errors == "")
        return result.output
    }

    @Test func anExportCompilesByItself() throws {
        let course = try Samples.goodAndBad(["1-part/03-exercise.md": Samples.exercise])
        #expect(try outputOfExport("exercise", of: course) == "4 4\n")
    }

    @Test func anExportWithTheNetworkLibraryCompilesAsItSays() throws {
        let code = "import CNN\n\nlet x = Tensor([1, 2])\nfunc sum() -> Float { x.sum() }\nprint(sum())"
        let course = try TemporaryCourse(["1-part/01-x.md": "# X\n\n```swift\n\(code)\n```\n\n```output\n3.0\n```\n"])
        #expect(try outputOfExport("x", of: course) == "3.0\n")
    }

    /// Functions and types that use variables outside them, and three dots.
    @Test func anExportCompilesAsTheLessonDoes() throws {
        let lesson = """
            # Shared

            ```swift
            final class Box { var n = 1 }
            var count = 0
            let box = Box(), (first, second) = (Box(), 2)
            func step() {
                count += box.n + first.n
            }
            struct Reader: Equatable {
                static var uses = 0
                func read() -> Int {
                    Reader.uses += 1
                    return count + second
                }
            }
            step()
            print(Reader().read(), "...")
            ```

            ```output
            4 \\...
            ```

            """
        let course = try TemporaryCourse(["1-part/01-x.md": lesson])
        let text = try course.lessons("export", "x").output
        #expect(text.contains("// → 4 ...\n"))
        #expect(try course.lessons("export", "x", "--format", "ipynb").output.contains(#""text" : "4 ...\n""#))
        #expect(try outputOfExport("x", of: course) == "4 ...\n")
    }

    @Test func aNotebookHoldsTheOutputs() throws {
        let course = try Samples.goodAndBad()
        let text = try course.lessons("export", "good", "--format", "ipynb").output
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let cells = try #require(root["cells"] as? [[String: Any]])
        #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "code"])
        #expect(((cells[1]["outputs"] as? [[String: Any]])?.first?["text"] as? String) == "1\n")
        #expect(try course.lessons("export", "bad", "--format", "ipynb").status == 1)
    }

    /// This reads the notebook with Jupyter's own library, which knows the format's schema.
    @Test func jupyterTakesTheNotebook() throws {
        guard try Command.run(Command.pythonPath, ["-c", "import nbformat"]).status == 0 else {
            try Test.cancel("nbformat is not installed here; ‘apt-get install python3-nbformat’ brings it")
        }
        let figure = """
            # Figure & formula $`x^2`$

            ```swift hidden
            import Figures

            struct Dot: Figure {
                var svg: String { "<svg xmlns=\\"http://www.w3.org/2000/svg\\"></svg>" }
                var alternativeText: String { "A dot" }
                var text: String { "·" }
            }
            show(Dot())
            ```

            ```swift trap
            fatalError("stop")
            ```

            ```output
            Fatal error: stop
            ```

            ```swift error
            let n: Int = ""
            ```

            ```output
            1: error: cannot convert value of type 'String' to specified type 'Int'
            ```

            """
        let course = try Samples.goodAndBad(["1-part/03-exercise.md": Samples.exercise, "1-part/04-figure.md": figure])
        for (name, cells) in [("good", "mcc"), ("exercise", "mcmcc"), ("figure", "mccc")] {
            try course.write(try course.lessons("export", name, "--format", "ipynb").output, to: "../lesson.ipynb")
            let seen = try Command.python(
                """
                import nbformat
                notebook = nbformat.read("lesson.ipynb", as_version=nbformat.NO_CONVERT)
                nbformat.validate(notebook)
                print("".join(cell.cell_type[0] for cell in notebook.cells))
                """, in: course.root)
            #expect(seen == cells + "\n", "\(name)")
        }
    }
}

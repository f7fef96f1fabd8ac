import Foundation
import Testing

/// Lessons in other forms.
@Suite struct ExportTests {
    @Test func anExportCompilesByItself() throws {
        let course = try Samples.goodAndBad(["1-part/03-exercise.md": Samples.exercise])
        let file = course.root + "/export.swift"
        try course.write(try course.lessons("export", "exercise").output, to: "../export.swift")
        let swiftc = try Command.run("/usr/bin/env", ["swiftc", file, "-o", course.root + "/export"])
        #expect(swiftc.status == 0, "\(swiftc.errors)")
        #expect(try Command.run(course.root + "/export", []).output == "4 4\n")
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

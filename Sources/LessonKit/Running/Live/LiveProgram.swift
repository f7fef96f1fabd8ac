/// The program of all live cells of a lesson for WebAssembly: the cells before the last of them as they are, and each live cell as
/// a function, which the page calls again and again.
struct LiveProgram {
    let lesson: Lesson
    /// The cells that take part, in their order.
    let cells: [Cell]

    /// The program of a lesson that has live cells.
    init(of lesson: Lesson) {
        let last = lesson.cells.last { $0.kind == .live }?.index ?? -1
        self.lesson = lesson
        cells = lesson.cells.filter {
            $0.index <= last && ($0.kind == .live || $0.kind.rules.membership == .lesson)
        }
    }

    /// The same cells as a program to which the compiler's errors are assigned.
    var asProgram: Program { Program(lesson: lesson, purpose: .lesson, cells: cells, subject: nil) }

    /// All that decides what the program does: what is compiled, without its places in the file, and what the page calls.
    var contents: String {
        (text.fileLines.filter { !$0.hasPrefix("#sourceLocation(") } + exports.map { $0[...] }).joined(separator: "\n")
    }

    /// The functions that the page calls: the cells before, then the live cells.
    var exports: [String] {
        ["__main_argc_argv"] + cells.filter { $0.kind == .live }.map { "lesson_live_\($0.index)" }
    }

    /// The text of the program. Where it reaches a live cell it says so, for what the cells before have left is then in memory.
    var text: String {
        var (imports, text) = ("", "")
        for cell in cells {
            guard cell.kind == .live else {
                text += code(of: cell, cell.block.text)
                continue
            }
            let live = LiveCellCode(cell, number: "lessonNumber")
            imports += Self.withoutFoundation(live.imports)
            text += "lessonReaches(\(cell.index))\n@_cdecl(\"lesson_live_\(cell.index)\") "
            text += "public func _lessonLive\(cell.index)() {\n\(code(of: cell, live.body))}\n"
        }
        return imports + text
    }

    /// The code without the import of Foundation, whose functions for numbers the Prelude has.
    private static func withoutFoundation(_ code: String) -> String {
        code.fileLines.map { $0.trimmingBlanks == "import Foundation" ? "" : String($0) }.joined(separator: "\n")
    }

    private func code(of cell: Cell, _ text: String) -> String {
        asProgram.withSourceLocation(cell, TopLevelTry.trapping(Self.withoutFoundation(text))) + "\n#sourceLocation()\n"
    }
}

/// The Swift program made of some cells of a lesson, in document order.
public struct Program: Sendable {
    /// The lesson whose cells these are.
    public let lesson: Lesson
    /// The cells that take part.
    public let cells: [Cell]
    /// The cell for whose sake the program is made, its last; nil for the lesson's main program.
    public let subject: Cell?

    /// All programs of a lesson: the main one of all plain cells, then one for each cell that must stop its program.
    public static func all(of lesson: Lesson) -> [Program] {
        let plain = lesson.cells.filter { $0.kind == .plain }
        let special = lesson.cells.filter { $0.kind != .plain }
        return [Program(lesson: lesson, cells: plain, subject: nil)]
            + special.map { cell in
                Program(lesson: lesson, cells: plain.filter { $0.index < cell.index } + [cell], subject: cell)
            }
    }

    /// The cells whose output is judged: all of the main program's, and of another its subject alone.
    public var judged: [Cell] { subject.map { [$0] } ?? cells }

    /// What of the program decides what it does: the code without its place in the file, so that edits of the prose
    /// around it do not count.
    public var code: [String] { cells.map(\.block.text) }

    /// The name under which the compiler and the crash reports know the lesson: its own, without what would end a
    /// string literal, and always in a folder, since a bare name would be taken for one in the working folder.
    public var sourceName: String {
        let name = String(lesson.source.name.map { $0 == "\"" || $0 == "\\" || $0.isNewline ? "_" : $0 })
        return name.contains("/") ? name : "./" + name
    }

    /// The whole text, in which every line of a cell is known to the compiler by its line in the Markdown.
    public var text: String {
        var text = "@_silgen_name(\"lesson_reaches_cell\") func _lessonReachesCell(_ index: Int32)\n"
        for cell in cells {
            text += """
                _lessonReachesCell(\(cell.index))
                #sourceLocation(file: "\(sourceName)", line: \(cell.block.textLines.lowerBound))
                \(cell.block.text)
                #sourceLocation()

                """
        }
        return text + "_lessonReachesCell(\(lesson.cells.count))\n"
    }
}

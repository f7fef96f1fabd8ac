import TerminalText
/// The Swift program made of some cells of a lesson, in document order.
public struct Program: Sendable {
    /// What a program is made for.
    public enum Purpose: Sendable {
        /// To run the lesson: its plain cells, and the solutions and checks of its exercises.
        case lesson
        /// To try a cell that later cells do not see, after the cells before it.
        case cell
        /// To try a cell that is a program of its own, in a document written perhaps for other readers.
        case block
        /// To see what the check of an exercise says to an answer: the starter, a wrong one or a learner's.
        case answer(Exercise)
    }

    /// The lesson whose cells these are.
    public let lesson: Lesson
    /// What it is made for.
    public let purpose: Purpose
    /// The cells that take part.
    public let cells: [Cell]
    /// The cell for whose sake it is made; nil for the lesson's own program.
    public let subject: Cell?
    /// Whether its code says by itself, with `@main`, where it begins, so that no statement may stand beside it.
    var hasOwnEntry = false

    /// The programs of a document in which every Swift block is one.
    static func each(of lesson: Lesson) -> [Program] {
        lesson.cells.map { Program(lesson: lesson, purpose: .block, cells: [$0], subject: $0) }
    }

    /// All programs of a lesson: its own, then one for each cell that has to be tried apart from it; of the cells up to
    /// the one with the given number, if there is one.
    static func all(of lesson: Lesson, upTo last: Int? = nil) -> [Program] {
        let taken = lesson.cells.filter { $0.number <= last ?? .max }
        let main = taken.filter { $0.kind.rules.membership == .lesson }
        var programs = [Program(lesson: lesson, purpose: .lesson, cells: main, subject: nil)]
        func add(_ purpose: Purpose, _ subject: Cell, before: Int, _ after: [Cell] = []) {
            let cells = main.filter { $0.index < before } + [subject] + after
            programs.append(Program(lesson: lesson, purpose: purpose, cells: cells, subject: subject))
        }
        for cell in taken {
            switch cell.kind.rules.membership {
            case .lesson: break
            case .own: add(.cell, cell, before: cell.index)
            case .answer:
                // The wrong answers come with their starter.
                guard let exercise = lesson.exercises.first(where: { $0.starter.index == cell.index }),
                    exercise.check.number <= last ?? .max
                else { continue }
                for answer in [exercise.starter] + exercise.wrong {
                    add(.answer(exercise), answer, before: cell.index, [exercise.check])
                }
            }
        }
        return programs
    }

    /// What it must do.
    var goal: CellKind.Goal { subject?.kind.rules.goal ?? .finishes }

    /// Whether it belongs to a document written for other readers, whose libraries may not be here.
    var isForeign: Bool { if case .block = purpose { goal == .finishes } else { false } }

    /// Whether a cell takes part.
    func contains(_ cell: Cell) -> Bool { cells.contains { $0.index == cell.index } }

    /// Whether it is run once it compiles.
    var isRun: Bool { goal == .finishes || goal == .stops }

    /// Whether its code seems to import a module; a line of a string that looks so counts too.
    func imports(_ module: String) -> Bool {
        cells.contains { cell in
            cell.block.text.contains(module)
                && cell.block.text.split(separator: "\n").contains { line in
                    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                    return words.contains("import") && words.contains(module[...])
                }
        }
    }

    /// What of the program decides what it does: the code without its place in the file, so that edits of the prose
    /// around it do not count.
    public var code: [String] { cells.map(\.block.text) }

    /// Where in the lesson its cells stand, by which its Run knows them, and what is asked of them.
    var layout: [String] {
        cells.map { "\($0.index) \($0.kind.rawValue)\($0.timeout.map { " \($0)" } ?? "")" }
            + ["of \(lesson.cells.count), for \(subject.map { "\($0.index)" } ?? "all")"]
    }

    /// The cell before or in which a line of the program's text stands.
    func cell(atLine line: Int) -> Cell? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(line)
        let count = lines.reduce(0) { $0 + ($1.hasPrefix("#sourceLocation(file: ") ? 1 : 0) }
        return count == 0 ? nil : cells[min(count, cells.count) - 1]
    }

    /// The name under which the compiler and the crash reports know the lesson: its own, without what has no place in a
    /// string literal, and always in a folder, since a bare name would be taken for one in the working folder.
    public var sourceName: String {
        let name = lesson.source.name.onOneLine.replacing("\"", with: "_").replacing("\\", with: "_")
        return name.contains("/") ? name : "./" + name
    }

    /// Whether a crash report means the lesson: it knows a file in the working folder by that folder's whole path.
    func isSource(_ file: String) -> Bool {
        file == sourceName || sourceName.hasPrefix("./") && file.hasSuffix(sourceName.dropFirst())
    }

    /// The whole text, in which every line of a cell is known to the compiler by its line in the Markdown.
    public var text: String {
        if hasOwnEntry, let cell = cells.first { return text(beginningIn: cell) }
        var text = "@_silgen_name(\"lesson_reaches_cell\") func _lessonReachesCell(_ index: Int32)\n"
        for cell in cells {
            text += """
                _lessonReachesCell(\(cell.index))
                \(located(cell))
                #sourceLocation()

                """
        }
        return text + "_lessonReachesCell(\(lesson.cells.count))\n"
    }

    /// The name that a program's own entry gets, so that ours comes first.
    static let ownEntry = "lesson_begins"

    /// The text around a cell with an entry of its own: the cell is over when its program is, however that ends.
    private func text(beginningIn cell: Cell) -> String {
        """
        @_silgen_name("lesson_reaches_cell") nonisolated func _lessonReachesCell(_ index: Int32)
        @_silgen_name("\(Self.ownEntry)")
        nonisolated func _lessonBegins(_ count: Int32, _ arguments: UnsafeMutableRawPointer) -> Int32
        @_silgen_name("atexit") nonisolated func _lessonAtExit(_ end: @convention(c) () -> Void) -> Int32
        @_cdecl("main")
        nonisolated func _lessonMain(_ count: Int32, _ arguments: UnsafeMutableRawPointer) -> Int32 {
            _lessonReachesCell(\(cell.index))
            _ = _lessonAtExit { _lessonReachesCell(\(lesson.cells.count)) }
            return _lessonBegins(count, arguments)
        }
        \(located(cell))
        #sourceLocation()

        """
    }

    /// The code of a cell, each line known by its line in the Markdown.
    func located(_ cell: Cell) -> String {
        // A foreign block, or a learner's answer, may want to give its lines other names.
        let text =
            cell.block.holdsDirective
            ? cell.block.text.replacing(/#sourceLocation\([^)\n]*\)/, with: "") : cell.block.text
        return "#sourceLocation(file: \"\(sourceName)\", line: \(cell.block.textLines.lowerBound))\n\(text)"
    }
}

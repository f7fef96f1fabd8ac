import TerminalText
/// A Swift program made of some cells of a lesson, in document order.
public struct Program: Sendable {
    /// The purpose of a program.
    public enum Purpose: Sendable {
        /// To run the lesson: its plain cells, and the solutions and checks of its exercises.
        case lesson
        /// To run a cell that later cells do not see, after the cells before it.
        case cell
        /// To run a cell that is a separate program, in a document that may have been written for other tools.
        case block
        /// To check an answer to an exercise: the starter, a wrong answer or a learner's.
        case answer(Exercise)
    }

    /// The lesson whose cells these are.
    public let lesson: Lesson
    /// Its purpose.
    public let purpose: Purpose
    /// The cells that take part, in their order.
    public let cells: [Cell]
    /// The cell that it tests; nil for the lesson's own program.
    public let subject: Cell?
    /// The own time that the subject and the cells after it may take; nil if only the lesson's limit counts.
    var subjectLimit: Duration?
    /// Whether its code defines the entry point with `@main`, so that no statements may be at the top level.
    var hasEntryPoint = false

    /// The modules that the program imports before its cells.
    var addedImports: [String] = []

    /// The programs of a document in which every Swift block is a separate program, after the hidden code before it. Those that
    /// import none of `modules` get all of them.
    static func independentPrograms(of lesson: Lesson, importing modules: [String] = []) -> [Program] {
        lesson.cells.map { cell in
            let cells = (cell.hiddenCode.map { [lesson.cells[$0]] } ?? []) + [cell]
            var program = Program(lesson: lesson, purpose: .block, cells: cells, subject: cell)
            if !modules.contains(where: program.imports) { program.addedImports = modules }
            return program
        }
    }

    /// All programs of a lesson: its own, then one for each cell that has a separate program. If `last` is given, only
    /// cells up to the one with that number take part.
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
            case .separate: add(.cell, cell, before: cell.index)
            case .answer:
                // The wrong answers are added together with their starter.
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

    /// What the program must do.
    var goal: CellKind.Goal { subject?.kind.rules.goal ?? .finishes }

    /// Whether it belongs to a document written for other tools, whose libraries may not be installed here.
    var isForeign: Bool { if case .block = purpose { goal == .finishes } else { false } }

    /// Whether a cell takes part in the program.
    func contains(_ cell: Cell) -> Bool { cells.contains { $0.index == cell.index } }

    /// Whether it is run after it has compiled.
    var isRun: Bool { goal == .finishes || goal == .traps }

    /// Whether its code seems to import a module; a line of a string that looks so counts too.
    func imports(_ module: String) -> Bool {
        addedImports.contains(module)
            || cells.contains { cell in
                cell.block.text.contains(module)
                    && cell.block.text.split(separator: "\n").contains { line in
                        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                        return words.contains("import") && words.contains(module[...])
                    }
            }
    }

    /// The words of all lines that seem to import something, the modules' names among them.
    var importedNames: Set<String> {
        var names = Set(addedImports)
        for cell in cells where cell.block.text.containsBytes("import") {
            for line in cell.block.text.fileLines where line.containsBytes("import") {
                names.formUnion(line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
            }
        }
        return names
    }

    /// The places of the cells in the file, if the code may name them, as `#line` does; none if it cannot, so that edits of
    /// the prose around it change nothing. A cell may call a function of another that names its caller's line.
    var places: [String] {
        namesPlaces ? cells.map { "line \($0.block.textLines.lowerBound) of \(sourceName)" } : []
    }

    /// Whether the code may name its place in the file.
    var namesPlaces: Bool { imports("Testing") || imports("XCTest") || cells.contains { $0.block.text.mayNamePlace } }

    /// The code of the cells without its place in the file, so that edits of the prose around it change nothing.
    public var code: [String] { cells.map(\.block.text) }

    /// The indices of its cells, by which its Run knows them, with their kinds and time limits.
    var layout: [String] {
        cells.map { "\($0.index) \($0.kind.rawValue)\($0.timeout.map { " \($0)" } ?? "")" }
            + ["of \(lesson.cells.count), for \(subject.map { "\($0.index)" } ?? "all")"]
            + addedImports.map { "imports \($0)" }
    }

    /// The cell that contains a line of the program's text, or the last cell before it; nil if there is none.
    func cell(atLine line: Int) -> Cell? {
        let lines = text.fileLines.prefix(line)
        let count = lines.reduce(0) { $0 + ($1.hasPrefix("#sourceLocation(file: ") ? 1 : 0) }
        return count == 0 ? nil : cells[min(count, cells.count) - 1]
    }

    /// The name by which the compiler and crash reports know the lesson: its own, without characters that a string
    /// literal would need to escape, and always in a folder, since a bare name would be taken for a file in the working
    /// folder.
    public var sourceName: String {
        let name = lesson.source.name.onOneLine.replacing("\"", with: "_").replacing("\\", with: "_")
        return name.contains("/") ? name : "./" + name
    }

    /// Whether a file of a crash report is the lesson: a report has the full path of a file in the working folder.
    func isSource(_ file: String) -> Bool {
        file == sourceName || sourceName.hasPrefix("./") && file.hasSuffix(sourceName.dropFirst())
    }

    /// The text of the program, in which the compiler knows every line of a cell by its line in the Markdown. It has names of
    /// its own each time, so that no cell can call what the runner writes between the cells.
    public var text: String { text(of: cells[...]) }

    /// The text of the program that consists of some of its cells.
    func text(of cells: ArraySlice<Cell>) -> String {
        let secret =
            String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
        let (reaches, token) = ("_lessonReachesCell\(secret)", "_lessonToken\(secret)")
        let imported = addedImports.map { "import \($0)\n" }.joined()
        if hasEntryPoint { return imported + textWithEntryPoint(cells, reaches: reaches, token: token) }
        var text =
            imported + """
                @_silgen_name("lesson_begins") func _lessonBegins\(secret)() -> UInt64
                @_silgen_name("lesson_reaches_cell") func \(reaches)(_ token: UInt64, _ index: Int32)
                let \(token) = _lessonBegins\(secret)()

                """
        if liveCell != nil { text += LiveCellCode.declaration("_lessonNumber\(secret)") }
        for cell in cells {
            let code = liveCell?.index == cell.index ? live(cell, secret) : withSourceLocation(cell)
            text += """
                \(reaches)(\(token), \(cell.index))
                \(code)
                #sourceLocation()

                """
        }
        return text + "\(reaches)(\(token), \(lesson.cells.count))\n"
    }

    /// The name given to a program's own entry point, so that the runner's comes first.
    static let entryPointName = "lesson_main"

    /// The name of the function that runs cells which are loaded into a program.
    static let tailEntryName = "lesson_tail"

    /// The text of a program whose last cell has its own entry point, and the others only declarations: the last one ends when
    /// its program does, however that ends.
    private func textWithEntryPoint(_ cells: ArraySlice<Cell>, reaches: String, token: String) -> String {
        """
        @_silgen_name("lesson_begins") nonisolated func \(token)Begins() -> UInt64
        @_silgen_name("lesson_reaches_cell") nonisolated func \(reaches)(_ token: UInt64, _ index: Int32)
        @_silgen_name("\(Self.entryPointName)")
        nonisolated func \(token)Main(_ count: Int32, _ arguments: UnsafeMutableRawPointer) -> Int32
        @_silgen_name("atexit") nonisolated func \(token)AtExit(_ end: @convention(c) () -> Void) -> Int32
        nonisolated(unsafe) var \(token): UInt64 = 0
        @_cdecl("main")
        nonisolated func _lessonMain(_ count: Int32, _ arguments: UnsafeMutableRawPointer) -> Int32 {
            \(token) = \(token)Begins()
            \(cells.map { "\(reaches)(\(token), \($0.index))" }.joined(separator: "; "))
            _ = \(token)AtExit { \(reaches)(\(token), \(lesson.cells.count)) }
            return \(token)Main(count, arguments)
        }
        \(cells.map { withSourceLocation($0) + "\n#sourceLocation()\n" }.joined())
        """
    }

    /// The code of a live cell, whose names later cells do not see and whose parameters come from the runner.
    private func live(_ cell: Cell, _ secret: String) -> String {
        let code = LiveCellCode(cell, number: "_lessonNumber\(secret)")
        return "\(code.imports)do {\n\(withSourceLocation(cell, code.body))\n}"
    }

    /// The code of a cell, with each line known by its line in the Markdown.
    func withSourceLocation(_ cell: Cell) -> String { withSourceLocation(cell, cell.block.text) }

    func withSourceLocation(_ cell: Cell, _ code: String) -> String {
        // A foreign block or a learner's answer may contain such directives itself.
        let text =
            cell.block.mayContainDirective
            ? code.replacing(/#sourceLocation\([^)\n]*\)/, with: "") : code
        return "#sourceLocation(file: \"\(sourceName)\", line: \(cell.block.textLines.lowerBound))\n\(text)"
    }
}

extension String {
    /// Whether a word begins with `#` that may be a macro which names its place, rather than a condition.
    fileprivate var mayNamePlace: Bool {
        let conditions: Set<String> = ["if", "elseif", "else", "endif", "available", "unavailable"]
        return utf8.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false).dropFirst().contains { rest in
            let word = rest.prefix { ($0 | 0x20) &- 97 < 26 }
            return !word.isEmpty && !conditions.contains(String(decoding: word, as: UTF8.self))
        }
    }
}

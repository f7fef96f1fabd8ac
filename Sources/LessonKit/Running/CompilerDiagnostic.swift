/// An error, warning or note of the compiler at a place in a cell. Its position is relative to the cell, so it stays
/// valid when the prose above changes.
public struct CompilerDiagnostic: Codable, Equatable, Sendable {
    /// The cell's index.
    public var cell: Int
    /// The line in the cell, counted from 0, and the column in the cell, counted from 1 in UTF-8 bytes.
    public var line: Int, column: Int
    /// How severe it is.
    public var severity: Diagnostic.Severity
    /// The compiler's words.
    public var message: String

    /// The compiler's notes that explain it.
    public var notes: [CompilerDiagnostic] = []

    /// The diagnostic at its place in a lesson's file.
    func diagnostic(in lesson: Lesson) -> Diagnostic {
        let block = lesson.cells[cell].block
        let fileLine = block.textLines.lowerBound + line
        return Diagnostic(
            file: lesson.source.name, line: fileLine,
            column: column + block.columnOffset(ofLine: fileLine, in: lesson.source), severity: severity,
            message: message + (lesson.isLenient ? helpOfBlocks(lesson) : helpOfCells))
    }

    /// What to do where the cells are one program.
    private var helpOfCells: String {
        guard message.hasPrefix("invalid redeclaration") else { return "" }
        return "; the cells of a lesson are one program: choose another name, or put one of the two into ‘do { … }’"
    }

    /// What to do where each block is a program.
    private func helpOfBlocks(_ lesson: Lesson) -> String {
        guard severity == .error else { return "" }
        if Self.faultsOfFragments.contains(where: message.contains) {
            return "; if the block shows only a part of some code, mark it ‘swift skip’"
        }
        guard message.hasPrefix("cannot find "),
            let name = message.split(separator: "'").dropFirst().first,
            let line = lesson.lineOfDeclaration(of: name, outside: cell)
        else { return "" }
        return
            "; line \(line) declares it, in a program of its own: put what several blocks need into a comment before them, "
            + "‘<!-- swift hidden’"
    }
}

extension CompilerDiagnostic {
    /// What the compiler says of declarations without their bodies, and of a type's members without the type.
    private static let faultsOfFragments = [
        "expected '{' in body of", "expected '{' to start getter", "initializer requires a body",
        "cannot find 'self' in scope",
        "property wrappers are not yet supported in top-level", "may only be declared within a type",
        "is only valid on methods",
        "may only be declared on a type",
    ]

    /// Reads what the compiler printed about a program.
    static func all(in result: Tool.Output, of program: Program) -> [CompilerDiagnostic] {
        // A diagnostic with its notes; nil for one about other code, such as what the runner writes between the cells.
        var groups: [CompilerDiagnostic?] = []
        for line in result.output.split(separator: "\n") {
            guard let (place, severity, message) = parse(line) else { continue }
            let diagnostic = CompilerDiagnostic(at: place, severity, message, of: program)
            if severity != .note {
                groups.append(diagnostic)
            } else if let diagnostic, !groups.isEmpty {
                groups[groups.count - 1]?.notes.append(diagnostic)
            }
        }
        // The compiler reports the bodies of functions last.
        var all = groups.compactMap(\.self).sorted { ($0.cell, $0.line, $0.column) < ($1.cell, $1.line, $1.column) }
        // The compiler gives up on an expression whose real error it tells elsewhere.
        let isLost = { (diagnostic: CompilerDiagnostic) in diagnostic.message.hasPrefix("failed to produce diagnostic")
        }
        if all.contains(where: { $0.severity == .error && !isLost($0) }) { all.removeAll(where: isLost) }
        guard all.count > most else { return all }
        var note = all[most - 1]
        (note.severity, note.message, note.notes) = (.note, "the compiler reports \(all.count - most) more", [])
        all[most - 1].notes.append(note)
        return Array(all.prefix(most))
    }

    /// The largest number of diagnostics kept; nobody reads more.
    private static let most = 200

    private typealias Place = (file: Substring, line: Int, column: Int)

    /// Reads `path:line:column: severity: message`; nil for any other line.
    private static func parse(_ text: Substring) -> (Place, Diagnostic.Severity, String)? {
        for severity in [Diagnostic.Severity.error, .warning, .note] {
            guard let mark = text.firstRange(of: ": \(severity.rawValue): ") else { continue }
            let numbers = text[..<mark.lowerBound].split(separator: ":").suffix(2)
            guard numbers.count == 2, let line = Int(numbers.first ?? ""), let column = Int(numbers.last ?? "") else {
                continue
            }
            let file = text[..<mark.lowerBound].dropLast(numbers.reduce(2) { $0 + $1.count })
            return ((file, line, column), severity, withoutGroup(text[mark.upperBound...]))
        }
        return nil
    }

    /// A diagnostic at a place in the Markdown; nil for any other place. An error that the compiler notices only
    /// between two cells, such as a missing brace, belongs to the end of the first.
    private init?(at place: Place, _ severity: Diagnostic.Severity, _ message: String, of program: Program) {
        if place.file == program.sourceName {
            guard
                let cell = program.cells.filter({ $0.block.textLines.lowerBound <= place.line })
                    .max(by: { $0.block.textLines.lowerBound < $1.block.textLines.lowerBound })
            else { return nil }
            self.init(
                cell: cell.index, line: place.line - cell.block.textLines.lowerBound, column: max(place.column, 1),
                severity: severity, message: message)
        } else {
            // The end of a cell that is parsed by itself has no line in the Markdown.
            let own = program.cells.first { place.file.hasSuffix(Self.file(of: $0)) }
            let between = place.file.hasSuffix("/main.swift") ? program.cell(atLine: place.line) : nil
            guard severity == .error, let cell = own ?? between else { return nil }
            self.init(
                cell: cell.index, line: max(cell.block.textLines.count - 1, 0), column: 1, severity: severity,
                message: message)
        }
    }

    /// The name of the file in which a cell is parsed by itself.
    static func file(of cell: Cell) -> String { "/cell\(cell.index).swift" }

    /// A warning's message without the name of its group at the end, such as ` [#no-usage]`.
    private static func withoutGroup(_ message: Substring) -> String {
        guard message.hasSuffix("]"), let mark = message.lastIndex(of: "["), message[mark...].hasPrefix("[#") else {
            return String(message)
        }
        return String(message[..<mark].dropLast())
    }
}

/// An error, warning or note of the compiler at a place in a cell. It does not depend on where the cell stands in its
/// file, so that it stays true when prose above it changes.
public struct CompilerRemark: Codable, Equatable, Sendable {
    /// The cell's index.
    public var cell: Int
    /// The line in the cell, counted from 0, and the column in the cell, counted from 1 in UTF-8 bytes.
    public var line: Int, column: Int
    /// How bad it is.
    public var severity: Diagnostic.Severity
    /// The compiler's words.
    public var message: String

    /// The remark at its place in a lesson's file.
    func diagnostic(in lesson: Lesson) -> Diagnostic {
        let block = lesson.cells[cell].block
        let fileLine = block.textLines.lowerBound + line
        var help = ""
        if message.hasPrefix("invalid redeclaration") {
            help = "; the cells of a lesson are one program: choose another name, or put one of the two into ‘do { … }’"
        }
        return Diagnostic(
            file: lesson.source.name, line: fileLine,
            column: column + block.columnOffset(ofLine: fileLine, in: lesson.source), severity: severity,
            message: message + help)
    }
}

extension CompilerRemark {
    /// Reads what the compiler printed about a program; if it failed without an error of ours, says so at the first cell.
    static func all(in result: Toolchain.Output, of program: Program) -> [CompilerRemark] {
        var remarks = result.output.split(separator: "\n").compactMap { CompilerRemark(line: $0, of: program) }
        let first = program.cells.first?.index ?? 0
        func complain(_ message: String) {
            remarks.append(CompilerRemark(cell: first, line: 0, column: 1, severity: .error, message: message))
        }
        switch result.ending {
        case .exited(0): break
        case .outOfTime: complain("The compiler did not finish in time.")
        default:
            if !remarks.contains(where: { $0.severity == .error }) {
                complain("The compiler failed: \(result.output.suffix(2000))")
            }
        }
        return remarks.inSourceOrder
    }

    /// Reads `path:line:column: severity: message`; nil for any other line and any other file.
    private init?(line text: Substring, of program: Program) {
        let name = program.sourceName
        guard text.hasPrefix(name + ":") else { return nil }
        let parts = text.dropFirst(name.count + 1).split(separator: ":", maxSplits: 3)
        guard parts.count == 4, let line = Int(parts[0]), let column = Int(parts[1]),
            let severity = Diagnostic.Severity(rawValue: parts[2].trimmingPrefix(" ").description),
            let cell = program.cells.last(where: { $0.block.textLines.lowerBound <= line })
        else { return nil }
        self.cell = cell.index
        self.line = line - cell.block.textLines.lowerBound
        self.column = column
        self.severity = severity
        message = Self.withoutGroup(parts[3].dropFirst())
    }

    /// A warning's words without the name of its group at the end, ` [#no-usage]`.
    private static func withoutGroup(_ message: Substring) -> String {
        guard message.hasSuffix("]"), let mark = message.lastIndex(of: "["), message[mark...].hasPrefix("[#") else {
            return String(message)
        }
        return String(message[..<mark].dropLast())
    }
}

extension [CompilerRemark] {
    /// By place, since the compiler tells of function bodies last; a note stays behind the remark that it explains.
    fileprivate var inSourceOrder: [CompilerRemark] {
        var groups: [[CompilerRemark]] = []
        for remark in self {
            if remark.severity == .note, !groups.isEmpty {
                groups[groups.count - 1].append(remark)
            } else {
                groups.append([remark])
            }
        }
        return groups.sorted { ($0[0].cell, $0[0].line, $0[0].column) < ($1[0].cell, $1[0].line, $1[0].column) }.flatMap(\.self)
    }
}

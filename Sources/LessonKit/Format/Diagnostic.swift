import TerminalText
/// A message about one place in a file: where it is, how severe it is, what happened and what to do.
public struct Diagnostic: Codable, Equatable, Sendable, Error {
    /// How bad it is.
    public enum Severity: String, Codable, Sendable {
        case error, warning, note
    }

    /// The file, as messages name it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in UTF-8 bytes, counted from 1, as the compiler counts it; nil if the whole line is meant.
    public var column: Int?
    /// How bad it is.
    public var severity: Severity
    /// A sentence, or the compiler's words.
    public var message: String

    /// Describes a problem at a place.
    public init(
        file: String, line: Int, column: Int? = nil, severity: Severity = .error, message: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: sentence`.
    public var description: String {
        "\(file.onOneLine):\(line):\(column ?? 1): \(severity): \(message)"
    }

    /// The description, the source line under it and a caret under the column.
    public func rendered(in source: SourceText) -> String {
        guard (1...source.lineCount).contains(line) else { return description }
        let text = source.line(line)
        guard !text.allSatisfy(\.isWhitespace) else { return description }
        let gutter = String(line)
        let before = String(decoding: text.utf8.prefix(max((column ?? 1) - 1, 0)), as: UTF8.self)
        let start = Excerpt.start(around: before.count, of: text)
        var lines = [description, "\(gutter) | \(Excerpt.text(text, from: start))"]
        if column != nil {
            // A tab stays a tab, so that the caret is under its column whatever the tab's width.
            let padding = Excerpt.text(before, from: start).map { $0 == "\t" ? "\t" : String($0).blanks }.joined()
            lines.append("\(String(repeating: " ", count: gutter.count)) | \(padding)^")
        }
        return lines.joined(separator: "\n")
    }
}

extension StringProtocol {
    /// As many blanks as the text takes columns.
    var blanks: String { String(repeating: " ", count: columns) }
}

/// The part of a long line that fits a terminal.
enum Excerpt {
    /// How many columns are shown, and at most how many of them before the place in question.
    static let maximumColumns = 100, leadingColumns = 40

    /// The index of the first character to show so that a place in the line is visible; both are counted in characters.
    static func start(around place: Int, of line: some StringProtocol) -> Int {
        guard line.columns > maximumColumns else { return 0 }
        var columns = 0
        return max(
            place
                - line.prefix(place).reversed().prefix { character in
                    columns += String(character).columns
                    return columns <= leadingColumns
                }.count, 0)
    }

    /// The line from a character on, with `…` where it is cut off.
    static func text(_ line: some StringProtocol, from start: Int = 0) -> String {
        let rest = line.dropFirst(start)
        var columns = 0
        let shown = rest.prefix { character in
            columns += String(character).columns
            return columns <= maximumColumns
        }
        return (start > 0 ? "…" : "") + shown + (shown.endIndex < rest.endIndex ? "…" : "")
    }
}

/// One thing to say about one place: where it is, how bad it is, what happened and what to do.
public struct Diagnostic: Codable, Equatable, Sendable, Error {
    /// How bad it is.
    public enum Severity: String, Codable, Sendable {
        case error, warning, note
    }

    /// The file, as messages name it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in UTF-8 bytes, counted from 1, as the compiler counts it; nil where the whole line is meant.
    public var column: Int?
    /// How bad it is.
    public var severity: Severity
    /// One sentence, or the compiler's words.
    public var message: String

    /// States something about a place.
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
        "\(file):\(line):\(column ?? 1): \(severity): \(message)"
    }

    /// The description, the source line under it and a caret under the column.
    public func rendered(in source: SourceText) -> String {
        guard (1...source.lineCount).contains(line) else { return description }
        let text = source.line(line)
        guard !text.allSatisfy(\.isWhitespace) else { return description }
        let gutter = String(line)
        var lines = [description, "\(gutter) | \(text)"]
        if let column {
            // A tab stays a tab, so that the caret stands under its column whatever the tab's width.
            let before = String(decoding: text.utf8.prefix(max(column - 1, 0)), as: UTF8.self)
            let padding = before.map { $0 == "\t" ? "\t" : " " }.joined()
            lines.append("\(String(repeating: " ", count: gutter.count)) | \(padding)^")
        }
        return lines.joined(separator: "\n")
    }
}

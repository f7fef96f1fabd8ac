/// The documentation in the comments of a Swift file.
struct DocComments {
    /// What the comments say, each line where it is in the file; all other lines are empty.
    let text: SourceText
    /// The Markdown of all of them.
    let document: Document

    init(_ source: SourceText) {
        var reader = DocCommentReader()
        for number in 1...source.lineCount { reader.read(source.line(number)) }
        reader.end()
        text = SourceText(name: source.name, text: reader.lines.map { $0 + "\n" }.joined())
        var root = Markdown(.document, lines: 1...source.lineCount, column: 1)
        // Each by itself: what one leaves open must not swallow the next.
        for comment in reader.comments {
            let own = Markdown(reader.lines[comment].map { $0 + "\n" }.joined())
            root.children += own.children.map { $0.moved(by: comment.lowerBound) }
            let tooDeep = own.lineOfTooDeepBlock.map { $0 + comment.lowerBound }
            root.lineOfTooDeepBlock = root.lineOfTooDeepBlock ?? tooDeep
        }
        document = Document(root: root)
    }
}

/// Reads the documentation comments of Swift code line by line.
struct DocCommentReader {
    /// What each line says in a comment, empty elsewhere.
    private(set) var lines: [String] = []
    /// The ranges of lines that are one comment.
    private(set) var comments: [Range<Int>] = []
    private var place = Place.code
    /// The line at which the comment began that is being read.
    private var start: Int?

    /// What the next line continues.
    private enum Place: Equatable {
        case code, string
        /// A comment between `/*` and `*/`, and how deep they are nested.
        case block(depth: Int, isDoc: Bool)
    }

    /// Reads the next line.
    mutating func read(_ line: Substring) {
        let content = line.drop { $0 == " " || $0 == "\t" }
        switch place {
        case .string: code(line)
        case .block(let depth, let isDoc): block(line, depth: depth, isDoc: isDoc)
        case .code where content.hasPrefix("///") && !content.hasPrefix("////"):
            start = start ?? lines.count
            let text = content.dropFirst(3)
            lines.append(String(text.first == " " ? text.dropFirst() : text))
        case .code where content.hasPrefix("/*"):
            closeComment()
            let isDoc = content.hasPrefix("/**") && !content.hasPrefix("/***") && !content.hasPrefix("/**/")
            if isDoc { start = lines.count }
            block(content.dropFirst(isDoc ? 3 : 2), depth: 1, isDoc: isDoc)
        case .code: code(line)
        }
    }

    /// Ends the file.
    mutating func end() { closeComment() }

    /// Reads a line of code, which may open or close a string of several lines.
    private mutating func code(_ line: Substring) {
        closeComment()
        lines.append("")
        let code = place == .code ? Self.withoutComment(line) : line
        let quotes = code.ranges(of: "\"\"\"").count
        if quotes % 2 == 1 { place = place == .code ? .string : .code }
        if place == .code, code.endIndex < line.endIndex, line[code.endIndex...].hasPrefix("/*") {
            let depth = line[code.endIndex...].ranges(of: "/*").count - line[code.endIndex...].ranges(of: "*/").count
            if depth > 0 { place = .block(depth: depth, isDoc: false) }
        }
    }

    /// The beginning of a line of code before a comment; quotation marks keep what looks like one.
    private static func withoutComment(_ line: Substring) -> Substring {
        var isQuoted = false
        for index in line.indices {
            if line[index] == "\"" && (index == line.startIndex || line[line.index(before: index)] != "\\") {
                isQuoted.toggle()
            } else if !isQuoted && (line[index...].hasPrefix("//") || line[index...].hasPrefix("/*")) {
                return line[..<index]
            }
        }
        return line
    }

    /// Reads a line of a comment that ends with `*/`.
    private mutating func block(_ line: Substring, depth: Int, isDoc: Bool) {
        let depth = depth + line.ranges(of: "/*").count - line.ranges(of: "*/").count
        let isLast = depth <= 0
        let text = isLast ? line[..<(line.ranges(of: "*/").last?.lowerBound ?? line.endIndex)] : line
        lines.append(isDoc ? String(text) : "")
        place = isLast ? .code : .block(depth: depth, isDoc: isDoc)
        if isLast { closeComment(isBlock: true) }
    }

    /// Ends the comment that is being read; one between `/**` and `*/` without what precedes each of its lines.
    private mutating func closeComment(isBlock: Bool = false) {
        guard let first = start else { return }
        start = nil
        comments.append(first..<lines.count)
        guard isBlock, first + 1 < lines.count else { return }
        let rest = lines[(first + 1)...].filter { !$0.allSatisfy(\.isWhitespace) }
        let stars = rest.allSatisfy { $0.drop { $0.isWhitespace }.first == "*" }
        let indent = rest.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
        for index in (first + 1)..<lines.count {
            let line = lines[index]
            var text = stars ? line.drop { $0.isWhitespace } : line.dropFirst(indent)
            if line.allSatisfy(\.isWhitespace) { text = "" }
            if stars, text.first == "*" {
                text = text.dropFirst()
                if text.first == " " { text = text.dropFirst() }
            }
            lines[index] = String(text)
        }
    }
}

extension Markdown {
    /// The block with what is in it, some lines further down.
    fileprivate func moved(by count: Int) -> Markdown {
        guard lines != 0...0 else { return self }
        return Markdown(
            kind, lines: lines.lowerBound + count...lines.upperBound + count, column: column,
            children: children.map { $0.moved(by: count) })
    }
}

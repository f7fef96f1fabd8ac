/// The cells of a line of a table.
enum TableRow {
    /// What stands between the pipes of a line that no backslash escapes, without blanks around it; at least one.
    static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        var cells: [[UInt8]] = []
        var index = line.startIndex + pipe(line, at: line.startIndex)
        while index < line.endIndex {
            let start = index
            while index < line.endIndex, line[index] != UInt8(ascii: "|") {
                let isEscape =
                    line[index] == UInt8(ascii: "\\") && index + 1 < line.endIndex
                    && line[index + 1] == UInt8(ascii: "|")
                index += isEscape ? 2 : 1
            }
            cells.append(unescaped(line[start..<index].trimmed))
            index += pipe(line, at: index)
        }
        return cells
    }

    /// How many bytes a pipe and the blanks after it have at an index.
    private static func pipe(_ line: ArraySlice<UInt8>, at index: Int) -> Int {
        guard index < line.endIndex, line[index] == UInt8(ascii: "|") else { return 0 }
        return 1 + line.count(from: index + 1, while: \.isSpace)
    }

    /// A text whose escaped pipes are pipes.
    static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for byte in text {
            if byte == UInt8(ascii: "|") && result.last == UInt8(ascii: "\\") { result.removeLast() }
            result.append(byte)
        }
        return result
    }

    /// Whether a line has a cell.
    static func isRow(_ line: ArraySlice<UInt8>) -> Bool { pipe(line, at: line.startIndex) < line.count }

    /// The alignments of the columns if a line is the rule under a table's header.
    static func alignments(_ line: ArraySlice<UInt8>) -> [Markdown.Alignment]? {
        guard let first = line.first, "|:-".utf8.contains(first) || first.isSpace,
            line.allSatisfy({ "|:-".utf8.contains($0) || $0.isSpace })
        else { return nil }
        var alignments: [Markdown.Alignment] = []
        for cell in cells(line) {
            var dashes = cell[...]
            let isLeft = dashes.first == UInt8(ascii: ":")
            if isLeft { dashes.removeFirst() }
            let isRight = dashes.last == UInt8(ascii: ":")
            if isRight { dashes.removeLast() }
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
            alignments.append(isLeft ? (isRight ? .center : .left) : isRight ? .right : .none)
        }
        return alignments.isEmpty ? nil : alignments
    }
}

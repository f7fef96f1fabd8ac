import CNN

/// Rows and columns of text and numbers; on the page a table that can be read aloud, copied and searched.
///
///     show(Table(["layer", "parameters"], [["conv1", "156"], ["conv2", "2,416"]], alternativeText: "LeNet-5 by layer"))
///
/// Columns in which every cell is a number are set to the right. The alternative text is the caption.
public struct Table: Figure {
    /// The header and the rows.
    public let table: DataTable
    /// What the table holds, its caption.
    public var alternativeText: String

    /// A table of these rows under this header.
    public init(_ header: [String], _ rows: [[String]], alternativeText: String) {
        requireAlternativeText(alternativeText)
        require(!header.isEmpty, "A table needs at least one column.")
        self.table = DataTable(header: header, rows: rows)
        self.alternativeText = alternativeText
    }

    /// Nothing: the figure is its table alone.
    public var svg: String { "" }

    /// The table itself.
    public var data: DataTable? { table }

    /// The rows in columns, under the caption; cells that are too long are cut.
    public var text: String {
        let all = [table.header] + table.rows
        var widths = table.header.indices.map { column in all.map { columns($0[column]) }.max() ?? 0 }
        // The widest column gives way until the table fits.
        while widths.reduce(0, +) + 2 * (widths.count - 1) > terminalWidth, let widest = widths.max(), widest > 1 {
            widths[widths.firstIndex(of: widest)!] -= 1
        }
        let areNumbers = table.header.indices.map { column in table.rows.allSatisfy { isNumber($0[column]) } }
        let lines = all.map { row in
            var line = row.enumerated().map { column, cell in
                padded(shortened(cell, columns: widths[column]), columns: widths[column], atStart: areNumbers[column])
            }.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return (wrapped(alternativeText, columns: terminalWidth) + [lines[0], rule] + lines.dropFirst())
            .joined(separator: "\n")
    }

    private func isNumber(_ cell: String) -> Bool {
        cell.contains { $0.isNumber } && cell.allSatisfy { $0.isNumber || "+-−.,%×eE ".contains($0) }
    }
}

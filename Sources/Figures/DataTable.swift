import CNN

/// The data of a figure in rows, under a header.
public struct DataTable: Equatable, Sendable {
    /// The names of the columns.
    public var header: [String]
    /// The rows, each as long as the header.
    public var rows: [[String]]

    /// A table of these rows.
    public init(header: [String], rows: [[String]]) {
        for row in rows {
            require(
                row.count == header.count,
                "The rows of a table are as long as its header, \(header.count), but one has \(row.count) cells.")
        }
        self.header = header
        self.rows = rows
    }

    /// The most rows that a figure has written out.
    static let mostRows = 100

    /// A line a row, the header first, with tabs between the cells.
    var tabSeparated: String {
        ([header] + rows).map { $0.map(cleaned).joined(separator: "\t") }.joined(separator: "\n")
    }
}

extension HeatMap {
    /// The matrix with its labels; nil for one of more than 400 numbers.
    public var data: DataTable? {
        guard rows.count * columnCount <= 400, rows.count <= DataTable.mostRows else { return nil }
        let names = columnLabels.isEmpty ? (0..<columnCount).map { "\($0)" } : columnLabels
        let corner = [rowAxis, columnAxis].compactMap { $0 }.joined(separator: " / ")
        return DataTable(
            header: [corner.isEmpty ? "row" : corner] + names,
            rows: rows.enumerated().map { row, values in
                [rowLabels.isEmpty ? "\(row)" : rowLabels[row]] + values.map(written)
            })
    }
}

extension LinePlot {
    /// The points, one column a line where all lines have the same x; of many, evenly spaced ones.
    public var data: DataTable? {
        let x = xAxis ?? "x"
        let step = (longest + DataTable.mostRows - 1) / DataTable.mostRows
        let note = step > 1 ? " (one of \(step))" : ""
        if series.allSatisfy({ $0.x == series[0].x }) {
            let names = series.map { $0.name.isEmpty ? yAxis ?? "y" : $0.name }
            return DataTable(
                header: [x + note] + names,
                rows: stride(from: 0, to: longest, by: step).map { i in
                    [writtenX(series[0].x[i])] + series.map { written($0.y[i]) }
                })
        }
        guard series.count * longest <= step * DataTable.mostRows else { return nil }
        return DataTable(
            header: ["line", x + note, yAxis ?? "y"],
            rows: series.flatMap { series in
                stride(from: 0, to: series.x.count, by: step).map { i in
                    [series.name, writtenX(series.x[i]), written(series.y[i])]
                }
            })
    }

    private var longest: Int { series.map { $0.x.count }.max() ?? 0 }
}

/// A number of a table: six digits at most, which is what a Float knows.
func written(_ x: Double) -> String {
    guard x.isFinite && x != 0 else { return decimal(x, 0) }
    let exponent = decimalExponent(x)
    if exponent < -4 || exponent > 8 { return scientific(x, 3) }
    var text = decimal(x, max(5 - exponent, 0))
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
}

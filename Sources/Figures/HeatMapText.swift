extension HeatMap {
    /// The numbers in columns where they fit; shades from light to full otherwise, with what they mean.
    public var text: String {
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        lines += numberLines() ?? shadeLines()
        return lines.joined(separator: "\n")
    }

    private func numberLines() -> [String]? {
        let words = words
        let margin = rowLabels.map { columns($0) }.max() ?? 0
        let width = max(words.joined().map { $0.count }.max() ?? 0, columnLabels.map { columns($0) }.max() ?? 0)
        guard margin + (width + 1) * columnCount <= terminalWidth, rows.count <= 40 else { return nil }
        var lines: [String] = []
        if !columnLabels.isEmpty {
            let labels = columnLabels.map { " " + padded($0, columns: width, atStart: true) }
            lines.append(String(repeating: " ", count: margin) + labels.joined())
        }
        for (row, words) in words.enumerated() {
            let label = padded(rowLabels.isEmpty ? "" : rowLabels[row], columns: margin)
            let line = label + words.map { " " + padded($0, columns: width, atStart: true) }.joined()
            lines.append(margin == 0 ? String(line.dropFirst()) : line)
        }
        return lines + axisLines()
    }

    private func shadeLines() -> [String] {
        let shades: [Character] = ["·", "░", "▒", "▓", "█"]
        let margin = min(rowLabels.map { columns($0) }.max() ?? 0, 20)
        let available = terminalWidth - margin - (margin > 0 ? 1 : 0)
        // A character is about twice as high as wide: two of them make a square cell.
        let repeats = columnCount * 2 <= available ? 2 : 1
        // What is too wide is shown cell by cell in steps, the first of each.
        let step = max(1, (columnCount * repeats + available - 1) / available)
        var lines: [String] = []
        for row in stride(from: 0, to: rows.count, by: step) {
            let label =
                rowLabels.isEmpty ? "" : padded(shortened(rowLabels[row], columns: margin), columns: margin) + " "
            var line = label
            for column in stride(from: 0, to: columnCount, by: step) {
                let value = rows[row][column]
                let shade = value.isFinite ? shades[min(Int(scale.fraction(of: value) * 5), 4)] : "×"
                line += String(repeating: shade, count: repeats)
            }
            lines.append(line)
        }
        let ends = NumberStyle(for: [scale.lowerBound, scale.upperBound])
        var legend = "\(ends.text(scale.lowerBound)) \(String(shades)) \(ends.text(scale.upperBound))"
        if step > 1 { legend += "; one of \(step) rows and columns" }
        if crossedOutCount > 0 { legend += "; × no finite number: \(crossedOutCount)" }
        return lines + axisLines() + [legend]
    }

    private func axisLines() -> [String] {
        [rowAxis.map { "rows: \($0)" }, columnAxis.map { "columns: \($0)" }].compactMap { $0 }
            .flatMap { wrapped($0, columns: terminalWidth) }
    }
}

/// How many columns a text form takes at most.
let terminalWidth = 76

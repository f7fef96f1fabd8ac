import CNN

extension BarChart {
    /// Labels on the left, bars with their values to the right of them, legend above.
    public var drawing: Drawing {
        let style = style
        let size = Drawing.smallFontSize
        let axis = valueAxis
        let thickness = series.count == 1 ? 20.0 : 15.0
        let names = labels.map { wrapped($0, width: 150 / size) }
        let texts = series.map { $0.y.map { typeset(grouped(style.text($0))) } }
        let valueWidth = (texts.joined().map(emWidth).max() ?? 0) * size + 10
        let hasNegative = axis.range.lowerBound < 0
        var drawing = Drawing(width: PlotArea.width)
        let labelWidth = min((names.joined().map(emWidth).max() ?? 0) * size, 150)
        let left = labelWidth + 12 + (hasNegative ? valueWidth : 0)
        let right = PlotArea.width - valueWidth
        var y = drawing.title(title)
        y = drawLegend(
            legend.enumerated().map { i, name in
                LegendEntry(name: name) { $0.rectangle(x: 4, y: 0, width: 20, height: 12, fill: seriesColour(i)) }
            }, in: &drawing, from: 4, top: y)
        let top = y
        func x(_ value: Double) -> Double { left + (right - left) * (axis.position(of: value) ?? (value > 0 ? 1 : 0)) }
        for (i, lines) in names.enumerated() {
            let height = max(Double(series.count) * thickness, Double(lines.count) * 15)
            y += 5
            for (j, line) in lines.enumerated() {
                let middle = y + height / 2 + (Double(j) - Double(lines.count - 1) / 2) * 15
                drawing.text(line, x: labelWidth + 4, y: middle + 4.5, anchor: .end, size: size)
            }
            for (j, series) in series.enumerated() {
                let value = series.y[i]
                let barTop = y + (height - Double(self.series.count) * thickness) / 2 + Double(j) * thickness
                let (start, end) = (x(0), value.isNaN ? x(0) : x(value))
                drawing.rectangle(
                    x: min(start, end), y: barTop, width: max((end - start).magnitude, value == 0 ? 0 : 0.75),
                    height: thickness - 2, fill: seriesColour(j), role: .bar)
                let isLeft = value < 0
                drawing.text(
                    texts[j][i], x: end + (isLeft ? -5 : 5), y: barTop + thickness / 2 + 3.5,
                    anchor: isLeft ? .end : .start, size: size)
            }
            y += height + 5
        }
        let zero = coordinate(x(0))
        drawing.path("M\(zero) \(coordinate(top))V\(coordinate(y))", "stroke-opacity=\"0.6\"")
        if let name = self.axis {
            y += 20
            drawing.text(name, x: (left + right) / 2, y: y - 4, anchor: .middle, size: size)
        }
        drawing.height = y + 4
        return drawing
    }

    /// The bars in blocks, with their values after them.
    public var text: String {
        let style = style
        let axis = valueAxis
        let words = series.map { $0.y.map { grouped(style.text($0)) } }
        let widest = words.joined().map { $0.count }.max() ?? 0
        let margin = min((labels + legend).map { columns($0) }.max() ?? 0, 30)
        let barWidth = terminalWidth - margin - widest - 2
        let zero = Int(((axis.position(of: 0) ?? 0) * Double(barWidth)).rounded())
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        for (i, label) in labels.enumerated() {
            if series.count > 1 { lines.append(shortened(label, columns: terminalWidth)) }
            for (j, series) in series.enumerated() {
                let name = series.name.isEmpty ? label : self.series.count > 1 ? series.name : label
                let value = series.y[i]
                let end = axis.position(of: value) ?? (value > 0 ? 1 : 0)
                let cells = value.isNaN ? zero : Int((end * Double(barWidth)).rounded())
                let bar =
                    String(repeating: " ", count: min(zero, cells)) + String(repeating: "█", count: abs(cells - zero))
                let padding = cells < zero ? String(repeating: " ", count: barWidth - zero) : ""
                let head = padded(shortened(name, columns: margin), columns: margin) + " " + bar + padding
                lines.append(head + " " + words[j][i])
            }
        }
        if let name = self.axis { lines += wrapped(name, columns: terminalWidth) }
        return lines.joined(separator: "\n")
    }
}

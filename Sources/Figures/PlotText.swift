/// A plot in characters: a canvas with its title, legend and axes around it.
struct PlotText {
    var title: String?
    var xAxis: String?
    var yAxis: String?
    var axes: (x: Axis, y: Axis)
    var legend: [String]
    var canvas: Canvas
    private let margin: Int

    static let rows = 16

    /// An empty plot in the columns that its labels leave.
    init(
        title: String?, xAxis: String?, yAxis: String?, axes: (x: Axis, y: Axis), legend: [String], series: Int
    ) {
        (self.title, self.xAxis, self.yAxis, self.axes, self.legend) = (title, xAxis, yAxis, axes, legend)
        margin = axes.y.ticks.map { columns($0.label) }.max() ?? 0
        canvas = Canvas(columns: terminalWidth - margin - 2, rows: PlotText.rows, series: series)
    }

    var text: String {
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        let entries = legend.enumerated().map { "\(canvas.mark($0)) \(cleaned($1))" }
        lines += wrappedEntries(entries)
        if let yAxis { lines += wrapped(yAxis, columns: terminalWidth) }
        var labels: [Int: String] = [:]
        for tick in axes.y.ticks {
            guard let position = axes.y.position(of: tick.value), (0...1).contains(position) else { continue }
            labels[Int(((1 - position) * Double(PlotText.rows - 1)).rounded())] = tick.label
        }
        for (row, line) in canvas.lines.enumerated() {
            let label = padded(labels[row] ?? "", columns: margin, atStart: true)
            lines.append(label + " " + (labels[row] == nil ? "│" : "┤") + line)
        }
        lines += xAxisLines()
        if let xAxis {
            let indent = String(repeating: " ", count: max(0, margin + 2 + (canvas.columns - columns(xAxis)) / 2))
            lines +=
                columns(xAxis) <= canvas.columns ? [indent + cleaned(xAxis)] : wrapped(xAxis, columns: terminalWidth)
        }
        return lines.joined(separator: "\n")
    }

    /// The axis's line with a mark at each tick, and under it the labels, as many as do not touch.
    private func xAxisLines() -> [String] {
        var rule = Array(repeating: Character("─"), count: canvas.columns)
        var labels = Array(repeating: Character(" "), count: terminalWidth)
        var taken = -1
        for tick in axes.x.ticks {
            guard let position = axes.x.position(of: tick.value), (0...1).contains(position) else { continue }
            let column = Int((position * Double(canvas.columns - 1)).rounded())
            rule[column] = "┬"
            let start = min(margin + 2 + column - (tick.label.count - 1) / 2, terminalWidth - tick.label.count)
            guard start > taken, start >= 0 else { continue }
            labels.replaceSubrange(start..<start + tick.label.count, with: tick.label)
            taken = start + tick.label.count
        }
        while labels.last == " " { labels.removeLast() }
        return [String(repeating: " ", count: margin + 1) + "└" + String(rule), String(labels)]
    }

    private func wrappedEntries(_ entries: [String]) -> [String] {
        var lines: [String] = []
        for entry in entries {
            let entry = shortened(entry, columns: terminalWidth)
            if let last = lines.last, columns(last) + 3 + columns(entry) <= terminalWidth {
                lines[lines.count - 1] = last + "   " + entry
            } else {
                lines.append(entry)
            }
        }
        return lines
    }
}

extension LinePlot {
    /// The lines in characters.
    public var text: String {
        var plot = PlotText(
            title: title, xAxis: xAxis, yAxis: yAxis, axes: axes, legend: legend, series: series.count)
        for (i, series) in series.enumerated() {
            var before: (x: Double, y: Double)?
            for (x, value) in zip(series.x, series.y) {
                guard let x = plot.axes.x.position(of: x) else { continue }
                guard let y = plot.axes.y.position(of: value) else {
                    let sign: Character = value.isNaN ? "?" : value > 0 ? "↑" : "↓"
                    plot.canvas.write(sign, x, row: value > 0 ? 0 : PlotText.rows - 1)
                    before = nil
                    continue
                }
                plot.canvas.line(before ?? (x, y), (x, y), series: i)
                before = series.isJoined ? (x, y) : nil
            }
        }
        return plot.text
    }
}

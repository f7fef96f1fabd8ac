/// The part of a picture in which data is drawn, with its axes and the positions on them.
struct PlotArea {
    static let width = 480.0

    let axes: (x: Axis, y: Axis)
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    /// Draws title, legend, axes and their labels, and leaves an area as high as asked for the data.
    init(
        in drawing: inout Drawing, axes: (x: Axis, y: Axis), title: String?, xAxis: String?, yAxis: String?,
        legend: [LegendEntry] = [], height: Double = 240
    ) {
        self.axes = axes
        drawing.width = PlotArea.width
        let titleEnd = drawing.title(title)
        let labels = axes.y.ticks.map { emWidth(typeset($0.label)) }.max() ?? 0
        left = labels * Drawing.smallFontSize + 12 + (yAxis == nil ? 0 : 20)
        let lastLabel = emWidth(axes.x.ticks.last?.label ?? "") * Drawing.smallFontSize
        right = PlotArea.width - max(8, lastLabel / 2)
        top = drawLegend(legend, in: &drawing, from: left, top: titleEnd) + 6
        bottom = top + height
        drawAxes(in: &drawing)
        var y = bottom + 20
        if let xAxis {
            y += 20
            drawing.text(xAxis, x: (left + right) / 2, y: y - 3, anchor: .middle, size: Drawing.smallFontSize)
        }
        if let yAxis { drawing.uprightText(yAxis, x: 14, y: (top + bottom) / 2) }
        drawing.height = y + 4
    }

    /// The position of a number on the x axis.
    func x(_ value: Double) -> Double? {
        axes.x.position(of: value).map { left + (right - left) * $0 }
    }

    /// The position of a number on the y axis, which may lie outside the area where a range was asked for.
    func y(_ value: Double) -> Double? {
        axes.y.position(of: value).map { bottom - (bottom - top) * $0 }
    }

    private func drawAxes(in drawing: inout Drawing) {
        var lines = ""
        for tick in axes.y.ticks {
            guard let y = y(tick.value) else { continue }
            lines += "M\(coordinate(left)) \(coordinate(y))H\(coordinate(right))"
            drawing.text(typeset(tick.label), x: left - 7, y: y + 4, anchor: .end, size: Drawing.smallFontSize)
        }
        drawing.path(lines, "stroke-opacity=\"0.18\"")
        var ticks = "M\(coordinate(left)) \(coordinate(bottom))H\(coordinate(right))"
        for tick in axes.x.ticks {
            guard let x = x(tick.value) else { continue }
            ticks += "M\(coordinate(x)) \(coordinate(bottom))v5"
            drawing.text(typeset(tick.label), x: x, y: bottom + 18, anchor: .middle, size: Drawing.smallFontSize)
        }
        drawing.path(ticks, "stroke-opacity=\"0.6\"", role: .axis)
    }
}

/// A name in a legend, and how its sample is drawn: in a box 24 wide and 12 high.
struct LegendEntry {
    var name: String
    var draw: (inout Drawing) -> Void
}

/// Draws a legend in as many lines as it needs; returns where it ends.
func drawLegend(_ entries: [LegendEntry], in drawing: inout Drawing, from left: Double, top: Double) -> Double {
    guard !entries.isEmpty else { return top }
    var (x, y) = (left, top)
    for entry in entries {
        let width = 30 + emWidth(entry.name) * Drawing.smallFontSize + 16
        if x > left && x + width > drawing.width { (x, y) = (left, y + 20) }
        var sample = Drawing()
        entry.draw(&sample)
        drawing.place(sample, x: x, y: y)
        drawing.text(entry.name, x: x + 30, y: y + 10.5, size: Drawing.smallFontSize)
        x += width
    }
    return y + 20
}

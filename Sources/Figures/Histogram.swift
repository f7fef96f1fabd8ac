import CNN

/// How often numbers fall into each of equal intervals.
///
///     show(Histogram(weights, title: "The weights at the start", xAxis: "weight", alternativeText: "A bell …"))
///
/// An interval holds its lower end, the last one its upper end too.
public struct Histogram: DrawnFigure {
    /// The ends of all intervals, from the first's lower to the last's upper.
    public let range: ClosedRange<Double>
    /// How many numbers fall into each interval.
    public let counts: [Int]
    /// How many numbers are outside the range or not finite.
    public let outside: Int
    /// The line over the picture.
    public var title: String?
    /// What the numbers are.
    public var xAxis: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// Counts numbers in `bins` intervals between the smallest and the largest, or within a range.
    public init(
        _ numbers: [some Plottable], bins: Int = 30, range: ClosedRange<Double>? = nil, title: String? = nil,
        xAxis: String? = nil, alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(!numbers.isEmpty, "A histogram needs at least one number.")
        require(bins >= 1 && bins <= 200, "A histogram has 1 to 200 intervals, but was asked for \(bins).")
        requireRange(range)
        let numbers = numbers.map { $0.plotted }
        let found = range ?? numbers.drawableRange ?? 0...1
        let half = max(found.lowerBound.magnitude * 0.5, 0.5)
        let isPoint = found.lowerBound == found.upperBound
        let ends = isPoint ? found.lowerBound - half...found.upperBound + half : found
        var counts = Array(repeating: 0, count: bins)
        for number in numbers where number.isDrawable && ends.contains(number) {
            counts[min(Int(ends.fraction(of: number) * Double(bins)), bins - 1)] += 1
        }
        self.range = ends
        self.counts = counts
        self.outside = numbers.count - counts.reduce(0, +)
        self.title = title
        self.xAxis = xAxis
        self.alternativeText = alternativeText
    }

    /// Counts all numbers of a tensor, whatever its shape.
    public init(
        _ numbers: Tensor, bins: Int = 30, range: ClosedRange<Double>? = nil, title: String? = nil,
        xAxis: String? = nil, alternativeText: String
    ) {
        self.init(
            numbers.scalars, bins: bins, range: range, title: title, xAxis: xAxis, alternativeText: alternativeText)
    }

    /// The lower end of an interval, or after the last one its upper end.
    func edge(_ i: Int) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(i) / Double(counts.count)
    }

    private var axes: (x: Axis, y: Axis) {
        let most = Double(max(counts.max() ?? 0, 1))
        return (
            Axis(linear: range, count: 7, end: .atData), Axis(linear: 0...most, end: .atTicks, wholeNumbers: true)
        )
    }

    private var note: String? { outside == 0 ? nil : "outside or no finite number: \(outside)" }

    /// Bars that touch, over the axis of the numbers.
    public var drawing: Drawing {
        var drawing = Drawing()
        let area = PlotArea(in: &drawing, axes: axes, title: title, xAxis: xAxis, yAxis: "count", height: 200)
        for (i, count) in counts.enumerated() where count > 0 {
            guard let left = area.x(edge(i)), let right = area.x(edge(i + 1)), let top = area.y(Double(count)) else {
                continue
            }
            drawing.rectangle(
                x: left, y: top, width: max(right - left - 0.75, 0.5), height: area.bottom - top, fill: seriesColour(0),
                role: .bar)
        }
        if let note {
            drawing.height += 18
            drawing.text(note, x: area.left, y: drawing.height - 5, size: Drawing.smallFontSize)
        }
        return drawing
    }

    /// The bars in blocks.
    public var text: String {
        var plot = PlotText(title: title, xAxis: xAxis, yAxis: "count", axes: axes, legend: [], series: 2)
        for column in 0..<plot.canvas.columns {
            let count = counts[min(column * counts.count / plot.canvas.columns, counts.count - 1)]
            let height = (plot.axes.y.position(of: Double(count)) ?? 0) * Double(plot.canvas.rows)
            for row in 0..<plot.canvas.rows {
                let part = height - Double(plot.canvas.rows - 1 - row)
                if part > 0.06 { plot.canvas.write(block(part), column: column, row: row) }
            }
        }
        return [plot.text, note].compactMap { $0 }.joined(separator: "\n")
    }

    /// The counts by their intervals.
    public var data: DataTable? {
        DataTable(
            header: ["from", "to", "count"],
            rows: counts.enumerated().map { [written(edge($0)), written(edge($0 + 1)), "\($1)"] })
    }
}

/// A block that fills this part of a character's height.
func block(_ part: Double) -> Character {
    Array("▁▂▃▄▅▆▇█")[min(max(Int((part * 8).rounded()), 1), 8) - 1]
}

/// The lines of equal height of a function of two numbers, as on a map, and paths on it: what gradient descent does.
///
///     show(ContourPlot(x: -3...3, y: -1...1, paths: [Series("plain", x: xs, y: ys)], alternativeText: "…") { x, y in
///         x * x + 20 * y * y
///     })
public struct ContourPlot: DrawnFigure {
    private let contours: Contours
    /// The paths, each from its first point to its last.
    public let paths: [Series]
    /// The heights at which lines are drawn.
    public let levels: [Double]
    /// The line over the picture.
    public var title: String?
    /// What x is.
    public var xAxis: String?
    /// What y is.
    public var yAxis: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// A map of a function between these x and y. The lines lie at `levels`; where none are given, at twelve heights
    /// that part the area evenly.
    public init(
        x: ClosedRange<Double>, y: ClosedRange<Double>, levels: [Double] = [], paths: [Series] = [],
        title: String? = nil, xAxis: String? = nil, yAxis: String? = nil, alternativeText: String,
        _ function: (Double, Double) -> Double
    ) {
        requireAlternativeText(alternativeText)
        requireRange(x)
        requireRange(y)
        contours = Contours(x: x, y: y, function)
        self.levels = levels.isEmpty ? contours.levels(12) : levels
        self.paths = paths
        self.title = title
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.alternativeText = alternativeText
    }

    private var axes: (x: Axis, y: Axis) {
        (Axis(linear: contours.x, count: 7, end: .atData), Axis(linear: contours.y, end: .atData))
    }

    private var legend: [String] { paths.count == 1 && paths[0].name.isEmpty ? [] : paths.map { $0.name } }

    /// The lines of equal height under the paths; what leaves the map is left out.
    public var drawing: Drawing {
        var drawing = Drawing()
        let entries = legend.enumerated().map { i, name in LegendEntry(name: name) { $0.marker(i, x: 12, y: 6) } }
        let area = PlotArea(
            in: &drawing, axes: axes, title: title, xAxis: xAxis, yAxis: yAxis, legend: entries, height: 300)
        let style = NumberStyle(for: levels)
        var written: [(x: Double, y: Double)] = []
        var heights: [(text: String, x: Double, y: Double)] = []
        for (i, level) in levels.enumerated() {
            let lines = contours.segments(at: level).compactMap { segment -> (x: Double, y: Double, data: String)? in
                guard let x = area.x(segment.start.x), let y = area.y(segment.start.y),
                    let endX = area.x(segment.end.x), let endY = area.y(segment.end.y)
                else { return nil }
                return (x, y, "M\(point(x, y))l\(point(endX - x, endY - y))")
            }
            drawing.path(lines.map { $0.data }.joined(), "stroke-opacity=\"0.4\"", role: .contour)
            // Every other line has its height written where it comes nearest to the upper right corner.
            let inside = lines.filter { $0.x < area.right - 30 && $0.y > area.top + 12 }
            if i % 2 == 0, let best = inside.max(by: { $0.x - $0.y < $1.x - $1.y }),
                !written.contains(where: { abs($0.x - best.x) < 48 && abs($0.y - best.y) < 15 })
            {
                written.append((best.x, best.y))
                heights.append((style.text(level), best.x, best.y + 4.5))
            }
        }
        // Over all lines, which the style sheet keeps away from their letters.
        for height in heights {
            drawing.text(
                typeset(height.text), x: height.x, y: height.y, anchor: .middle, size: Drawing.smallFontSize,
                "class=\"height\"")
        }
        for (i, path) in paths.enumerated() {
            let points = zip(path.x, path.y).filter { contours.x.contains($0) && contours.y.contains($1) }
                .compactMap { x, y in area.x(x).flatMap { x in area.y(y).map { (x, $0) } } }
            drawing.markers(points, index: i, joined: true)
        }
        return drawing
    }

    /// Five shades from low to high, with the paths' marks on them.
    public var text: String {
        var plot = PlotText(
            title: title, xAxis: xAxis, yAxis: yAxis, axes: axes, legend: legend, series: max(paths.count, 2))
        for (i, path) in paths.enumerated() {
            for (x, y) in zip(path.x, path.y) {
                guard let x = plot.axes.x.position(of: x), let y = plot.axes.y.position(of: y) else { continue }
                plot.canvas.point(x, y, series: i)
            }
        }
        let bounds = contours.levels(4)
        let shades: [Character] = [" ", "·", "░", "▒", "▓"]
        plot.canvas.fill { x, y in
            let column = Int((x * Double(contours.steps)).rounded())
            let row = Int((y * Double(contours.steps)).rounded())
            let height = contours.heights[row * (contours.steps + 1) + column]
            return shades[min(bounds.count { height > $0 }, 4)]
        }
        return plot.text
    }

    /// The points of the paths; nil where they are many or there are none.
    public var data: DataTable? {
        guard !paths.isEmpty, paths.reduce(0, { $0 + $1.x.count }) <= DataTable.mostRows else { return nil }
        return DataTable(
            header: ["path", xAxis ?? "x", yAxis ?? "y"],
            rows: paths.flatMap { path in zip(path.x, path.y).map { [path.name, written($0), written($1)] } })
    }
}

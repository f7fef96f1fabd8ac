import CNN

/// Points in a plane, in one or more groups that differ in colour and shape.
///
///     show(ScatterPlot([Series("class 0", x: x0, y: y0), Series("class 1", x: x1, y: y1)], alternativeText: "…"))
public struct ScatterPlot: DrawnFigure {
    /// The groups of points.
    public let groups: [Series]
    /// The line over the picture.
    public var title: String?
    /// What x is.
    public var xAxis: String?
    /// What y is.
    public var yAxis: String?
    /// Whether the points of a group are joined in their order, as the steps of a path.
    public var areJoined: Bool
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// A plot of several groups; each is named in a legend.
    public init(
        _ groups: [Series], title: String? = nil, xAxis: String? = nil, yAxis: String? = nil, joined: Bool = false,
        alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(!groups.isEmpty, "A scatter plot needs at least one group of points.")
        for group in groups {
            require(
                !group.y.isEmpty, "A scatter plot needs at least one point a group, but \"\(group.name)\" has none.")
        }
        self.groups = groups
        self.title = title
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.areJoined = joined
        self.alternativeText = alternativeText
    }

    /// A plot of points without a name, as many x as y.
    public init(
        x: [some Plottable], y: [some Plottable], title: String? = nil, xAxis: String? = nil, yAxis: String? = nil,
        joined: Bool = false, alternativeText: String
    ) {
        self.init(
            [Series("", x: x, y: y)], title: title, xAxis: xAxis, yAxis: yAxis, joined: joined,
            alternativeText: alternativeText)
    }

    private var axes: (x: Axis, y: Axis) {
        (
            Axis(linear: groups.flatMap { $0.x }.drawableRange ?? 0...1, count: 7),
            Axis(linear: groups.flatMap { $0.y }.drawableRange ?? 0...1)
        )
    }

    private var legend: [String] { groups.count == 1 && groups[0].name.isEmpty ? [] : groups.map { $0.name } }

    /// How many points have no place because a coordinate is not finite.
    private var missing: Int { groups.reduce(0) { $0 + zip($1.x, $1.y).count { !$0.isDrawable || !$1.isDrawable } } }

    private var note: String? { missing == 0 ? nil : "points that are not finite: \(missing)" }

    /// Axes, legend and points.
    public var drawing: Drawing {
        var drawing = Drawing()
        let entries = legend.enumerated().map { i, name in
            LegendEntry(name: name) { $0.marker(i, x: 12, y: 6) }
        }
        let area = PlotArea(
            in: &drawing, axes: axes, title: title, xAxis: xAxis, yAxis: yAxis, legend: entries, height: 280)
        for (i, group) in groups.enumerated() {
            let points = zip(group.x, group.y).compactMap { x, y in area.x(x).flatMap { x in area.y(y).map { (x, $0) } }
            }
            drawing.markers(points, index: i, joined: areJoined)
        }
        if let note {
            drawing.height += 18
            drawing.text(note, x: area.left, y: drawing.height - 5, size: Drawing.smallFontSize)
        }
        return drawing
    }

    /// The points in characters.
    public var text: String {
        // Marks rather than braille: the points of a group need not lie close together.
        var plot = PlotText(
            title: title, xAxis: xAxis, yAxis: yAxis, axes: axes, legend: legend, series: max(groups.count, 2))
        for (i, group) in groups.enumerated() {
            var before: (x: Double, y: Double)?
            for (x, y) in zip(group.x, group.y) {
                guard let x = plot.axes.x.position(of: x), let y = plot.axes.y.position(of: y) else { continue }
                plot.canvas.line(areJoined ? before ?? (x, y) : (x, y), (x, y), series: i)
                before = (x, y)
            }
        }
        return [plot.text, note].compactMap { $0 }.joined(separator: "\n")
    }

    /// The points; nil where they are many.
    public var data: DataTable? {
        guard groups.reduce(0, { $0 + $1.x.count }) <= DataTable.mostRows else { return nil }
        return DataTable(
            header: ["group", xAxis ?? "x", yAxis ?? "y"],
            rows: groups.flatMap { group in zip(group.x, group.y).map { [group.name, written($0), written($1)] } })
    }
}

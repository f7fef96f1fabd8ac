import CNN

/// One or more lines over a common x axis.
///
///     show(LinePlot(costs, title: "The cost falls", xAxis: "epoch", yAxis: "cost", alternativeText: "A line that …"))
///     show(LinePlot([Series("plain", plain), Series("residual", residual)], logarithmicY: true, alternativeText: "…"))
///
/// Where a number is not finite the line has a gap: × at the bottom marks a nan, an arrow what is infinite (or, on a
/// logarithmic axis, not above 0).
public struct LinePlot: DrawnFigure {
    /// The lines.
    public let series: [Series]
    /// The line over the picture.
    public var title: String?
    /// What x is.
    public var xAxis: String?
    /// Names in place of numbers along the x axis, at x = 0, 1, and so on; none where empty.
    public let xLabels: [String]
    /// What y is.
    public var yAxis: String?
    /// Whether equal steps of height are equal factors.
    public var logarithmicY: Bool
    /// The y that are seen; all that there are where nil.
    public var yRange: ClosedRange<Double>?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// A plot of several lines; each is named in a legend.
    public init(
        _ series: [Series], title: String? = nil, xAxis: String? = nil, xLabels: [String] = [], yAxis: String? = nil,
        logarithmicY: Bool = false,
        yRange: ClosedRange<Double>? = nil, alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(!series.isEmpty, "A line plot needs at least one series.")
        for series in series {
            require(
                !series.y.isEmpty, "A line plot needs at least one point a series, but \"\(series.name)\" has none.")
        }
        requireRange(yRange, logarithmic: logarithmicY)
        requireColumns(xLabels, for: series)
        self.series = series
        self.title = title
        self.xAxis = xAxis
        self.xLabels = xLabels
        self.yAxis = yAxis
        self.logarithmicY = logarithmicY
        self.yRange = yRange
        self.alternativeText = alternativeText
    }

    /// A plot of one line.
    public init(
        _ series: Series, title: String? = nil, xAxis: String? = nil, yAxis: String? = nil, logarithmicY: Bool = false,
        yRange: ClosedRange<Double>? = nil, alternativeText: String
    ) {
        self.init(
            [series], title: title, xAxis: xAxis, yAxis: yAxis, logarithmicY: logarithmicY, yRange: yRange,
            alternativeText: alternativeText)
    }

    /// A plot of one line, its values at x = 0, 1, and so on.
    public init(
        _ values: [some Plottable], title: String? = nil, xAxis: String? = nil, yAxis: String? = nil,
        logarithmicY: Bool = false, yRange: ClosedRange<Double>? = nil, alternativeText: String
    ) {
        self.init(
            [Series("", values)], title: title, xAxis: xAxis, yAxis: yAxis, logarithmicY: logarithmicY, yRange: yRange,
            alternativeText: alternativeText)
    }

    /// A plot of one line, the numbers of a vector at x = 0, 1, and so on.
    public init(
        _ values: Tensor, title: String? = nil, xAxis: String? = nil, yAxis: String? = nil, logarithmicY: Bool = false,
        yRange: ClosedRange<Double>? = nil, alternativeText: String
    ) {
        self.init(
            [Series("", values)], title: title, xAxis: xAxis, yAxis: yAxis, logarithmicY: logarithmicY, yRange: yRange,
            alternativeText: alternativeText)
    }

    var axes: (x: Axis, y: Axis) {
        let x = series.flatMap { $0.x }
        let areWhole = x.allSatisfy { $0 == $0.rounded() }
        let xAxis =
            xLabels.isEmpty
            ? Axis(linear: x.drawableRange ?? 0...1, count: 7, end: .atData, wholeNumbers: areWhole)
            : Axis(names: xLabels)
        let y = series.flatMap { $0.y }
        if logarithmicY {
            return (xAxis, Axis(logarithmic: yRange ?? y.filter { $0 > 0 }.drawableRange ?? 0.1...1))
        }
        return (xAxis, Axis(linear: yRange ?? y.drawableRange ?? 0...1, end: yRange == nil ? .atTicks : .atData))
    }

    /// The names for a legend; none where a single line needs none.
    var legend: [String] { series.count == 1 && series[0].name.isEmpty ? [] : series.map { $0.name } }
}

/// Stops when a range that was given for an axis cannot be one.
func requireRange(_ range: ClosedRange<Double>?, logarithmic: Bool = false) {
    guard let range else { return }
    require(
        range.lowerBound.isDrawable && range.upperBound.isDrawable && range.lowerBound < range.upperBound,
        "An axis needs a range of finite numbers that has a length, but was given \(range).")
    require(
        !logarithmic || range.lowerBound > 0, "A logarithmic axis needs a range above 0, but was given \(range).")
}

import CNN

/// Bars for named values, one below the other; their lengths start at 0.
///
///     show(BarChart(["conv1", "conv2"], [156, 2_416], title: "Parameters", alternativeText: "…"))
public struct BarChart: DrawnFigure {
    /// What each bar, or each group of bars, shows.
    public let labels: [String]
    /// The values: one series, or several whose bars are grouped.
    public let series: [Series]
    /// The line over the picture.
    public var title: String?
    /// What the values are.
    public var axis: String?
    /// How many digits after the point the values have; as many as needed where nil.
    public var digits: Int?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// Groups of bars: each series has a value for each label.
    public init(
        _ labels: [String], _ series: [Series], title: String? = nil, axis: String? = nil, digits: Int? = nil,
        alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(!labels.isEmpty && !series.isEmpty, "A bar chart needs at least one bar.")
        for series in series {
            require(
                series.y.count == labels.count,
                "A bar chart of \(labels.count) labels takes as many values, but was given \(series.y.count).")
        }
        self.labels = labels
        self.series = series
        self.title = title
        self.axis = axis
        self.digits = digits
        self.alternativeText = alternativeText
    }

    /// One bar for each label.
    public init(
        _ labels: [String], _ values: [some Plottable], title: String? = nil, axis: String? = nil, digits: Int? = nil,
        alternativeText: String
    ) {
        self.init(
            labels, [Series("", values)], title: title, axis: axis, digits: digits, alternativeText: alternativeText)
    }

    /// One bar for each label, their values the numbers of a vector.
    public init(
        _ labels: [String], _ values: Tensor, title: String? = nil, axis: String? = nil, digits: Int? = nil,
        alternativeText: String
    ) {
        self.init(
            labels, [Series("", values)], title: title, axis: axis, digits: digits, alternativeText: alternativeText)
    }

    var style: NumberStyle {
        digits.map { NumberStyle(digits: $0) } ?? NumberStyle(for: series.flatMap { $0.y })
    }

    var valueAxis: Axis {
        let range = series.flatMap { $0.y }.drawableRange ?? 0...1
        return Axis(linear: min(range.lowerBound, 0)...max(range.upperBound, 0))
    }

    /// Names for a legend; none where there is one series without a name.
    var legend: [String] { series.count == 1 && series[0].name.isEmpty ? [] : series.map { $0.name } }

    /// The values by their labels.
    public var data: DataTable? {
        DataTable(
            header: [""] + series.map { $0.name.isEmpty ? axis ?? "value" : $0.name },
            rows: labels.enumerated().map { i, label in [label] + series.map { written($0.y[i]) } })
    }
}

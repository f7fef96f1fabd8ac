import CNN

extension Axis {
    /// An axis with names in place of numbers: the first at 0, the second at 1, and so on, each in the middle of a
    /// column as wide as all others.
    init(names: [String]) {
        isLogarithmic = false
        range = -0.5...Double(names.count) - 0.5
        ticks = names.enumerated().map { Tick(value: Double($0), label: cleaned($1)) }
    }
}

extension LinePlot {
    /// What x is in words: the name of its column, where columns have names.
    func writtenX(_ x: Double) -> String {
        xLabels.isEmpty ? written(x) : xLabels[Int(x.rounded())]
    }
}

/// Stops when a point lies in none of the columns that have names.
func requireColumns(_ labels: [String], for series: [Series]) {
    guard !labels.isEmpty else { return }
    for series in series {
        require(
            series.x.allSatisfy { $0 > -0.5 && $0 < Double(labels.count) - 0.5 },
            "The columns with names are x = 0 to \(labels.count - 1), but a point of \"\(series.name)\" is outside them."
        )
    }
}

import CNN

/// A line of a plot: points in order, with a name.
public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// The x of the points, from left to right.
    public var x: [Double]
    /// The y of the points; what is no finite number leaves a gap in the line.
    public var y: [Double]
    /// Whether a line joins the points.
    public var isJoined = true

    /// The same points, each a mark of its own, without the line that joins them: `Series("measured", degrees).points`.
    public var points: Series {
        var series = self
        series.isJoined = false
        return series
    }

    /// Values at x = `start`, `start` + 1, and so on.
    public init(_ name: String, _ values: [some Plottable], startingAt start: Int = 0) {
        self.name = name
        self.x = values.indices.map { Double(start + $0) }
        self.y = values.map { $0.plotted }
    }

    /// The numbers of a vector at x = `start`, `start` + 1, and so on.
    public init(_ name: String, _ values: Tensor, startingAt start: Int = 0) {
        require(
            values.rank == 1, "A series is a vector, shape [count], but was given a tensor of shape \(values.shape).")
        self.init(name, values.scalars, startingAt: start)
    }

    /// Points with these coordinates, as many x as y, joined in this order.
    public init(_ name: String, x: [some Plottable], y: [some Plottable]) {
        require(x.count == y.count, "A series needs as many x as y, but \"\(name)\" has \(x.count) and \(y.count).")
        self.name = name
        self.x = x.map { $0.plotted }
        self.y = y.map { $0.plotted }
    }

    /// The curve of a function between two x.
    public init(_ name: String, over range: ClosedRange<Double>, _ function: (Double) -> Double) {
        let steps = 200
        self.name = name
        self.x = (0...steps).map {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(steps)
        }
        self.y = x.map(function)
    }

    /// The curve of a function that works number by number on a tensor: `Series("ReLU", of: relu, over: -4...4)`.
    public init(_ name: String, of function: (Tensor) -> Tensor, over range: ClosedRange<Double>) {
        self.init(name, over: range) { x in x }
        let values = function(Tensor(x.map { Scalar($0) }))
        require(
            values.shape == [x.count],
            "The curve \"\(name)\" needs a function that keeps the shape [\(x.count)], but it gave \(values.shape).")
        self.y = values.scalars.map { $0.plotted }
    }
}

/// The lines along which a function of two numbers has one height, by marching squares.
struct Contours {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    /// The function at the corners of a grid of `steps` by `steps` squares, row by row from the lowest y.
    let heights: [Double]
    let steps: Int

    init(x: ClosedRange<Double>, y: ClosedRange<Double>, steps: Int = 48, _ function: (Double, Double) -> Double) {
        (self.x, self.y, self.steps) = (x, y, steps)
        heights = (0...steps).flatMap { row in
            (0...steps).map { column in
                function(
                    Contours.coordinate(Double(column) / Double(steps), in: x),
                    Contours.coordinate(Double(row) / Double(steps), in: y))
            }
        }
    }

    /// Heights that part the grid's corners into parts of about one size, so that flat and steep regions both have
    /// lines.
    func levels(_ count: Int) -> [Double] {
        let sorted = heights.filter { $0.isDrawable }.sorted()
        guard let first = sorted.first, let last = sorted.last, first < last else { return [] }
        var levels: [Double] = []
        for i in 1...count {
            let level = sorted[sorted.count * i / (count + 1)]
            if level > first && level < last && level != levels.last { levels.append(level) }
        }
        return levels
    }

    /// The straight pieces of the line at this height, one or two a square that it crosses.
    func segments(at level: Double) -> [(start: (x: Double, y: Double), end: (x: Double, y: Double))] {
        var segments: [(start: (x: Double, y: Double), end: (x: Double, y: Double))] = []
        for row in 0..<steps {
            for column in 0..<steps {
                let crossings = crossings(row, column, level)
                // Four crossings are a saddle; either way of joining them is as good as the other.
                for i in stride(from: 0, to: crossings.count - 1, by: 2) {
                    segments.append((crossings[i], crossings[i + 1]))
                }
            }
        }
        return segments
    }

    /// Where the line enters or leaves a square: between corners of which one is above the level and one is not.
    private func crossings(_ row: Int, _ column: Int, _ level: Double) -> [(x: Double, y: Double)] {
        let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].map { (row: row + $0.0, column: column + $0.1) }
        let values = corners.map { heights[$0.row * (steps + 1) + $0.column] }
        guard values.allSatisfy({ $0.isDrawable }) else { return [] }
        return (0..<4).compactMap { i in
            let (a, b) = (values[i], values[(i + 1) % 4])
            guard (a > level) != (b > level) else { return nil }
            let part = (level - a) / (b - a)
            let (from, to) = (corners[i], corners[(i + 1) % 4])
            let column = Double(from.column) + part * Double(to.column - from.column)
            let row = Double(from.row) + part * Double(to.row - from.row)
            return (
                Contours.coordinate(column / Double(steps), in: x), Contours.coordinate(row / Double(steps), in: y)
            )
        }
    }

    private static func coordinate(_ fraction: Double, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * fraction
    }
}

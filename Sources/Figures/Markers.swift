extension Drawing {
    /// The points of a group as shapes of its own, joined by a line if asked.
    mutating func markers(_ places: [(Double, Double)], index: Int, joined: Bool = false) {
        let colour = seriesColour(index)
        if joined {
            let line = places.map { point($0.0, $0.1) }.joined(separator: "L")
            if !line.isEmpty { path("M" + line, stroke: colour, width: 1.5, "stroke-linejoin=\"round\"") }
        }
        // One path a group: a thousand points as elements of their own would be a long page.
        let data = places.map { Drawing.shape(index, x: $0.0, y: $0.1) }.joined()
        if Drawing.isOutline(index) {
            path(data, stroke: colour, width: 1.8)
        } else {
            add("<path d=\"\(data)\" fill=\"\(colour)\" fill-opacity=\"0.8\"/>")
        }
    }

    /// One mark, as in a legend.
    mutating func marker(_ index: Int, x: Double, y: Double) {
        markers([(x, y)], index: index)
    }

    /// Circle, cross, square, plus, triangle, ring, diamond.
    private static func shape(_ index: Int, x: Double, y: Double) -> String {
        switch index % 7 {
        case 0: "M\(point(x - 3.4, y))a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0z"
        case 1: "M\(point(x - 3.4, y - 3.4))l6.8 6.8m0 -6.8l-6.8 6.8"
        case 2: "M\(point(x - 3.1, y - 3.1))h6.2v6.2h-6.2z"
        case 3: "M\(point(x - 4, y))h8m-4 -4v8"
        case 4: "M\(point(x, y - 4.2))l4 7h-8z"
        case 5: "M\(point(x - 3.4, y))a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0"
        default: "M\(point(x, y - 4.4))l4 4.4l-4 4.4l-4 -4.4z"
        }
    }

    private static func isOutline(_ index: Int) -> Bool { [1, 3, 5].contains(index % 7) }
}

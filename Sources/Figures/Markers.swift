extension Drawing {
    /// The points of a group as shapes of its own, joined by a line if asked.
    mutating func markers(_ points: [(Double, Double)], index: Int, joined: Bool = false) {
        let colour = seriesColour(index)
        if joined {
            let line = points.map { point($0.0, $0.1) }.joined(separator: "L")
            if !line.isEmpty { path("M" + line, stroke: colour, width: 1.5, "stroke-linejoin=\"round\"", role: .line) }
        }
        // Where there are many, they shall not hide each other, and what is drawn with them.
        let isCrowd = points.count > 150
        // One path a group: a thousand points as elements of their own would be a long page.
        let data = points.map { Drawing.shape(index, x: $0.0, y: $0.1, size: isCrowd ? 0.6 : 1) }.joined()
        if Drawing.isOutline(index) {
            path(data, stroke: colour, width: isCrowd ? 1.2 : 1.8, role: .markers)
        } else {
            add("<path d=\"\(data)\" fill=\"\(colour)\" fill-opacity=\"\(isCrowd ? 0.6 : 0.8)\"/>", role: .markers)
        }
    }

    /// One mark, as in a legend.
    mutating func marker(_ index: Int, x: Double, y: Double) {
        markers([(x, y)], index: index)
    }

    /// Circle, cross, square, plus, triangle, ring, diamond.
    private static func shape(_ index: Int, x: Double, y: Double, size: Double) -> String {
        func p(_ x: Double, _ y: Double) -> String { point(x * size, y * size) }
        func begin(_ left: Double, _ top: Double) -> String { "M\(point(x + left * size, y + top * size))" }
        func c(_ length: Double) -> String { coordinate(length * size) }
        let circle = "\(begin(-3.4, 0))a\(p(3.4, 3.4)) 0 1 0 \(p(6.8, 0))a\(p(3.4, 3.4)) 0 1 0 \(p(-6.8, 0))"
        return switch index % 7 {
        case 0: circle + "z"
        case 1: "\(begin(-3.4, -3.4))l\(p(6.8, 6.8))m\(p(0, -6.8))l\(p(-6.8, 6.8))"
        case 2: "\(begin(-3.1, -3.1))h\(c(6.2))v\(c(6.2))h\(c(-6.2))z"
        case 3: "\(begin(-4, 0))h\(c(8))m\(p(-4, -4))v\(c(8))"
        case 4: "\(begin(0, -4.2))l\(p(4, 7))h\(c(-8))z"
        case 5: circle
        default: "\(begin(0, -4.4))l\(p(4, 4.4))l\(p(-4, 4.4))l\(p(-4, -4.4))z"
        }
    }

    private static func isOutline(_ index: Int) -> Bool { [1, 3, 5].contains(index % 7) }
}

extension LinePlot {
    /// Axes, legend and lines; a line has dots at its points where they are few.
    public var drawing: Drawing {
        var drawing = Drawing()
        let entries = legend.enumerated().map { i, name in
            LegendEntry(name: name) { drawing in
                guard series[i].isJoined else { return drawing.marker(i, x: 12, y: 6) }
                drawing.path("M1 6H23", stroke: seriesColour(i), width: 2.2, lineAttributes(i))
            }
        }
        let area = PlotArea(
            in: &drawing, axes: axes, title: title, xAxis: xAxis, yAxis: yAxis, legend: entries)
        for (i, series) in series.enumerated() {
            let points = zip(series.x, series.y).compactMap { x, y in
                area.x(x).map { PlottedPoint(x: $0, value: y, y: area.y(y)) }
            }
            draw(thinned(points), in: &drawing, area, index: i)
        }
        return drawing
    }

    /// A point on the drawing; without y where its value has no position.
    private struct PlottedPoint {
        var x: Double
        var value: Double
        var y: Double?
    }

    /// Of very many points those that can be seen: the first, lowest, highest and last of each column of pixels.
    private func thinned(_ points: [PlottedPoint]) -> [PlottedPoint] {
        guard points.count > 1200 else { return points }
        var kept: [PlottedPoint] = []
        var start = 0
        while start < points.count {
            var end = start
            var (lowest, highest) = (start, start)
            let column = points[start].x.rounded(.down)
            while end < points.count && points[end].x.rounded(.down) == column {
                guard let y = points[end].y, let low = points[lowest].y, let high = points[highest].y else { break }
                if y > low { lowest = end }
                if y < high { highest = end }
                end += 1
            }
            // A point without a y stays, and ends the column.
            if end == start { end += 1 }
            for i in Set([start, lowest, highest, end - 1]).sorted() { kept.append(points[i]) }
            start = end
        }
        return kept
    }

    private func draw(_ points: [PlottedPoint], in drawing: inout Drawing, _ area: PlotArea, index: Int) {
        let colour = seriesColour(index)
        let visible = area.top - 0.01...area.bottom + 0.01
        var data = ""
        var end: (x: Double, y: Double)?
        var dots: [(Double, Double)] = []
        for (i, plotted) in points.enumerated() {
            guard let y = plotted.y else {
                // Of several in a row only the first is marked.
                if i == 0 || points[i - 1].y != nil || points[i - 1].value.isNaN != plotted.value.isNaN {
                    mark(plotted, in: &drawing, area, colour: colour)
                }
                continue
            }
            if visible.contains(y) { dots.append((plotted.x, y)) }
            guard i > 0, let before = points[i - 1].y else {
                let isAlone = i == points.count - 1 || points[i + 1].y == nil
                if isAlone && visible.contains(y) { data += "M\(point(plotted.x, y))h0" }
                continue
            }
            guard let line = clipped((points[i - 1].x, before), (plotted.x, y), to: visible) else { continue }
            if end?.x != line.start.x || end?.y != line.start.y { data += "M\(point(line.start.x, line.start.y))" }
            data += "L\(point(line.end.x, line.end.y))"
            end = line.end
        }
        guard series[index].isJoined else { return drawing.markers(dots, index: index) }
        drawing.path(
            data, stroke: colour, width: 2.2,
            lineAttributes(index) + " stroke-linecap=\"round\" stroke-linejoin=\"round\"", role: .line)
        if points.count <= 24 {
            let data = dots.map { "M\(point($0.0, $0.1))h0" }.joined()
            drawing.path(data, stroke: colour, width: 6, "stroke-linecap=\"round\"")
        }
    }

    /// Lines differ in their dashes too, for print without colours.
    private func lineAttributes(_ index: Int) -> String {
        let dashes = ["", "7 4", "2 4", "9 4 2 4", "12 5", "5 3 2 3 2 3", "4 3"]
        let dash = dashes[index % dashes.count]
        return dash.isEmpty ? "" : "stroke-dasharray=\"\(dash)\""
    }

    /// A × for a nan at the bottom, an arrow for what lies beyond the top or the bottom of every axis.
    private func mark(_ plotted: PlottedPoint, in drawing: inout Drawing, _ area: PlotArea, colour: String) {
        let x = plotted.x
        if plotted.value.isNaN {
            let y = area.bottom - 6
            drawing.path("M\(point(x - 4, y - 4))l8 8m0 -8l-8 8", stroke: colour, width: 2, role: .gap)
        } else if plotted.value > 0 {
            drawing.path("M\(point(x, area.top + 10))v-10l-4 5m4 -5l4 5", stroke: colour, width: 2, role: .gap)
        } else {
            drawing.path("M\(point(x, area.bottom - 10))v10l-4 -5m4 5l4 -5", stroke: colour, width: 2, role: .gap)
        }
    }
}

/// A point in a path; a tenth of a pixel is enough for a line of many points.
func point(_ x: Double, _ y: Double) -> String { "\(decimal(x, 1)) \(decimal(y, 1))" }

/// The part of a straight line that lies in a range of heights, nil where none does.
private func clipped(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), to range: ClosedRange<Double>
) -> (start: (x: Double, y: Double), end: (x: Double, y: Double))? {
    func cut(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> (x: Double, y: Double)? {
        if range.contains(a.y) { return a }
        let edge = a.y < range.lowerBound ? range.lowerBound : range.upperBound
        guard (a.y - edge) * (b.y - edge) < 0 else { return nil }
        return (a.x + (b.x - a.x) * (edge - a.y) / (b.y - a.y), edge)
    }
    guard let first = cut(start, end), let last = cut(end, start) else { return nil }
    return (first, last)
}

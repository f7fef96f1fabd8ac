/// Where the parts of a heat map are.
struct HeatMapLayout {
    static let widest = 480.0
    static let mostCellsWithNumbers = 200
    static let numberSize = 13.0

    let cell: (width: Double, height: Double)
    /// The upper left corner of the first cell, without the title.
    let left: Double
    let width: Double

    init(_ map: HeatMap) {
        let labels = map.rowLabels.map(emWidth).max() ?? 0
        left = (labels > 0 ? labels * Drawing.smallFontSize + 10 : 2) + (map.rowAxis == nil ? 0 : 20)
        let available = HeatMapLayout.widest - left - 2
        var side = min(available / Double(map.columnCount), max(360 / Double(map.rows.count), 4), 48)
        if map.showsNumbers {
            // Cells with numbers are as wide as the longest of them.
            let needed = HeatMapLayout.numberWidth(map)
            cell = (min(max(side, needed), available / Double(map.columnCount)), max(side, 26))
        } else {
            if side > 3 { side = (side * 2).rounded(.down) / 2 }
            cell = (side, side)
        }
        width = min(max(left + cell.width * Double(map.columnCount) + 2, left + 200), HeatMapLayout.widest)
    }

    /// How wide a cell must be for the longest number.
    private static func numberWidth(_ map: HeatMap) -> Double {
        (map.words.joined().map(emWidth).max() ?? 0) * numberSize + 10
    }

    /// Whether there are few enough numbers, short enough to be written in the cells.
    static func hasRoomForNumbers(_ map: HeatMap) -> Bool {
        guard map.rows.count * map.columnCount <= mostCellsWithNumbers else { return false }
        var map = map
        map.showsNumbers = true
        return numberWidth(map) <= (widest - HeatMapLayout(map).left) / Double(map.columnCount)
    }
}

extension HeatMap {
    /// The cells, their labels, and under them the scale.
    public var drawing: Drawing {
        let layout = HeatMapLayout(self)
        var drawing = Drawing(width: layout.width)
        var top = drawing.title(title)
        if !columnLabels.isEmpty { top = drawColumnLabels(in: &drawing, layout, top) }
        let bottom = top + layout.cell.height * Double(rows.count)
        drawCells(in: &drawing, layout, top)
        for (row, label) in rowLabels.enumerated() {
            drawing.text(
                label, x: layout.left - 6, y: top + layout.cell.height * (Double(row) + 0.5) + 4.5, anchor: .end,
                size: Drawing.smallFontSize)
        }
        if let rowAxis { drawing.uprightText(rowAxis, x: 14, y: (top + bottom) / 2) }
        var y = bottom
        if let columnAxis {
            y += 20
            let middle = layout.left + layout.cell.width * Double(columnCount) / 2
            drawing.text(columnAxis, x: middle, y: y - 3, anchor: .middle, size: Drawing.smallFontSize)
        }
        drawing.height = drawScale(in: &drawing, layout, y + 12)
        return drawing
    }

    /// Labels over the columns, turned where they are longer than a column is wide; returns where the cells begin.
    private func drawColumnLabels(in drawing: inout Drawing, _ layout: HeatMapLayout, _ top: Double) -> Double {
        let longest = (columnLabels.map(emWidth).max() ?? 0) * Drawing.smallFontSize
        let isTurned = longest > layout.cell.width - 2
        let bottom = top + (isTurned ? longest + 6 : 18)
        for (column, label) in columnLabels.enumerated() {
            let x = layout.left + layout.cell.width * (Double(column) + 0.5)
            if isTurned {
                let corner = "\(coordinate(x + 4)) \(coordinate(bottom - 5))"
                drawing.text(
                    label, x: x + 4, y: bottom - 5, size: Drawing.smallFontSize, "transform=\"rotate(-90 \(corner))\"")
            } else {
                drawing.text(label, x: x, y: bottom - 5, anchor: .middle, size: Drawing.smallFontSize)
            }
        }
        return bottom
    }

    private func drawCells(in drawing: inout Drawing, _ layout: HeatMapLayout, _ top: Double) {
        let (width, height) = layout.cell
        let isFine = !showsNumbers && rows.count * columnCount > 400
        if isFine { drawBitmap(in: &drawing, layout, top) }
        for (row, values) in rows.enumerated() {
            for (column, value) in values.enumerated() {
                let (x, y) = (layout.left + Double(column) * width, top + Double(row) * height)
                if value.isFinite {
                    guard !isFine else { continue }
                    // A little too large, so that no light shows between neighbours.
                    let overlap = showsNumbers ? -1 : 0.4
                    drawing.rectangle(
                        x: x, y: y, width: width + overlap, height: height + overlap,
                        fill: palette.colour(scale.fraction(of: value)).hex, "shape-rendering=\"crispEdges\"",
                        role: .cell)
                } else if !showsNumbers {
                    drawCross(in: &drawing, x: x, y: y, width: width, height: height)
                }
            }
        }
        if !showsNumbers {
            drawing.rectangle(
                x: layout.left, y: top, width: width * Double(columnCount), height: height * Double(rows.count),
                fill: "none", "stroke=\"currentColor\" stroke-opacity=\"0.25\"")
            return
        }
        let words = words
        drawing.group("font-size=\"\(coordinate(HeatMapLayout.numberSize))\" text-anchor=\"middle\"") { drawing in
            for (row, values) in rows.enumerated() {
                for (column, value) in values.enumerated() {
                    let ink = value.isFinite ? palette.colour(scale.fraction(of: value)).ink : "currentColor"
                    drawing.text(
                        typeset(words[row][column]), x: layout.left + (Double(column) + 0.5) * width - 0.5,
                        y: top + (Double(row) + 0.5) * height + 4, "fill=\"\(ink)\"")
                }
            }
        }
    }

    /// All cells as one picture: a thousand elements would be a long page.
    private func drawBitmap(in drawing: inout Drawing, _ layout: HeatMapLayout, _ top: Double) {
        let image = Image(height: rows.count, width: columnCount, channels: 1, numbers: Array(rows.joined()))
        drawing.image(
            image.bitmap(palette, scale), x: layout.left, y: top, width: layout.cell.width * Double(columnCount),
            height: layout.cell.height * Double(rows.count))
    }

    private func drawCross(in drawing: inout Drawing, x: Double, y: Double, width: Double, height: Double) {
        let inset = min(width, height) * 0.25
        let (left, right) = (coordinate(x + inset), coordinate(x + width - inset))
        let (upper, lower) = (coordinate(y + inset), coordinate(y + height - inset))
        drawing.path("M\(left) \(upper)L\(right) \(lower)M\(right) \(upper)L\(left) \(lower)")
    }

    /// The scale, and what the crosses mean; returns where the picture ends.
    private func drawScale(in drawing: inout Drawing, _ layout: HeatMapLayout, _ top: Double) -> Double {
        var bottom = drawing.colourScale(palette, scale, name: scaleName, x: layout.left, y: top)
        if crossedOutCount > 0 && !showsNumbers {
            bottom += 20
            drawing.text(
                "× no finite number: \(crossedOutCount)", x: layout.left, y: bottom - 5, size: Drawing.smallFontSize)
        }
        return bottom
    }
}

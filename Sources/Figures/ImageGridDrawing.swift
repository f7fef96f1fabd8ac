extension ImageGrid {
    private static let gap = 6.0

    /// The pictures row by row, their labels under them, and the scale where colours mean numbers.
    public var drawing: Drawing {
        let gap = ImageGrid.gap
        let widest = Double(images.map { $0.width }.max() ?? 1)
        let largest = columns == 1 ? 320.0 : 190
        // Small pictures are not enlarged without need: twelve pixels a pixel are enough.
        let tile = max(min((480 - gap * Double(columns + 1)) / Double(columns), largest, widest * 12), 8)
        let needed = gap + Double(columns) * (tile + gap)
        var drawing = Drawing(width: max(needed, 220))
        let left = (drawing.width - needed) / 2 + gap
        var y = drawing.title(title)
        for start in stride(from: 0, to: images.count, by: columns) {
            let row = start..<min(start + columns, images.count)
            let heights = row.map { tile * Double(images[$0].height) / Double(images[$0].width) }
            let height = heights.max() ?? 0
            var lines = 0
            for (column, i) in row.enumerated() {
                let x = left + Double(column) * (tile + gap)
                draw(i, in: &drawing, x: x, y: y, width: tile, height: heights[column])
                guard !labels.isEmpty else { continue }
                let label = wrapped(labels[i], width: (tile + gap) / Drawing.smallFontSize)
                for (j, line) in label.enumerated() {
                    drawing.text(
                        line, x: x + tile / 2, y: y + heights[column] + 14 + Double(j) * 14, anchor: .middle,
                        size: Drawing.smallFontSize)
                }
                lines = max(lines, label.count)
            }
            y += height + gap + (lines > 0 ? Double(lines) * 14 + 6 : 0)
        }
        if palette != .grey, images.contains(where: { $0.channels == 1 }), let scale = sharedScale {
            y = drawing.colourScale(palette, scale, x: left, y: y + 8)
        }
        for line in notes {
            y += 18
            drawing.text(line, x: left, y: y - 4, size: Drawing.smallFontSize)
        }
        drawing.height = y + 2
        return drawing
    }

    private func draw(_ i: Int, in drawing: inout Drawing, x: Double, y: Double, width: Double, height: Double) {
        // Finer than this is lost on the page, and costs bytes.
        let image = images[i].fitted(width: Int(width.rounded()))
        drawing.image(image.bitmap(palette, scales[i]), x: x, y: y, width: width, height: height)
        // White on white, or black on black, would have no end.
        drawing.rectangle(
            x: x, y: y, width: width, height: height, fill: "none", "stroke=\"currentColor\" stroke-opacity=\"0.25\"")
    }

    /// The scale of all pictures, nil where they have scales of their own.
    private var sharedScale: ClosedRange<Double>? {
        scales.allSatisfy { $0 == scales[0] } ? scales[0] : nil
    }

    private var notes: [String] {
        let empty = images.reduce(0) { $0 + $1.numbers.count { !$0.isFinite } }
        return [note, empty == 0 ? nil : "left empty, no finite number: \(empty)"].compactMap { $0 }
    }

    /// The first pictures in shades, two rows of pixels a line, with their labels under them.
    public var text: String {
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        let widest = images.map { $0.width }.max() ?? 1
        // Kernels are so small that a pixel takes two characters.
        let isSmall = widest <= 9
        let width = min(isSmall ? widest * 2 : widest, images.count == 1 ? terminalWidth : 36)
        let perRow = min(max(1, (terminalWidth + 2) / (width + 2)), columns)
        let most = isSmall ? 32 : 4 * perRow
        for start in stride(from: 0, to: min(images.count, most), by: perRow) {
            let row = start..<min(start + perRow, images.count, most)
            let blocks = row.map { shades(of: $0, width: width, isSmall: isSmall) }
            for i in 0..<(blocks.map({ $0.count }).max() ?? 0) {
                let parts = blocks.map { i < $0.count ? $0[i] : String(repeating: " ", count: width) }
                lines.append(parts.joined(separator: "  "))
            }
            if labels.isEmpty {
                lines.append("")
            } else {
                let names = row.map { padded(shortened(labels[$0], columns: width), columns: width) }
                var line = names.joined(separator: "  ")
                while line.hasSuffix(" ") { line.removeLast() }
                lines.append(line)
            }
        }
        if images.count > most { lines.append("and \(images.count - most) more") }
        if let sharedScale, palette != .grey {
            let ends = NumberStyle(for: [sharedScale.lowerBound, sharedScale.upperBound])
            lines.append("\(ends.text(sharedScale.lowerBound)) ·░▒▓█ \(ends.text(sharedScale.upperBound))")
        }
        lines += notes
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private func shades(of i: Int, width: Int, isSmall: Bool) -> [String] {
        let image = images[i]
        let columns = isSmall ? image.width : min(width, image.width)
        let rows = isSmall ? image.height : max(1, image.height * columns / image.width / 2)
        let small = image.resized(height: rows, width: columns)
        let shades: [Character] = ["·", "░", "▒", "▓", "█"]
        return (0..<rows).map { row in
            let line = small.brightness[row * columns..<(row + 1) * columns].map { number -> String in
                let shade = number.isFinite ? shades[min(Int(scales[i].fraction(of: number) * 5), 4)] : "×"
                return String(repeating: shade, count: isSmall ? 2 : 1)
            }
            return padded(line.joined(), columns: width)
        }
    }
}

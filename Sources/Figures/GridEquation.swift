import CNN

/// Grids of numbers side by side with signs between them, and a line of arithmetic beneath.
///
///     show(GridEquation([NumberGrid(image, name: "input"), NumberGrid(kernel, name: "kernel"), NumberGrid(output)],
///                       signs: ["∗", "="], alternativeText: "…"))
public struct GridEquation: DrawnFigure {
    /// The grids from left to right.
    public let grids: [NumberGrid]
    /// What is written between the grids, one sign fewer than grids.
    public let signs: [String]
    /// The line over the grids.
    public var title: String?
    /// The line under the grids.
    public var caption: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// Grids with signs between them.
    public init(
        _ grids: [NumberGrid], signs: [String], title: String? = nil, caption: String? = nil, alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(
            !grids.isEmpty && signs.count == grids.count - 1,
            "\(grids.count) grids have \(max(grids.count - 1, 0)) signs between them, but \(signs.count) were given.")
        self.grids = grids
        self.signs = signs
        self.title = title
        self.caption = caption
        self.alternativeText = alternativeText
    }

    private static let signWidth = 30.0
    private static let largestSquare = 34.0

    /// The grids, each in the middle of the height, with marked squares coloured.
    public var drawing: Drawing {
        let words = grids.map { $0.words }
        let columns = Double(grids.reduce(0) { $0 + $1.width })
        let available = 472 - GridEquation.signWidth * Double(signs.count)
        let longest = (words.joined().joined() + grids.map { $0.widestExpected }).map { emWidth($0) }.max() ?? 0
        let square = min(max(26, longest * 12.5 + 8), GridEquation.largestSquare, available / columns)
        let size = min(12.5, (square - 3) / max(longest, 1))
        let names = grids.map { emWidth($0.name) * Drawing.smallFontSize }
        let widths = zip(grids, names).map { max(Double($0.width) * square, $1) }
        let total = widths.reduce(0, +) + GridEquation.signWidth * Double(signs.count)
        var drawing = Drawing(width: min(max(total + 8, 220), 560))
        let captionLines = caption.map { wrapped($0, width: (drawing.width - 8) / Drawing.smallFontSize) } ?? []
        let top = drawing.title(title) + (grids.contains { !$0.name.isEmpty } ? 18 : 0)
        let height = Double(grids.map { $0.rows.count }.max() ?? 0) * square
        var x = (drawing.width - total) / 2
        for (i, grid) in grids.enumerated() {
            let gridWidth = Double(grid.width) * square
            let y = top + (height - Double(grid.rows.count) * square) / 2
            drawing.text(
                grid.name, x: x + widths[i] / 2, y: y - 6, anchor: .middle, size: Drawing.smallFontSize)
            draw(grid, words[i], in: &drawing, x: x + (widths[i] - gridWidth) / 2, y: y, square: square, size: size)
            x += widths[i]
            guard i < signs.count else { continue }
            drawing.text(
                signs[i], x: x + GridEquation.signWidth / 2, y: top + height / 2 + 6, anchor: .middle, size: 18)
            x += GridEquation.signWidth
        }
        var y = top + height + 4
        for line in captionLines {
            y += 17
            drawing.text(line, x: drawing.width / 2, y: y, anchor: .middle, size: Drawing.smallFontSize)
        }
        drawing.height = y + 6
        return drawing
    }

    private func draw(
        _ grid: NumberGrid, _ words: [[String]], in drawing: inout Drawing, x: Double, y: Double, square: Double,
        size: Double
    ) {
        let (width, height) = (Double(grid.width) * square, Double(grid.rows.count) * square)
        let marked = grid.marked.map { region in
            (
                x: x + Double(region.columns.lowerBound) * square, y: y + Double(region.rows.lowerBound) * square,
                width: Double(region.columns.count) * square, height: Double(region.rows.count) * square
            )
        }
        if let marked {
            drawing.rectangle(
                x: marked.x, y: marked.y, width: marked.width, height: marked.height, fill: seriesColour(4),
                "fill-opacity=\"0.35\"", role: .region)
        }
        var lines = ""
        for row in 0...grid.rows.count {
            lines += "M\(coordinate(x)) \(coordinate(y + Double(row) * square))h\(coordinate(width))"
        }
        for column in 0...grid.width {
            lines += "M\(coordinate(x + Double(column) * square)) \(coordinate(y))v\(coordinate(height))"
        }
        drawing.path(lines, "stroke-opacity=\"0.35\"")
        if let marked {
            drawing.rectangle(
                x: marked.x, y: marked.y, width: marked.width, height: marked.height, fill: "none",
                "stroke=\"\(seriesColour(1))\" stroke-width=\"2.5\"")
        }
        drawing.group("font-size=\"\(coordinate(size))\" text-anchor=\"middle\"") { drawing in
            for (row, words) in words.enumerated() {
                for (column, word) in words.enumerated() where !word.isEmpty {
                    drawing.text(
                        typeset(word), x: x + (Double(column) + 0.5) * square,
                        y: y + (Double(row) + 0.5) * square + 4.5,
                        grid.isPadding(row, column) ? "fill-opacity=\"0.6\"" : "")
                }
            }
        }
    }

    /// The grids in characters, marked numbers in brackets.
    public var text: String {
        let blocks = grids.map(GridEquation.block)
        let width = blocks.reduce(0) { $0 + columns($1[0]) } + signs.reduce(0) { $0 + columns($1) + 2 }
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        if width <= terminalWidth {
            lines += GridEquation.sideBySide(blocks, signs)
        } else {
            // Too wide for one line of grids: one below the other.
            for (i, block) in blocks.enumerated() {
                lines += block.map { shortened($0, columns: terminalWidth) }
                if i < signs.count { lines.append(cleaned(signs[i])) }
            }
        }
        if let caption { lines += wrapped(caption, columns: terminalWidth) }
        return lines.joined(separator: "\n")
    }

    /// A grid as lines of one width: its name, then its rows.
    private static func block(_ grid: NumberGrid) -> [String] {
        let words = grid.words
        let width = max((words.joined() + [grid.widestExpected]).map { columns($0) }.max() ?? 0, 1)
        let rows = words.enumerated().map { row, words in
            words.enumerated().map { column, word in
                let isMarked = grid.marked?.contains(row, column) ?? false
                let text = padded(word.isEmpty ? "." : word, columns: width, atStart: true)
                return isMarked ? "[\(text)]" : " \(text) "
            }.joined()
        }
        let lines = grid.name.isEmpty ? rows : [" " + cleaned(grid.name)] + rows
        let widest = lines.map { columns($0) }.max() ?? 0
        return lines.map { padded($0, columns: widest) }
    }

    private static func sideBySide(_ blocks: [[String]], _ signs: [String]) -> [String] {
        let height = blocks.map { $0.count }.max() ?? 0
        return (0..<height).map { row in
            var line = ""
            for (i, block) in blocks.enumerated() {
                let inner = row - (height - block.count) / 2
                line += block.indices.contains(inner) ? block[inner] : padded("", columns: columns(block[0]))
                guard i < signs.count else { continue }
                line += row == height / 2 ? " \(cleaned(signs[i])) " : padded("", columns: columns(signs[i]) + 2)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }
}

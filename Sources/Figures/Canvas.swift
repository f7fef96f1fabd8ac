/// A plot in characters: dots of braille for one series, a mark of its own for each of several.
struct Canvas {
    private static let marks: [Character] = ["•", "+", "×", "o", "*", "#", "@"]

    let columns: Int
    let rows: Int
    private let isBraille: Bool
    private var cells: [Character?]
    private var dots: [UInt32]

    init(columns: Int, rows: Int, series: Int) {
        (self.columns, self.rows) = (columns, rows)
        isBraille = series == 1
        cells = Array(repeating: nil, count: columns * rows)
        dots = Array(repeating: 0, count: columns * rows)
    }

    /// The mark of a series.
    func mark(_ series: Int) -> Character { isBraille ? "⠉" : Canvas.marks[series % Canvas.marks.count] }

    /// Draws a point at a fraction of the width, from the left, and of the height, from below; nothing outside.
    mutating func point(_ x: Double, _ y: Double, series: Int = 0) {
        guard (0...1).contains(x) && (0...1).contains(y) else { return }
        let (acrossCell, downCell) = isBraille ? (2, 4) : (1, 1)
        let column = Int((x * Double(columns * acrossCell - 1)).rounded())
        let row = Int(((1 - y) * Double(rows * downCell - 1)).rounded())
        let cell = row / downCell * columns + column / acrossCell
        if isBraille {
            dots[cell] |= Canvas.brailleDot(column: column % 2, row: row % 4)
        } else {
            cells[cell] = mark(series)
        }
    }

    /// Draws a straight line between two points.
    mutating func line(_ start: (x: Double, y: Double), _ end: (x: Double, y: Double), series: Int = 0) {
        // Far outside the canvas nothing would be seen of a line; close steps there would take for ever.
        let span = max(
            (end.x - start.x).magnitude * Double(columns * 2), (end.y - start.y).magnitude * Double(rows * 4))
        let steps = max(1, Int(min(span, 4000).rounded(.up)))
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part, series: series)
        }
    }

    /// Writes a character over the cell at a fraction of the width, in a row from the top.
    mutating func write(_ character: Character, _ x: Double, row: Int) {
        guard (0...1).contains(x) else { return }
        cells[row * columns + Int((x * Double(columns - 1)).rounded())] = character
    }

    /// Writes a character into a cell.
    mutating func write(_ character: Character, column: Int, row: Int) {
        cells[row * columns + column] = character
    }

    /// Fills every empty cell with what belongs at its fraction of the width, from the left, and of the height, from
    /// below.
    mutating func fill(_ character: (Double, Double) -> Character) {
        for row in 0..<rows {
            for column in 0..<columns where cells[row * columns + column] == nil {
                let shade = character(
                    Double(column) / Double(columns - 1), 1 - Double(row) / Double(rows - 1))
                cells[row * columns + column] = shade
            }
        }
    }

    /// The rows from top to bottom, without blanks at their ends.
    var lines: [String] {
        (0..<rows).map { row in
            var line = ""
            for cell in row * columns..<(row + 1) * columns {
                line.append(cells[cell] ?? (dots[cell] == 0 ? " " : Character(Unicode.Scalar(0x2800 + dots[cell])!)))
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// Unicode numbers a braille cell's dots down the left column, down the right one, then the lowest two.
    private static func brailleDot(column: Int, row: Int) -> UInt32 {
        row == 3 ? 0x40 << UInt32(column) : 1 << UInt32(column * 3 + row)
    }
}

/// A matrix in memory, element (i, j) at `base[i * rowStride + j * columnStride]`.
struct MatrixView {
    let base: UnsafePointer<Scalar>
    let rowStride: Int
    let columnStride: Int

    init(_ base: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int = 1) {
        self.base = base
        self.rowStride = rowStride
        self.columnStride = columnStride
    }

    /// A matrix stored row by row with this many numbers a row, seen as it is or transposed.
    init(_ base: UnsafePointer<Scalar>, columns: Int, transposed: Bool) {
        self.init(base, rowStride: transposed ? 1 : columns, columnStride: transposed ? columns : 1)
    }
}

/// The right factor of a product, laid out as tiles read it: panels of two vectors' columns, row after row, zeros
/// after the last column. The last panel is one vector wide if that is enough.
final class PackedMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    let panelWidth: Int
    private let lanes: Int
    private let numbers: UnsafeMutablePointer<Scalar>
    private let isOwner: Bool

    /// Memory for a matrix that is filled in later.
    init(rows: Int, columns: Int, lanes: Int) {
        (self.rows, self.columns, self.lanes) = (rows, columns, lanes)
        panelWidth = 2 * lanes
        numbers = allocateNumbers(rows * (columns + lanes - 1) / lanes * lanes)
        isOwner = true
    }

    /// A matrix of at most one panel's columns that lies in memory row after row: where they do not fill whole
    /// vectors, these end in the rows that follow.
    init(borrowing numbers: UnsafePointer<Scalar>, rows: Int, columns: Int, lanes: Int) {
        (self.rows, self.columns, self.lanes) = (rows, columns, lanes)
        panelWidth = 2 * lanes
        self.numbers = UnsafeMutablePointer(mutating: numbers)
        isOwner = false
    }

    deinit { if isOwner { numbers.deallocate() } }

    var panels: Int { (columns + panelWidth - 1) / panelWidth }

    /// The first number of a panel's row and the distance between its rows.
    func panel(_ index: Int, row: Int) -> (start: UnsafePointer<Scalar>, step: Int) {
        let (start, step) = panelToFill(index, row: row)
        return (UnsafePointer(start), step)
    }

    /// The same for who writes the numbers.
    func panelToFill(_ index: Int, row: Int) -> (start: UnsafeMutablePointer<Scalar>, step: Int) {
        let width = storedWidth(index)
        return (numbers + index * panelWidth * rows + row * width, width)
    }

    private func storedWidth(_ index: Int) -> Int {
        isOwner ? (columns - index * panelWidth > lanes ? panelWidth : lanes) : columns
    }

    /// Copies `count` rows of a matrix to the rows from `row` on.
    func fill(_ source: MatrixView, rows count: Int, at row: Int = 0, on workers: Workers) {
        if count * columns < 20_000 {
            for index in 0..<panels { fill(source, count, row, index) }
        } else {
            // Enough parts for all workers, also where there are few panels.
            let parts = max(1, min(count / 64, 8 / max(1, panels)))
            workers.share(panels * parts) { i in
                let (first, last) = (count * (i % parts) / parts, count * (i % parts + 1) / parts)
                let part = MatrixView(
                    source.base + first * source.rowStride, rowStride: source.rowStride,
                    columnStride: source.columnStride)
                fill(part, last - first, row + first, i / parts)
            }
        }
    }

    /// Multiplies each column by its own factor.
    func scale(by factors: ArraySlice<Scalar>) {
        factors.withUnsafeBufferPointer { factors in
            for index in 0..<panels {
                let width = storedWidth(index)
                let used = min(width, columns - index * panelWidth)
                let (panel, first) = (numbers + index * panelWidth * rows, index * panelWidth)
                for row in 0..<rows {
                    for column in 0..<used { panel[row * width + column] *= factors[first + column] }
                }
            }
        }
    }

    private func fill(_ source: MatrixView, _ count: Int, _ row: Int, _ index: Int) {
        let width = storedWidth(index)
        let used = min(width, columns - index * panelWidth)
        let target = numbers + index * panelWidth * rows + row * width
        let base = source.base + index * panelWidth * source.columnStride
        if source.columnStride == 1 {
            for p in 0..<count { (target + p * width).update(from: base + p * source.rowStride, count: used) }
        } else {
            // Eight rows at a time: the columns of a transposed matrix are read in whole cache lines.
            for start in stride(from: 0, to: count, by: 8) {
                for q in 0..<used {
                    for p in start..<min(start + 8, count) {
                        target[p * width + q] = base[p * source.rowStride + q * source.columnStride]
                    }
                }
            }
        }
        if used < width {
            for p in 0..<count { (target + p * width + used).update(repeating: 0, count: width - used) }
        }
    }
}

/// Memory for this many numbers from the start of a cache line on, so that no vector lies in two.
func allocateNumbers(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Scalar>.stride, alignment: 64)
        .bindMemory(to: Scalar.self, capacity: max(1, count))
}

/// A matrix in memory, element (i, j) at `base[i * rowStep + j * columnStep]`.
struct MatrixView {
    let base: UnsafePointer<Scalar>
    let rowStep: Int
    let columnStep: Int

    init(_ base: UnsafePointer<Scalar>, rowStep: Int, columnStep: Int = 1) {
        self.base = base
        self.rowStep = rowStep
        self.columnStep = columnStep
    }

    /// A matrix stored row by row with this many numbers a row, seen as it is or transposed.
    init(_ base: UnsafePointer<Scalar>, columns: Int, transposed: Bool) {
        self.init(base, rowStep: transposed ? 1 : columns, columnStep: transposed ? columns : 1)
    }
}

// The tile of C that is kept in registers, and the lengths of A's and B's blocks that stay in the caches while they are
// used (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
private let tileRows = 6
private let tileColumns = 8
private let blockRows = 96
private let blockColumns = 512
private let blockDepth = 256

/// C += A·B for A of m×k, B of k×n and C of m×n.
///
/// Every number of C is summed in the same order whatever m and n are: over k from first to last within blocks of 256,
/// the blocks added from first to last.
func addProduct(
    m: Int, n: Int, k: Int, a: MatrixView, b: MatrixView, to c: UnsafeMutablePointer<Scalar>, rowStride: Int
) {
    if m == 0 || n == 0 || k == 0 { return }
    let depthRoom = min(k, blockDepth)
    let packedA = UnsafeMutablePointer<Scalar>.allocate(capacity: (min(m, blockRows) + tileRows) * depthRoom)
    let packedB = UnsafeMutablePointer<Scalar>.allocate(capacity: (min(n, blockColumns) + tileColumns) * depthRoom)
    defer {
        packedA.deallocate()
        packedB.deallocate()
    }
    for column in stride(from: 0, to: n, by: blockColumns) {
        let columns = min(blockColumns, n - column)
        for start in stride(from: 0, to: k, by: blockDepth) {
            let depth = min(blockDepth, k - start)
            packColumns(
                MatrixView(
                    b.base + start * b.rowStep + column * b.columnStep, rowStep: b.rowStep, columnStep: b.columnStep),
                columns: columns, depth: depth, to: packedB)
            for row in stride(from: 0, to: m, by: blockRows) {
                let rows = min(blockRows, m - row)
                packRows(
                    MatrixView(
                        a.base + row * a.rowStep + start * a.columnStep, rowStep: a.rowStep, columnStep: a.columnStep),
                    rows: rows, depth: depth, to: packedA)
                for j in stride(from: 0, to: columns, by: tileColumns) {
                    for i in stride(from: 0, to: rows, by: tileRows) {
                        addTile(
                            depth: depth, a: packedA + i * depth, b: packedB + j * depth,
                            to: c + (row + i) * rowStride + column + j, rowStride: rowStride,
                            rows: min(tileRows, rows - i), columns: min(tileColumns, columns - j))
                    }
                }
            }
        }
    }
}

/// Lays out rows in groups of a tile's height, column after column; a group that is not full is filled with zeros.
private func packRows(_ a: MatrixView, rows: Int, depth: Int, to packed: UnsafeMutablePointer<Scalar>) {
    for group in stride(from: 0, to: rows, by: tileRows) {
        let target = packed + group * depth
        for r in 0..<tileRows {
            if group + r < rows {
                let source = a.base + (group + r) * a.rowStep
                for p in 0..<depth { target[p * tileRows + r] = source[p * a.columnStep] }
            } else {
                for p in 0..<depth { target[p * tileRows + r] = 0 }
            }
        }
    }
}

/// Lays out columns in groups of a tile's width, row after row; a group that is not full is filled with zeros.
private func packColumns(_ b: MatrixView, columns: Int, depth: Int, to packed: UnsafeMutablePointer<Scalar>) {
    for group in stride(from: 0, to: columns, by: tileColumns) {
        let target = packed + group * depth
        let width = min(tileColumns, columns - group)
        for p in 0..<depth {
            let source = b.base + p * b.rowStep + group * b.columnStep
            for q in 0..<width { target[p * tileColumns + q] = source[q * b.columnStep] }
            for q in width..<tileColumns { target[p * tileColumns + q] = 0 }
        }
    }
}

/// Adds one tile's product to C; sums stay in registers over the whole depth.
private func addTile(
    depth: Int, a: UnsafePointer<Scalar>, b: UnsafePointer<Scalar>, to c: UnsafeMutablePointer<Scalar>, rowStride: Int,
    rows: Int, columns: Int
) {
    typealias Row = SIMD8<Scalar>
    var (c0, c1, c2, c3, c4, c5) = (Row.zero, Row.zero, Row.zero, Row.zero, Row.zero, Row.zero)
    var (a, b) = (a, b)
    for _ in 0..<depth {
        let row = UnsafeRawPointer(b).loadUnaligned(as: Row.self)
        c0 += row * a[0]
        c1 += row * a[1]
        c2 += row * a[2]
        c3 += row * a[3]
        c4 += row * a[4]
        c5 += row * a[5]
        a += tileRows
        b += tileColumns
    }
    func add(_ sum: Row, row: Int) {
        if row >= rows { return }
        let target = c + row * rowStride
        if columns == tileColumns {
            let raw = UnsafeMutableRawPointer(target)
            raw.storeBytes(of: raw.loadUnaligned(as: Row.self) + sum, as: Row.self)
        } else {
            for q in 0..<columns { target[q] += sum[q] }
        }
    }
    add(c0, row: 0)
    add(c1, row: 1)
    add(c2, row: 2)
    add(c3, row: 3)
    add(c4, row: 4)
    add(c5, row: 5)
}

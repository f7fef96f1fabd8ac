// The lengths of A's and B's blocks that stay in the caches while they are used (Goto and van de Geijn, "Anatomy of
// High-Performance Matrix Multiplication", 2008).
private let blockRows = 120
private let blockDepth = 512
private let packedNumbers = 1 << 22
/// Sums over more than this are added up in double precision, so many at a time.
private let longestDepth = 128 * blockDepth

/// C += A·B for A of m×k, B of k×n and C of m×n.
///
/// Every number of C is summed over k in blocks of 512, whose sums are added in double precision where there are many. B
/// is packed, A is read where it lies, unless m is 1 or 2.
func addProduct(
    m: Int, n: Int, k: Int, a: MatrixView, b: MatrixView, to c: UnsafeMutablePointer<Scalar>, rowStride: Int,
    on machine: Machine = .shared
) {
    if m == 0 || n == 0 || k == 0 { return }
    if m <= 2 && a.columnStride == 1 && b.columnStride == 1 {
        for i in 0..<m {
            addRowProduct(a.base + i * a.rowStride, n, k, b, to: c + i * rowStride, on: machine)
        }
        return
    }
    if k > longestDepth {
        return addParts((k + longestDepth - 1) / longestDepth, rows: m, columns: n, to: c, rowStride: rowStride) {
            part, sums in
            let first = part * longestDepth
            addProduct(
                m: m, n: n, k: min(longestDepth, k - first),
                a: MatrixView(a.base + first * a.columnStride, rowStride: a.rowStride, columnStride: a.columnStride),
                b: MatrixView(b.base + first * b.rowStride, rowStride: b.rowStride, columnStride: b.columnStride),
                to: sums, rowStride: n, on: machine)
        }
    }
    let (kernels, workers) = (machine.kernels, machine.workers)
    // All of B at once if it is not too large, for every piece of shared work costs some microseconds.
    let chunk = max(blockDepth, packedNumbers / n / blockDepth * blockDepth)
    for start in stride(from: 0, to: k, by: chunk) {
        let depth = min(chunk, k - start)
        let packed = PackedMatrix(rows: depth, columns: n, lanes: kernels.lanes)
        packed.fill(
            MatrixView(b.base + start * b.rowStride, rowStride: b.rowStride, columnStride: b.columnStride), rows: depth,
            on: workers)
        let isSmall = m * n * depth < 50_000
        // Of more than one block of rows as many for each thread, none more than a tile larger than another.
        let (tiles, threads) = ((m + kernels.tileRows - 1) / kernels.tileRows, isSmall ? 1 : workers.threads)
        let least = (m + blockRows - 1) / blockRows
        let rowBlocks = least == 1 ? 1 : min(tiles, (least + threads - 1) / threads * threads)
        let groups = isSmall ? 1 : min(packed.panels, max(1, (4 * workers.threads + rowBlocks - 1) / rowBlocks))
        func block(_ item: Int) {
            let (i, tile) = (item / groups, kernels.tileRows)
            let rows = tiles * i / rowBlocks * tile..<min(m, tiles * (i + 1) / rowBlocks * tile)
            let panels = packed.panels * (item % groups) / groups..<packed.panels * (item % groups + 1) / groups
            for first in stride(from: 0, to: depth, by: blockDepth) {
                let length = min(blockDepth, depth - first)
                let (left, copy) = apart(
                    MatrixView(
                        a.base + rows.lowerBound * a.rowStride + (start + first) * a.columnStride,
                        rowStride: a.rowStride,
                        columnStride: a.columnStride), rows: rows.count, columns: length)
                defer { copy?.deallocate() }
                for panel in panels {
                    let (right, step) = packed.panel(panel, row: first)
                    // Each tile brings its part of the next panel.
                    let part = length * step * tile / rows.count
                    var ahead = right + depth * step
                    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: kernels.tileRows) {
                        kernels.matrixTile(
                            rows: min(kernels.tileRows, rows.upperBound - row),
                            columns: min(packed.panelWidth, n - panel * packed.panelWidth), depth: length,
                            a: left.base + (row - rows.lowerBound) * left.rowStride, rowStride: left.rowStride,
                            columnStride: left.columnStride, b: right, bStride: step,
                            to: c + row * rowStride + panel * packed.panelWidth, cStride: rowStride, adds: true,
                            ahead: ahead, aheadStride: part / length + 1)
                        ahead += part
                    }
                }
            }
        }
        if isSmall {
            for i in 0..<rowBlocks { block(i) }
        } else {
            workers.share(rowBlocks * groups, block)
        }
    }
}

/// The matrix where it lies or, if its rows are whole pages apart and so would share a few lines of the first cache, a
/// copy.
private func apart(
    _ matrix: MatrixView, rows: Int, columns: Int
) -> (matrix: MatrixView, copy: UnsafeMutablePointer<Scalar>?) {
    if matrix.columnStride != 1 || matrix.rowStride * MemoryLayout<Scalar>.size % 4096 != 0 { return (matrix, nil) }
    let step = columns + 16
    let copy = allocateNumbers(rows * step)
    for row in 0..<rows { (copy + row * step).initialize(from: matrix.base + row * matrix.rowStride, count: columns) }
    return (MatrixView(copy, rowStride: step), copy)
}

/// y += x·B: each worker streams through some columns of B.
private func addRowProduct(
    _ x: UnsafePointer<Scalar>, _ n: Int, _ k: Int, _ b: MatrixView, to y: UnsafeMutablePointer<Scalar>,
    on machine: Machine
) {
    let width = streamedColumns(n, k, machine.workers)
    machine.workers.share((n + width - 1) / width) { i in
        let first = i * width
        addRowProduct(
            x, depth: k, MatrixView(b.base + first, rowStride: b.rowStride), to: y + first,
            columns: min(width, n - first), machine.kernels)
    }
}

/// y += x·B for some columns of B: sums over many numbers are those of 512 at a time, added in double precision.
func addRowProduct(
    _ x: UnsafePointer<Scalar>, depth: Int, _ b: MatrixView, to y: UnsafeMutablePointer<Scalar>, columns: Int,
    _ kernels: AnyKernels
) {
    if depth <= 8 * blockDepth {
        return kernels.addRowProduct(x, depth: depth, b.base, rowStride: b.rowStride, to: y, columns: columns)
    }
    addParts((depth + blockDepth - 1) / blockDepth, rows: 1, columns: columns, to: y, rowStride: columns) {
        part, sums in
        let row = part * blockDepth
        kernels.addRowProduct(
            x + row, depth: min(blockDepth, depth - row), b.base + row * b.rowStride, rowStride: b.rowStride, to: sums,
            columns: columns)
    }
}

/// How many of `n` columns of `k` numbers each worker takes: boundaries are at whole cache lines, and at least a page
/// of each row is read so that the processor reads ahead.
func streamedColumns(_ n: Int, _ k: Int, _ workers: Workers) -> Int {
    n * k < 50_000 ? max(1, n) : max(256, (n / workers.threads + 63) / 64 * 64)
}

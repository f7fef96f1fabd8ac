/// The product of the numbers in runs under rows of output pixels, as columns, with the pixels' gradients.
struct RowsProduct {
    /// The runs at the first pixel, and how many numbers each has.
    let runs: [UnsafePointer<Scalar>]
    let depth: Int
    /// How far the runs of each row's first pixel are from the first's, and those of a row's pixels from each other's.
    let starts: [Int]
    let width: Int
    let columns: Int
    let pixelStride: Int
    /// The gradients of some rows each.
    let factors: [(rows: Range<Int>, factor: PackedMatrix)]

    /// So many rows are summed in registers.
    var rowsAtOnce: Int { max(1, 1024 / width) }

    /// Adds the sums over some rows of pixels.
    func add(_ some: Range<Int>, to target: UnsafeMutablePointer<Scalar>, rowStride: Int, on machine: Machine) {
        let kernels = machine.kernels
        let height = kernels.tileRows
        let tiles = (depth + height - 1) / height
        let units = runs.count * tiles * ((columns + 2 * kernels.lanes - 1) / (2 * kernels.lanes))
        let items = min(units, 3 * machine.workers.threads)
        machine.workers.share(items) { item in
            for (factorRows, right) in factors {
                let used = factorRows.clamped(to: some)
                for firstRow in Swift.stride(from: used.lowerBound, to: used.upperBound, by: rowsAtOnce) {
                    let rows = min(rowsAtOnce, used.upperBound - firstRow)
                    for unit in units * item / items..<units * (item + 1) / items {
                        let (panel, tile) = (unit / (runs.count * tiles), unit % (runs.count * tiles))
                        let (first, last) = (depth * (tile % tiles) / tiles, depth * (tile % tiles + 1) / tiles)
                        let (packed, packedStride) = right.panel(panel, row: (firstRow - factorRows.lowerBound) * width)
                        let column = panel * right.panelWidth
                        starts.withUnsafeBufferPointer { starts in
                            kernels.tile(
                                rows: last - first, columns: min(right.panelWidth, columns - column), runs: rows,
                                offsets: starts.baseAddress! + firstRow, depth: width, a: runs[tile / tiles] + first,
                                rowStride: 1, columnStride: pixelStride, b: packed, bStride: packedStride,
                                to: target + (tile / tiles * depth + first) * rowStride + column, cStride: rowStride,
                                adds: true, bias: nil, residual: nil, residualStride: 0, rectifies: false,
                                ahead: packed, aheadStride: 0)
                        }
                    }
                }
            }
        }
    }
}

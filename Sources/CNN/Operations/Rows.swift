extension Tensor {
    /// Adds a vector to every row along the last axis.
    mutating func addToRows(_ row: Tensor) {
        let (count, width) = (count, row.count)
        let kernels = Machine.shared.kernels
        scalars.withUnsafeMutableBufferPointer { numbers in
            row.scalars.withUnsafeBufferPointer { row in
                guard let numbers = numbers.baseAddress, let row = row.baseAddress else { return }
                for start in stride(from: 0, to: count, by: width) {
                    kernels.add(numbers + start, row, to: numbers + start, count: width)
                }
            }
        }
    }
}

/// Adds to `sums`, of shape `[n]`, the rows of a tensor of shape `[…, n]`.
///
/// Eight columns at a time go down all rows; who does which columns changes no sum.
func addRowSums(of tensor: Tensor, to sums: inout Tensor, on workers: Workers = .shared) {
    let width = sums.count
    if width == 0 { return }
    let rows = tensor.count / width
    sums.scalars.withUnsafeMutableBufferPointer { sums in
        tensor.scalars.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress, let sums = sums.baseAddress else { return }
            if width == 1 {
                let row = UnsafeBufferPointer(start: numbers, count: rows)
                sums[0] = Scalar(Double(sums[0]) + sumOf(row, on: workers))
                return
            }
            let columns = ColumnSums(start: numbers, columns: width, pixels: rows, pixelStride: width)
            func add(_ block: Int) {
                columns.forEach(in: 8 * block..<min(width, 8 * block + 8)) { column, sum in
                    sums[column] = Scalar(Double(sums[column]) + sum)
                }
            }
            let blocks = (width + 7) / 8
            if tensor.count < 30_000 {
                for block in 0..<blocks { add(block) }
            } else {
                workers.share(blocks, add)
            }
        }
    }
}

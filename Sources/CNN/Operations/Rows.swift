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

/// Adds to `sums`, of shape `[n]`, the rows of a tensor of shape `[…, n]`, from first to last.
///
/// Four columns at a time go down all rows with their sums in a register; who does which columns changes no sum.
func addRowSums(of tensor: Tensor, to sums: inout Tensor, on workers: Workers = .shared) {
    let width = sums.count
    if width == 0 { return }
    let rows = tensor.count / width
    sums.scalars.withUnsafeMutableBufferPointer { sums in
        tensor.scalars.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress, let sums = sums.baseAddress else { return }
            func add(_ block: Int) {
                let first = 4 * block
                if first + 4 <= width {
                    addFourColumns(numbers + first, rows: rows, rowStride: width, to: sums + first)
                } else {
                    addFewColumns(numbers + first, width - first, rows: rows, rowStride: width, to: sums + first)
                }
            }
            let blocks = (width + 3) / 4
            if tensor.count < 30_000 {
                for block in 0..<blocks { add(block) }
            } else {
                workers.share(blocks, add)
            }
        }
    }
}

private func addFourColumns(
    _ numbers: UnsafePointer<Scalar>, rows: Int, rowStride: Int, to sums: UnsafeMutablePointer<Scalar>
) {
    typealias Four = SIMD4<Scalar>
    var sum = UnsafeRawPointer(sums).loadUnaligned(as: Four.self)
    for row in 0..<rows { sum += UnsafeRawPointer(numbers + row * rowStride).loadUnaligned(as: Four.self) }
    UnsafeMutableRawPointer(sums).storeBytes(of: sum, as: Four.self)
}

/// The one, two or three columns that are left.
private func addFewColumns(
    _ numbers: UnsafePointer<Scalar>, _ columns: Int, rows: Int, rowStride: Int, to sums: UnsafeMutablePointer<Scalar>
) {
    let (second, third) = (min(1, columns - 1), min(2, columns - 1))
    var (a, b, c) = (sums[0], sums[second], sums[third])
    for row in 0..<rows {
        let numbers = numbers + row * rowStride
        a += numbers[0]
        b += numbers[second]
        c += numbers[third]
    }
    sums[third] = c
    sums[second] = b
    sums[0] = a
}

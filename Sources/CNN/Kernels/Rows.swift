extension Tensor {
    /// A matrix of `count` rows that all are this vector.
    init(repeating row: Tensor, count: Int) {
        let width = row.count
        self.init(shape: [count, width]) { result in
            for r in 0..<count {
                for i in 0..<width { result.initializeElement(at: r * width + i, to: row.scalars[i]) }
            }
        }
    }
}

/// Adds to `sums`, of shape `[n]`, the rows of a tensor of shape `[…, n]`, from first to last.
func addRowSums(of tensor: Tensor, to sums: inout Tensor) {
    let width = sums.count
    sums.scalars.withUnsafeMutableBufferPointer { sums in
        tensor.scalars.withUnsafeBufferPointer { rows in
            for start in stride(from: 0, to: rows.count, by: max(width, 1)) {
                for i in 0..<width { sums[i] += rows[start + i] }
            }
        }
    }
}

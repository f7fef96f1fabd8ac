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
func addRowSums(of tensor: Tensor, to sums: inout Tensor, on machine: Machine = .shared) {
    let width = sums.count
    if width == 0 { return }
    let rows = tensor.count / width
    sums.scalars.withUnsafeMutableBufferPointer { sums in
        tensor.scalars.withUnsafeBufferPointer { numbers in
            guard let start = numbers.baseAddress else { return }
            if width == 1 {
                sums[0] = Scalar(Double(sums[0]) + sumOf(numbers, on: machine))
                return
            }
            forEachColumnSum(of: start, rows: rows, columns: width, on: machine) { column, sum in
                sums[column] = Scalar(Double(sums[column]) + sum)
            }
        }
    }
}

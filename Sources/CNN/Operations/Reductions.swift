extension Tensor {
    /// The sum of all numbers, added in double precision; 0 when there are none.
    public func sum() -> Scalar { Scalar(total()) }

    /// The mean of all numbers; nan when there are none.
    public func mean() -> Scalar { Scalar(total() / Double(count)) }

    /// The mean of the squared distances from the mean (divided by the count).
    public func variance() -> Scalar {
        let mean = total() / Double(count)
        return Scalar(total { ($0 - mean) * ($0 - mean) } / Double(count))
    }

    /// The square root of the variance.
    public func standardDeviation() -> Scalar { variance().squareRoot() }

    /// The largest number; nan if one is nan; minus infinity when there are none.
    public func maximum() -> Scalar { scalars.withUnsafeBufferPointer { largestOf($0) } }

    /// The smallest number; nan if one is nan; infinity when there are none.
    public func minimum() -> Scalar { -mapped { -$0 }.maximum() }

    /// The square root of the sum of the squares: the L2 norm of all numbers.
    public func norm() -> Scalar { Scalar(total { $0 * $0 }.squareRoot()) }

    /// Sums along one axis, which stays with length 1 (or is dropped); counted from the end when negative.
    public func sum(axis: Int, keepingAxis: Bool = true) -> Tensor {
        summed(axis: axis, keepingAxis: keepingAxis, dividedBy: 1)
    }

    /// Means along one axis, which stays with length 1 (or is dropped).
    public func mean(axis: Int, keepingAxis: Bool = true) -> Tensor {
        summed(axis: axis, keepingAxis: keepingAxis, dividedBy: Double(shape[resolve(axis: axis)]))
    }

    /// Variances (divided by the count) along one axis, which stays with length 1 (or is dropped).
    public func variance(axis: Int, keepingAxis: Bool = true) -> Tensor {
        let distance = self - mean(axis: axis)
        return (distance * distance).mean(axis: axis, keepingAxis: keepingAxis)
    }

    /// The largest numbers along one axis, which stays with length 1 (or is dropped).
    public func maximum(axis: Int, keepingAxis: Bool = true) -> Tensor {
        reduced(axis: axis, keepingAxis: keepingAxis) { row, result in
            result.pointee = largestOf(row)
        } columns: { start, rows, columns, results in
            let kernels = Machine.shared.kernels
            Machine.shared.workers.shareRanges(columns, of: rows) {
                kernels.maximum(
                    of: start + $0.lowerBound, rowStride: columns, rows: rows, pixelStride: 0, pixels: 1,
                    channels: $0.count, to: results + $0.lowerBound)
            }
        }
    }

    /// The smallest numbers along one axis, which stays with length 1 (or is dropped).
    public func minimum(axis: Int, keepingAxis: Bool = true) -> Tensor {
        -(-self).maximum(axis: axis, keepingAxis: keepingAxis)
    }

    /// The position of the largest number of each row along the last axis, the first where several are equal.
    public func argmax() -> [Int] {
        require(rank >= 1 && shape[rank - 1] > 0, "argmax() needs a last axis with numbers, but the shape is \(shape).")
        let width = shape[rank - 1]
        return stride(from: 0, to: count, by: width).map { start in
            var best = 0
            for i in 1..<max(width, 1) where scalars[start + i] > scalars[start + best] { best = i }
            return best
        }
    }

    /// Whether every number is finite: neither nan nor infinite.
    public var isFinite: Bool { scalars.allSatisfy { $0.isFinite } }

    /// Σ x over all numbers.
    func total() -> Double { scalars.withUnsafeBufferPointer { sumOf($0) } }

    /// Σ term(x) over all numbers; `term` is given eight numbers at once.
    @inline(__always)
    func total(_ term: (SIMD8<Double>) -> SIMD8<Double>) -> Double {
        scalars.withUnsafeBufferPointer { sumOf($0, term) }
    }

    private func summed(axis: Int, keepingAxis: Bool, dividedBy divisor: Double) -> Tensor {
        reduced(axis: axis, keepingAxis: keepingAxis) { row, result in
            result.pointee = Scalar(sumOf(row) / divisor)
        } columns: { start, rows, columns, results in
            forEachColumnSum(of: start, rows: rows, columns: columns) { results[$0] = Scalar($1 / divisor) }
        }
    }

    /// A tensor without the numbers along one axis but one: of the last axis `row` works out the result of each row, of
    /// others `columns` those of all columns of a matrix.
    private func reduced(
        axis: Int, keepingAxis: Bool,
        row: (_ numbers: UnsafeBufferPointer<Scalar>, _ result: UnsafeMutablePointer<Scalar>) -> Void,
        columns: (
            _ start: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int, _ results: UnsafeMutablePointer<Scalar>
        ) -> Void
    ) -> Tensor {
        let axis = resolve(axis: axis)
        let (length, inner) = (shape[axis], shape[(axis + 1)...].reduce(1, *))
        var newShape = shape
        if keepingAxis { newShape[axis] = 1 } else { newShape.remove(at: axis) }
        return Tensor(shape: newShape) { results in
            scalars.withUnsafeBufferPointer { numbers in
                guard let target = results.baseAddress, !results.isEmpty else { return }
                // Of an axis without numbers too there are results.
                withUnsafePointer(to: Scalar(0)) { none in
                    let start = numbers.baseAddress ?? none
                    Machine.shared.workers.shareRanges(results.count / inner, of: length * inner) {
                        for block in $0 {
                            let first = start + block * length * inner
                            if inner == 1 {
                                row(UnsafeBufferPointer(start: first, count: length), target + block)
                            } else {
                                columns(first, length, inner, target + block * inner)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The largest of all numbers; nan if one is nan, minus infinity if there are none.
private func largestOf(_ numbers: UnsafeBufferPointer<Scalar>) -> Scalar {
    let (machine, partLength) = (Machine.shared, 32_768)
    guard let start = numbers.baseAddress else { return -.infinity }
    if numbers.count <= partLength { return machine.kernels.largest(of: start, count: numbers.count) }
    var parts = [Scalar](repeating: 0, count: (numbers.count + partLength - 1) / partLength)
    parts.withUnsafeMutableBufferPointer { parts in
        let largest = parts.baseAddress!
        machine.workers.share(parts.count) { part in
            let first = part * partLength
            largest[part] = machine.kernels.largest(
                of: start + first, count: min(partLength, numbers.count - first))
        }
    }
    return machine.kernels.largest(of: parts, count: parts.count)
}

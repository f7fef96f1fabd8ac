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
    public func maximum() -> Scalar { scalars.reduce(-Scalar.infinity, Tensor.larger) }

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
        reduced(axis: axis, keepingAxis: keepingAxis, from: -Scalar.infinity, Tensor.larger)
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

    /// The larger of two numbers; nan if one of them is.
    private static func larger(_ a: Scalar, _ b: Scalar) -> Scalar { a > b || a.isNaN ? a : b }

    /// Σ term(x) over all numbers; `term` is given eight numbers at once.
    @inline(__always)
    func total(_ term: (SIMD8<Double>) -> SIMD8<Double> = { $0 }) -> Double {
        scalars.withUnsafeBufferPointer { sumOf($0, term) }
    }

    private func summed(axis: Int, keepingAxis: Bool, dividedBy divisor: Double) -> Tensor {
        let axis = resolve(axis: axis)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let length = shape[axis]
        var newShape = shape
        if keepingAxis { newShape[axis] = 1 } else { newShape.remove(at: axis) }
        return Tensor(shape: newShape) { results in
            scalars.withUnsafeBufferPointer { numbers in
                guard let start = results.baseAddress else { return }
                guard let first = numbers.baseAddress else { return results.update(repeating: Scalar(0 / divisor)) }
                let blocks = results.count / inner
                if inner == 1 {
                    for block in 0..<blocks {
                        let row = UnsafeBufferPointer(start: first + block * length, count: length)
                        start[block] = Scalar(sumOf(row) / divisor)
                    }
                    return
                }
                func sum(_ block: Int) {
                    ColumnSums(
                        start: first + block * length * inner, columns: inner, pixels: length, pixelStride: inner
                    ).forEach { column, sum in start[block * inner + column] = Scalar(sum / divisor) }
                }
                if numbers.count < 30_000 {
                    for block in 0..<blocks { sum(block) }
                } else {
                    Machine.shared.workers.share(blocks, sum)
                }
            }
        }
    }

    private func reduced(
        axis: Int, keepingAxis: Bool, from start: Scalar, _ combine: (Scalar, Scalar) -> Scalar
    ) -> Tensor {
        let axis = resolve(axis: axis)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let length = shape[axis]
        var newShape = shape
        if keepingAxis { newShape[axis] = 1 } else { newShape.remove(at: axis) }
        var result = Tensor(repeating: start, shape: newShape)
        let blocks = inner == 0 ? 0 : result.count / inner
        result.scalars.withUnsafeMutableBufferPointer { results in
            scalars.withUnsafeBufferPointer { numbers in
                for block in 0..<blocks {
                    for position in 0..<length {
                        for i in 0..<inner {
                            let number = numbers[(block * length + position) * inner + i]
                            results[block * inner + i] = combine(results[block * inner + i], number)
                        }
                    }
                }
            }
        }
        return result
    }
}

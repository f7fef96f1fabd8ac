extension Tensor {
    /// The matrix with rows and columns exchanged: `[m, n]` gives `[n, m]`.
    public func transposed() -> Tensor {
        require(rank == 2, "transposed() needs a matrix, but was given the shape \(shape).")
        return transposed([1, 0])
    }

    /// The axes in another order: axis i of the result is axis `order[i]` of this tensor.
    public func transposed(_ order: [Int]) -> Tensor {
        require(
            order.sorted() == Array(0..<rank),
            "The order \(order) does not name each of the \(rank) axes of a tensor of shape \(shape) once.")
        let newShape = order.map { shape[$0] }
        if count == 0 || rank == 0 { return Tensor(shape: newShape, scalars: scalars) }
        var steps = Array(repeating: 1, count: rank)
        for axis in (0..<rank - 1).reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
        let sourceSteps = order.map { steps[$0] }
        return Tensor(shape: newShape) { result in
            var index = Array(repeating: 0, count: rank)
            var source = 0
            for i in 0..<result.count {
                result[i] = scalars[source]
                var axis = rank - 1
                while axis >= 0 {
                    index[axis] += 1
                    source += sourceSteps[axis]
                    if index[axis] < newShape[axis] { break }
                    source -= sourceSteps[axis] * newShape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
    }
}

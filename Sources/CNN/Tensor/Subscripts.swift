extension Tensor {
    /// The number at position `i` of a vector.
    public subscript(i: Int) -> Scalar {
        get { scalars[offset(i)] }
        set { scalars[offset(i)] = newValue }
    }

    /// The number in row `i` and column `j` of a matrix.
    public subscript(i: Int, j: Int) -> Scalar {
        get { scalars[offset(i, j)] }
        set { scalars[offset(i, j)] = newValue }
    }

    /// The number of a volume at `[i, j, k]`; of an image at row `i`, column `j`, channel `k`.
    public subscript(i: Int, j: Int, k: Int) -> Scalar {
        get { scalars[offset(i, j, k)] }
        set { scalars[offset(i, j, k)] = newValue }
    }

    /// The number at `[i, j, k, l]`; in a batch of images: example, row, column, channel.
    public subscript(i: Int, j: Int, k: Int, l: Int) -> Scalar {
        get { scalars[offset(i, j, k, l)] }
        set { scalars[offset(i, j, k, l)] = newValue }
    }

    /// The part at position `index` of the first axis, without that axis: an example of a batch, a row of a matrix.
    public func at(_ index: Int) -> Tensor {
        require(rank >= 1, "A single number has no part at \(index).")
        require(
            index >= 0 && index < shape[0],
            "Index \(index) is outside 0..<\(shape[0]), the first axis of a tensor of shape \(shape).")
        let inner = Array(shape.dropFirst())
        let size = Tensor.count(of: inner)
        return Tensor(shape: inner, scalars: Array(scalars[index * size..<(index + 1) * size]))
    }

    /// The positions `range` of one axis; the other axes stay whole. `axis` counts from 0, or from the end when
    /// negative.
    public func sliced(_ range: Range<Int>, axis: Int = 0) -> Tensor {
        let axis = resolve(axis: axis)
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "The range \(range) is outside 0..<\(shape[axis]), axis \(axis) of a tensor of shape \(shape).")
        let inner = shape[(axis + 1)...].reduce(1, *)
        let outer = shape[..<axis].reduce(1, *)
        var result: [Scalar] = []
        result.reserveCapacity(outer * range.count * inner)
        for block in 0..<outer {
            let start = (block * shape[axis] + range.lowerBound) * inner
            result += scalars[start..<start + range.count * inner]
        }
        var newShape = shape
        newShape[axis] = range.count
        return Tensor(shape: newShape, scalars: result)
    }

    /// The parts at these positions of the first axis, in this order: rows of a matrix, examples of a batch.
    public func gathered(_ indices: [Int]) -> Tensor {
        require(rank >= 1, "A single number has no parts to gather.")
        let inner = Array(shape.dropFirst())
        let size = Tensor.count(of: inner)
        var result: [Scalar] = []
        result.reserveCapacity(indices.count * size)
        for index in indices {
            require(
                index >= 0 && index < shape[0],
                "Index \(index) is outside 0..<\(shape[0]), the first axis of a tensor of shape \(shape).")
            result += scalars[index * size..<(index + 1) * size]
        }
        return Tensor(shape: [indices.count] + inner, scalars: result)
    }

    /// An axis counted from 0, whatever end it was counted from.
    func resolve(axis: Int) -> Int {
        let resolved = axis < 0 ? axis + rank : axis
        require(resolved >= 0 && resolved < rank, "There is no axis \(axis) in a tensor of shape \(shape).")
        return resolved
    }

    private func offset(_ i: Int) -> Int {
        require(rank == 1 && inside(i, 0), outside([i]))
        return i
    }

    private func offset(_ i: Int, _ j: Int) -> Int {
        require(rank == 2 && inside(i, 0) && inside(j, 1), outside([i, j]))
        return i * shape[1] + j
    }

    private func offset(_ i: Int, _ j: Int, _ k: Int) -> Int {
        require(rank == 3 && inside(i, 0) && inside(j, 1) && inside(k, 2), outside([i, j, k]))
        return (i * shape[1] + j) * shape[2] + k
    }

    private func offset(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Int {
        require(
            rank == 4 && inside(i, 0) && inside(j, 1) && inside(k, 2) && inside(l, 3), outside([i, j, k, l]))
        return ((i * shape[1] + j) * shape[2] + k) * shape[3] + l
    }

    private func inside(_ index: Int, _ axis: Int) -> Bool { index >= 0 && index < shape[axis] }

    private func outside(_ index: [Int]) -> String {
        index.count == rank
            ? "Index \(index) is outside a tensor of shape \(shape)."
            : "A tensor of shape \(shape) has \(rank) axes, but the index \(index) has \(index.count)."
    }
}

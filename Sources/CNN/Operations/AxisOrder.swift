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
        let axes = AxisOrder(order, of: shape)
        return Tensor(shape: order.map { shape[$0] }) { result in
            scalars.withUnsafeBufferPointer { numbers in
                guard let x = numbers.baseAddress, let y = result.baseAddress, !numbers.isEmpty else { return }
                axes.copy(x, to: y)
            }
        }
    }
}

/// The axes of a tensor in another order. Those of length 1 are left out, and those that stay beside each other are
/// one: where the channels of images go from last to first, three are left.
private struct AxisOrder {
    private struct Axis {
        var length: Int
        /// How far apart its numbers are in the source and in the result.
        var step: Int
        var resultStep = 1
    }

    private var axes: [Axis] = []

    init(_ order: [Int], of shape: [Int]) {
        var steps = Array(repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
        for axis in order where shape[axis] != 1 {
            if let last = axes.last, last.step == steps[axis] * shape[axis] {
                axes[axes.count - 1] = Axis(length: last.length * shape[axis], step: steps[axis])
            } else {
                axes.append(Axis(length: shape[axis], step: steps[axis]))
            }
        }
        for i in axes.indices.dropLast().reversed() { axes[i].resultStep = axes[i + 1].resultStep * axes[i + 1].length }
    }

    /// Writes the result y.
    func copy(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared) {
        guard let last = axes.last, let side = axes.lastIndex(where: { $0.step == 1 }) else {
            return y.pointee = x.pointee
        }
        var others = axes.dropLast()
        if last.step == 1 {
            return machine.workers.shareRanges(others.reduce(1) { $0 * $1.length }, of: last.length) {
                for run in $0 {
                    let start = AxisOrder.start(run, others)
                    (y + start.target).update(from: x + start.source, count: last.length)
                }
            }
        }
        // What lies side by side in the source is a matrix's row, what lies so in the result its column. A part of the
        // work is some columns, whole lines of the cache, of one of the matrices.
        let row = others.remove(at: side)
        let width = max(64, 32_768 / last.length / 64 * 64)
        let parts = (row.length + width - 1) / width
        machine.workers.share(others.reduce(parts) { $0 * $1.length }) { part in
            let (start, first) = (AxisOrder.start(part / parts, others), part % parts * width)
            machine.kernels.transpose(
                x + start.source + first, rowStride: last.step, rows: last.length,
                columns: min(width, row.length - first),
                to: y + start.target + first * row.resultStep, outputStride: row.resultStep)
        }
    }

    /// Where the numbers of the source and the result begin for one of the positions on some axes, counted in the
    /// result's order.
    private static func start(_ position: Int, _ axes: ArraySlice<Axis>) -> (source: Int, target: Int) {
        var (rest, source, target) = (position, 0, 0)
        for axis in axes.reversed() {
            source += rest % axis.length * axis.step
            target += rest % axis.length * axis.resultStep
            rest /= axis.length
        }
        return (source, target)
    }
}

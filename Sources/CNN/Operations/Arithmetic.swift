/// Arithmetic number by number. Two shapes go together as in NumPy: aligned at their last axes, an axis of length 1 (or
/// a missing one) is repeated.
extension Tensor {
    /// The sum, number by number.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        combine(a, b, "+") { a, b, c, count in for i in 0..<count { c[i] = a[i] + b[i] } }
    }
    /// The difference, number by number.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        combine(a, b, "-") { a, b, c, count in for i in 0..<count { c[i] = a[i] - b[i] } }
    }
    /// The product, number by number; the matrix product is `matrixProduct(_:)`.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        combine(a, b, "*") { a, b, c, count in for i in 0..<count { c[i] = a[i] * b[i] } }
    }
    /// The quotient, number by number.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        combine(a, b, "/") { a, b, c, count in for i in 0..<count { c[i] = a[i] / b[i] } }
    }

    /// `b` added to every number.
    public static func + (a: Tensor, b: Scalar) -> Tensor {
        a.updated { x, y, count in for i in 0..<count { y[i] = x[i] + b } }
    }
    /// `a` added to every number.
    public static func + (a: Scalar, b: Tensor) -> Tensor {
        b.updated { x, y, count in for i in 0..<count { y[i] = a + x[i] } }
    }
    /// `b` subtracted from every number.
    public static func - (a: Tensor, b: Scalar) -> Tensor {
        a.updated { x, y, count in for i in 0..<count { y[i] = x[i] - b } }
    }
    /// Every number subtracted from `a`.
    public static func - (a: Scalar, b: Tensor) -> Tensor {
        b.updated { x, y, count in for i in 0..<count { y[i] = a - x[i] } }
    }
    /// Every number times `b`.
    public static func * (a: Tensor, b: Scalar) -> Tensor {
        a.updated { x, y, count in for i in 0..<count { y[i] = x[i] * b } }
    }
    /// Every number times `a`.
    public static func * (a: Scalar, b: Tensor) -> Tensor {
        b.updated { x, y, count in for i in 0..<count { y[i] = a * x[i] } }
    }
    /// Every number divided by `b`.
    public static func / (a: Tensor, b: Scalar) -> Tensor {
        a.updated { x, y, count in for i in 0..<count { y[i] = x[i] / b } }
    }
    /// `a` divided by every number.
    public static func / (a: Scalar, b: Tensor) -> Tensor {
        b.updated { x, y, count in for i in 0..<count { y[i] = a / x[i] } }
    }
    /// Every number with its sign changed.
    public static prefix func - (a: Tensor) -> Tensor {
        a.updated { x, y, count in for i in 0..<count { y[i] = -x[i] } }
    }

    /// Adds `b` in place.
    public static func += (a: inout Tensor, b: Tensor) {
        update(&a, b, "+=") { a, b, count in for i in 0..<count { a[i] += b[i] } }
    }
    /// Subtracts `b` in place.
    public static func -= (a: inout Tensor, b: Tensor) {
        update(&a, b, "-=") { a, b, count in for i in 0..<count { a[i] -= b[i] } }
    }
    /// Multiplies by `b` in place, number by number.
    public static func *= (a: inout Tensor, b: Tensor) {
        update(&a, b, "*=") { a, b, count in for i in 0..<count { a[i] *= b[i] } }
    }
    /// Multiplies every number by `b` in place.
    public static func *= (a: inout Tensor, b: Scalar) {
        a.update { x, y, count in for i in 0..<count { y[i] = x[i] * b } }
    }

    /// `operation` changes a run of this many numbers.
    private static func update(
        _ a: inout Tensor, _ b: Tensor, _ name: String,
        _ operation: (UnsafeMutablePointer<Scalar>, UnsafePointer<Scalar>, Int) -> Void
    ) {
        require(b.canRepeat(to: a.shape), mismatch(a, b, name))
        b.repeated(to: a.shape).scalars.withUnsafeBufferPointer { b in
            a.scalars.withUnsafeMutableBufferPointer { a in
                guard let x = a.baseAddress, let y = b.baseAddress else { return }
                Machine.shared.workers.shareRanges(a.count) {
                    operation(x + $0.lowerBound, y + $0.lowerBound, $0.count)
                }
            }
        }
    }

    /// `operation` writes a run of this many results: the loop is inside of it, for a call a number costs more than the
    /// sum.
    private static func combine(
        _ a: Tensor, _ b: Tensor, _ name: String,
        _ operation: (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void
    ) -> Tensor {
        if a.shape == b.shape {
            return Tensor(shape: a.shape) { result in
                withPointers(a, b, nil) { a, b, _ in
                    let target = result.baseAddress!
                    Machine.shared.workers.shareRanges(result.count) {
                        operation(a + $0.lowerBound, b + $0.lowerBound, target + $0.lowerBound, $0.count)
                    }
                }
            }
        }
        let rank = max(a.rank, b.rank)
        let shape = zip(a.aligned(to: rank), b.aligned(to: rank)).map { $0 == 1 ? $1 : $0 }
        require(a.canRepeat(to: shape) && b.canRepeat(to: shape), mismatch(a, b, name))
        return combine(a.repeated(to: shape), b.repeated(to: shape), name, operation)
    }

    private func aligned(to rank: Int) -> [Int] {
        Array(repeating: 1, count: rank - self.rank) + shape
    }

    private static func mismatch(_ a: Tensor, _ b: Tensor, _ name: String) -> String {
        "Shapes \(a.shape) and \(b.shape) do not go together in \(name): aligned at their last axes, two lengths must be equal or one of them 1."
    }

    private func canRepeat(to target: [Int]) -> Bool {
        rank <= target.count && zip(aligned(to: target.count), target).allSatisfy { $0 == $1 || $0 == 1 }
    }

    /// The tensor repeated along its axes of length 1 until it has the shape `target`.
    private func repeated(to target: [Int]) -> Tensor {
        if shape == target { return self }
        let lengths = aligned(to: target.count)
        var result = scalars
        var inner = 1
        for axis in target.indices.reversed() {
            inner *= target[axis]
            if lengths[axis] == target[axis] { continue }
            // So far every axis after this one has its final length: a block of `inner / target[axis]` repeats.
            let block = target[axis] == 0 ? 0 : inner / target[axis]
            let blocks = block == 0 ? 0 : result.count / block
            var wider: [Scalar] = []
            wider.reserveCapacity(blocks * inner)
            for start in stride(from: 0, to: blocks * block, by: max(block, 1)) {
                for _ in 0..<target[axis] { wider += result[start..<start + block] }
            }
            result = wider
        }
        return Tensor(shape: target, scalars: result)
    }
}

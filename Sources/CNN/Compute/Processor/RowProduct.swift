extension VectorKernels {
    /// y += x·W for one row x, `[depth]`, and a matrix W, `[depth, columns]`, whose rows are `rowStride` numbers apart:
    /// each number of W is used only once, so all that counts is that memory is read in order. Eight rows at a time,
    /// while y stays in the nearest cache.
    package static func addRowProduct(
        _ x: UnsafePointer<Scalar>, depth: Int, _ w: UnsafePointer<Scalar>, rowStride: Int,
        to y: UnsafeMutablePointer<Scalar>, columns: Int
    ) {
        let whole = columns - columns % Vector.scalarCount
        var p = 0
        while p + 8 <= depth {
            let rows = w + p * rowStride
            let (x0, x1, x2, x3) = (
                Vector(repeating: x[p]), Vector(repeating: x[p + 1]), Vector(repeating: x[p + 2]),
                Vector(repeating: x[p + 3])
            )
            let (x4, x5, x6, x7) = (
                Vector(repeating: x[p + 4]), Vector(repeating: x[p + 5]), Vector(repeating: x[p + 6]),
                Vector(repeating: x[p + 7])
            )
            for q in stride(from: 0, to: whole, by: Vector.scalarCount) {
                let row = rows + q
                var sum = load(y + q)
                multiplyAdd(&sum, load(row), x0)
                multiplyAdd(&sum, load(row + rowStride), x1)
                multiplyAdd(&sum, load(row + 2 * rowStride), x2)
                multiplyAdd(&sum, load(row + 3 * rowStride), x3)
                multiplyAdd(&sum, load(row + 4 * rowStride), x4)
                multiplyAdd(&sum, load(row + 5 * rowStride), x5)
                multiplyAdd(&sum, load(row + 6 * rowStride), x6)
                multiplyAdd(&sum, load(row + 7 * rowStride), x7)
                UnsafeMutableRawPointer(y + q).storeBytes(of: sum, as: Vector.self)
            }
            p += 8
        }
        while p < depth {
            for q in stride(from: 0, to: whole, by: Vector.scalarCount) {
                var sum = load(y + q)
                multiplyAdd(&sum, load(w + p * rowStride + q), Vector(repeating: x[p]))
                UnsafeMutableRawPointer(y + q).storeBytes(of: sum, as: Vector.self)
            }
            p += 1
        }
        for q in whole..<columns {
            for p in 0..<depth { y[q] += x[p] * w[p * rowStride + q] }
        }
    }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

/// sum += a·b, rounded once where the processor has an instruction for it.
@inline(__always)
private func multiplyAdd(_ sum: inout Vector, _ a: Vector, _ b: Vector) {
    // Without the instruction addingProduct is a call, a hundred times slower.
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum = sum.addingProduct(a, b)
    #else
        sum += a * b
    #endif
}

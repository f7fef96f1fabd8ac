extension Tensor {
    /// The matrix product of `[m, k]` and `[k, n]`: `[m, n]`.
    public func matrixProduct(_ other: Tensor) -> Tensor {
        require(
            rank == 2 && other.rank == 2 && shape[1] == other.shape[0],
            "A matrix product needs shapes [m, k] and [k, n], but was given \(shape) and \(other.shape).")
        return product(self, other, transposeA: false, transposeB: false)
    }
}

/// The product of two matrices, each transposed first if asked; no copy is made for it.
func product(_ a: Tensor, _ b: Tensor, transposeA: Bool, transposeB: Bool) -> Tensor {
    let m = a.shape[transposeA ? 1 : 0]
    let n = b.shape[transposeB ? 0 : 1]
    var result = Tensor(zeros: [m, n])
    addProduct(a, b, transposeA: transposeA, transposeB: transposeB, to: &result)
    return result
}

/// The same, added to a matrix.
func addProduct(_ a: Tensor, _ b: Tensor, transposeA: Bool, transposeB: Bool, to c: inout Tensor) {
    let (m, n, k) = (c.shape[0], c.shape[1], a.shape[transposeA ? 0 : 1])
    withPointers(a, b, &c) {
        addProduct(
            m: m, n: n, k: k, a: MatrixView($0, columns: a.shape[1], transposed: transposeA),
            b: MatrixView($1, columns: b.shape[1], transposed: transposeB), to: $2, rowStride: n)
    }
}

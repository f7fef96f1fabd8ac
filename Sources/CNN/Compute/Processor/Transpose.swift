extension VectorKernels {
    /// y[column, row] := x[row, column]: the rows of x begin `rowStride` numbers apart, those of y, which are x's
    /// columns, `outputStride`.
    package static func transpose(
        _ x: UnsafePointer<Scalar>, rowStride: Int, rows: Int, columns: Int, to y: UnsafeMutablePointer<Scalar>,
        outputStride: Int
    ) {
        // Of so many rows and columns each has a page of its own, and the processor remembers where some dozen pages
        // are.
        let side = 64
        for row in stride(from: 0, to: rows, by: side) {
            for column in stride(from: 0, to: columns, by: side) {
                transposeTile(
                    x + row * rowStride + column, rowStride, rows: min(side, rows - row),
                    columns: min(side, columns - column), to: y + column * outputStride + row, outputStride)
            }
        }
    }
}

private typealias Eight = SIMD8<Scalar>
private typealias EightRows = (Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight)

private func transposeTile(
    _ x: UnsafePointer<Scalar>, _ rowStride: Int, rows: Int, columns: Int, to y: UnsafeMutablePointer<Scalar>,
    _ outputStride: Int
) {
    let (wholeRows, wholeColumns) = (rows - rows % 8, columns - columns % 8)
    for column in stride(from: 0, to: wholeColumns, by: 8) {
        for row in stride(from: 0, to: wholeRows, by: 8) {
            let (x, y) = (x + row * rowStride + column, y + column * outputStride + row)
            @inline(__always) func load(_ i: Int) -> Eight {
                UnsafeRawPointer(x + i * rowStride).loadUnaligned(as: Eight.self)
            }
            @inline(__always) func store(_ numbers: Eight, _ i: Int) {
                UnsafeMutableRawPointer(y + i * outputStride).storeBytes(of: numbers, as: Eight.self)
            }
            var r = (load(0), load(1), load(2), load(3), load(4), load(5), load(6), load(7))
            r = shuffled(shuffled(shuffled(r)))
            store(r.0, 0)
            store(r.1, 1)
            store(r.2, 2)
            store(r.3, 3)
            store(r.4, 4)
            store(r.5, 5)
            store(r.6, 6)
            store(r.7, 7)
        }
    }
    for column in 0..<columns {
        for row in (column < wholeColumns ? wholeRows : 0)..<rows {
            y[column * outputStride + row] = x[row * rowStride + column]
        }
    }
}

/// The 64 numbers, seen as a deck of cards, after a perfect shuffle: the upper and the lower half in turn. The three
/// highest bits of a number's place are its row; each shuffle moves one bit from the front to the back, and three make
/// rows columns.
@inline(__always)
private func shuffled(_ r: EightRows) -> EightRows {
    let (a, b) = (interleaved(r.0, r.4), interleaved(r.1, r.5))
    let (c, d) = (interleaved(r.2, r.6), interleaved(r.3, r.7))
    return (a.low, a.high, b.low, b.high, c.low, c.high, d.low, d.high)
}

@inline(__always)
private func interleaved(_ a: Eight, _ b: Eight) -> (low: Eight, high: Eight) {
    var (low, high) = (Eight.zero, Eight.zero)
    (low.evenHalf, low.oddHalf) = (a.lowHalf, b.lowHalf)
    (high.evenHalf, high.oddHalf) = (a.highHalf, b.highHalf)
    return (low, high)
}

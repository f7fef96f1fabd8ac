// Sums of any length: every number is widened to double precision before it is added, in lanes and parts that depend on
// nothing but the count, so that neither threads nor the instruction set change a sum.

private typealias Eight = SIMD8<Double>

/// So many numbers are summed by one thread at a time.
private let partLength = 32_768

/// Σ term(x) over all numbers; `term` is given eight numbers at once.
@inline(__always)
func sumOf(
    _ numbers: UnsafeBufferPointer<Scalar>, on workers: Workers = .shared,
    _ term: (SIMD8<Double>) -> SIMD8<Double> = { $0 }
) -> Double {
    guard let start = numbers.baseAddress else { return 0 }
    if numbers.count <= partLength { return partSum(start, count: numbers.count, term) }
    var parts = [Double](repeating: 0, count: (numbers.count + partLength - 1) / partLength)
    parts.withUnsafeMutableBufferPointer { parts in
        let sums = parts.baseAddress!
        workers.share(parts.count) { part in
            let first = part * partLength
            sums[part] = partSum(start + first, count: min(partLength, numbers.count - first), term)
        }
    }
    return parts.reduce(0, +)
}

@inline(__always)
private func partSum(_ numbers: UnsafePointer<Scalar>, count: Int, _ term: (Eight) -> Eight) -> Double {
    var (even, odd) = (Eight.zero, Eight.zero)
    var i = 0
    while i + 16 <= count {
        even += term(wide(numbers + i))
        odd += term(wide(numbers + i + 8))
        i += 16
    }
    if i + 8 <= count {
        even += term(wide(numbers + i))
        i += 8
    }
    if i < count {
        var rest = Eight.zero
        for lane in 0..<count - i { rest[lane] = Double(numbers[i + lane]) }
        let terms = term(rest)
        for lane in 0..<count - i { odd[lane] += terms[lane] }
    }
    return (even + odd).sum()
}

@inline(__always)
private func wide(_ numbers: UnsafePointer<Scalar>) -> Eight {
    Eight(UnsafeRawPointer(numbers).loadUnaligned(as: SIMD8<Scalar>.self))
}

/// Numbers that are summed column by column: `columns` numbers beside each other at every pixel of `rows` rows.
struct ColumnSums {
    let start: UnsafePointer<Scalar>
    let columns: Int
    var rows = 1
    var rowStride = 0
    let pixels: Int
    let pixelStride: Int

    /// Calls `body` with each column, or each of those in a range, and its sum.
    @inline(__always)
    func forEach(in range: Range<Int>? = nil, _ body: (_ column: Int, _ sum: Double) -> Void) {
        let range = range ?? 0..<columns
        if columns < 8 && rows == 1 && pixelStride == columns && pixels >= 16 && range == 0..<columns {
            let sums = narrowSums()
            for column in range { body(column, sums[column]) }
            return
        }
        var column = range.lowerBound
        while column < range.upperBound {
            switch range.upperBound - column {
            case 8...:
                let sums = sum(SIMD8<Scalar>.self, at: column) { SIMD8<Double>($0) }
                for lane in 0..<8 { body(column + lane, sums[lane]) }
                column += 8
            case 4...:
                let sums = sum(SIMD4<Scalar>.self, at: column) { SIMD4<Double>($0) }
                for lane in 0..<4 { body(column + lane, sums[lane]) }
                column += 4
            case 2...:
                let sums = sum(SIMD2<Scalar>.self, at: column) { SIMD2<Double>($0) }
                for lane in 0..<2 { body(column + lane, sums[lane]) }
                column += 2
            default:
                var sum = 0.0
                for row in 0..<rows {
                    let first = start + row * rowStride + column
                    for pixel in 0..<pixels { sum += Double(first[pixel * pixelStride]) }
                }
                body(column, sum)
                column += 1
            }
        }
    }

    /// The sums of some columns at once, which stay in registers down all rows.
    @inline(__always)
    private func sum<Piece: SIMD & BitwiseCopyable, Wide: SIMD>(
        _ piece: Piece.Type, at column: Int, _ widened: (Piece) -> Wide
    ) -> Wide where Wide.Scalar == Double {
        var sum = Wide.zero
        for row in 0..<rows {
            let first = start + row * rowStride + column
            for pixel in 0..<pixels {
                sum += widened(UnsafeRawPointer(first + pixel * pixelStride).loadUnaligned(as: piece))
            }
        }
        return sum
    }

    /// The sums of fewer than eight columns without gaps: eight pixels are taken as one of eight times the columns, some
    /// thousand pixels at a time, which stay in the nearest cache.
    private func narrowSums() -> SIMD8<Double> {
        var sums = SIMD8<Double>.zero
        let whole = pixels / 8
        for first in stride(from: 0, to: whole, by: 256) {
            let wide = ColumnSums(
                start: start + first * 8 * columns, columns: 8 * columns, pixels: min(256, whole - first),
                pixelStride: 8 * columns)
            wide.forEach { column, sum in sums[column % columns] += sum }
        }
        for pixel in whole * 8..<pixels {
            for column in 0..<columns { sums[column] += Double(start[pixel * columns + column]) }
        }
        return sums
    }
}

/// Adds the sums of many terms to a matrix. The terms are taken in parts: `add` adds those of one to zeros, row after row, and
/// what it finds is added in double precision.
func addParts(
    _ parts: Int, rows: Int, columns: Int, to matrix: UnsafeMutablePointer<Scalar>, rowStride: Int,
    add: (_ part: Int, _ zeros: UnsafeMutablePointer<Scalar>) -> Void
) {
    var partSums = [Scalar](repeating: 0, count: rows * columns)
    var sums = [Double](repeating: 0, count: rows * columns)
    for part in 0..<parts {
        partSums.withUnsafeMutableBufferPointer { partSums in
            partSums.update(repeating: 0)
            add(part, partSums.baseAddress!)
        }
        for i in sums.indices { sums[i] += Double(partSums[i]) }
    }
    for row in 0..<rows {
        for column in 0..<columns {
            let number = Double(matrix[row * rowStride + column])
            matrix[row * rowStride + column] = Scalar(number + sums[row * columns + column])
        }
    }
}

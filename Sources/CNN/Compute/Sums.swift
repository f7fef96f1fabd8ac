// Sums of any length: every number is widened to double precision before it is added, in lanes and parts that depend on
// nothing but the count, so that neither threads nor the instruction set change a sum.

private typealias Eight = SIMD8<Double>

/// So many numbers are summed by one thread at a time.
private let partLength = 32_768

/// Σ x over all numbers.
func sumOf(_ numbers: UnsafeBufferPointer<Scalar>, on machine: Machine = .shared) -> Double {
    sumOfParts(numbers, on: machine.workers) { machine.kernels.sum(of: $0, count: $1, one: 1) }
}

/// Σ term(x) over all numbers; `term` is given eight numbers at once.
@inline(__always)
func sumOf(
    _ numbers: UnsafeBufferPointer<Scalar>, on workers: Workers = .shared, _ term: (SIMD8<Double>) -> SIMD8<Double>
) -> Double {
    sumOfParts(numbers, on: workers) { partSum($0, count: $1, term) }
}

@inline(__always)
private func sumOfParts(
    _ numbers: UnsafeBufferPointer<Scalar>, on workers: Workers, _ sum: (UnsafePointer<Scalar>, Int) -> Double
) -> Double {
    guard let start = numbers.baseAddress else { return 0 }
    if numbers.count <= partLength { return sum(start, numbers.count) }
    var parts = [Double](repeating: 0, count: (numbers.count + partLength - 1) / partLength)
    parts.withUnsafeMutableBufferPointer { parts in
        let sums = parts.baseAddress!
        workers.share(parts.count) { part in
            let first = part * partLength
            sums[part] = sum(start + first, min(partLength, numbers.count - first))
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

/// Calls `body` with each column and its sum over `rows` rows of `columns` numbers without gaps.
///
/// A few columns are repeated until they fill some vectors: several rows are taken as one. Parts are some rows of at
/// most two thousand columns, whose sums stay in the nearest cache.
func forEachColumnSum(
    of start: UnsafePointer<Scalar>, rows: Int, columns: Int, on machine: Machine = .shared,
    _ body: (_ column: Int, _ sum: Double) -> Void
) {
    if columns == 0 { return }
    let repeats = max(1, 64 / columns)
    let (width, wideRows) = (repeats * columns, rows / repeats)
    let (partRows, partColumns) = (max(256, partLength / width), 2048)
    let rowParts = max(1, (wideRows + partRows - 1) / partRows)
    let columnParts = (width + partColumns - 1) / partColumns
    var sums = [Double](repeating: 0, count: rowParts * width)
    sums.withUnsafeMutableBufferPointer { sums in
        let sums = sums.baseAddress!
        machine.workers.share(rowParts * columnParts) { part in
            let (row, column) = (part / columnParts * partRows, part % columnParts * partColumns)
            machine.kernels.addColumnSums(
                of: start + row * width + column, rows: min(partRows, wideRows - row), rowStride: width,
                columns: min(partColumns, width - column), one: 1, to: sums + part / columnParts * width + column)
        }
        let rest = wideRows * repeats
        machine.kernels.addColumnSums(
            of: start + rest * columns, rows: rows - rest, rowStride: columns, columns: columns, one: 1, to: sums)
    }
    for column in 0..<columns {
        body(column, stride(from: column, to: sums.count, by: columns).reduce(0) { $0 + sums[$1] })
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

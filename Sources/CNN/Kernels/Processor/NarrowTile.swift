/// One tile of a product with few columns, C = A·Bᵀ: here the lanes go along the depth, for columns would not fill a vector.
///
/// A is read as by `tile`, runs of `depth` numbers that lie one behind the other. B has for each vector of each run the
/// `columns` (at most six) vectors of its columns, zeros behind the last number. The sums of a vector's lanes are added at the
/// end.
package func narrowTile(
    rows: Int, columns: Int, runs: Int, offsets: UnsafePointer<Int>, depth: Int,
    a: UnsafePointer<Scalar>, rowStep: Int, b: UnsafePointer<Scalar>, to c: UnsafeMutablePointer<Scalar>, cStep: Int
) {
    @inline(never) func product<Columns: Count>(_: Columns.Type) {
        var (a, c, left) = (a, c, rows)
        while left >= narrowRows {
            narrowProduct(narrowRows, Columns.value, runs, offsets, depth, a, rowStep, b, c, cStep)
            (a, c, left) = (a + narrowRows * rowStep, c + narrowRows * cStep, left - narrowRows)
        }
        while left > 0 {
            narrowProduct(1, Columns.value, runs, offsets, depth, a, rowStep, b, c, cStep)
            (a, c, left) = (a + rowStep, c + cStep, left - 1)
        }
    }
    switch columns {
    case 1: product(One.self)
    case 2: product(Two.self)
    case 3: product(Three.self)
    case 4: product(Four.self)
    case 5: product(Five.self)
    case 6: product(Six.self)
    default: fatalError("A narrow tile has no \(columns) columns.")
    }
}

// Numbers of columns as types: see Vector.swift.
private protocol Count { static var value: Int { get } }
private enum One: Count { static var value: Int { 1 } }
private enum Two: Count { static var value: Int { 2 } }
private enum Three: Count { static var value: Int { 3 } }
private enum Four: Count { static var value: Int { 4 } }
private enum Five: Count { static var value: Int { 5 } }
private enum Six: Count { static var value: Int { 6 } }

/// The most columns of a narrow tile.
package let narrowColumns = 6

// Rows times columns of sums fit into the registers.
#if CNN_AVX512 || arch(arm64)
    private let narrowRows = 4
#else
    private let narrowRows = 2
#endif

/// The sums of one row of A with each column of B, each a vector of partial sums.
private struct RowSums {
    var (s0, s1, s2, s3, s4, s5) = (
        Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero
    )

    @inline(__always)
    mutating func addProducts(_ a: Vector, _ b: UnsafePointer<Scalar>, _ columns: Int) {
        @inline(__always) func use(_ sum: inout Vector, _ column: Int) {
            add(&sum, a, load(b + column * Vector.scalarCount))
        }
        if columns > 0 { use(&s0, 0) }
        if columns > 1 { use(&s1, 1) }
        if columns > 2 { use(&s2, 2) }
        if columns > 3 { use(&s3, 3) }
        if columns > 4 { use(&s4, 4) }
        if columns > 5 { use(&s5, 5) }
    }

    @inline(__always)
    func put(to c: UnsafeMutablePointer<Scalar>, _ columns: Int) {
        if columns > 0 { c[0] = total(s0) }
        if columns > 1 { c[1] = total(s1) }
        if columns > 2 { c[2] = total(s2) }
        if columns > 3 { c[3] = total(s3) }
        if columns > 4 { c[4] = total(s4) }
        if columns > 5 { c[5] = total(s5) }
    }

    /// The sum of the lanes, by halves.
    @inline(__always)
    private func total(_ sums: Vector) -> Scalar {
        #if CNN_AVX512
            let eight = sums.lowHalf + sums.highHalf
            let four = eight.lowHalf + eight.highHalf
        #elseif CNN_AVX2
            let four = sums.lowHalf + sums.highHalf
        #else
            let four = sums
        #endif
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

/// `rows` and `columns` are constants where this is inlined: what they exclude is not compiled.
@inline(__always)
private func narrowProduct(
    _ rows: Int, _ columns: Int, _ runs: Int, _ offsets: UnsafePointer<Int>, _ depth: Int,
    _ start: UnsafePointer<Scalar>, _ rowStep: Int, _ packed: UnsafePointer<Scalar>,
    _ c: UnsafeMutablePointer<Scalar>, _ cStep: Int
) {
    let rest = depth % Vector.scalarCount
    var b = packed
    var (r0, r1, r2, r3) = (RowSums(), RowSums(), RowSums(), RowSums())
    for run in 0..<runs {
        var a = start + offsets[run]
        for _ in 0..<depth / Vector.scalarCount {
            if rows > 0 { r0.addProducts(load(a), b, columns) }
            if rows > 1 { r1.addProducts(load(a + rowStep), b, columns) }
            if rows > 2 { r2.addProducts(load(a + 2 * rowStep), b, columns) }
            if rows > 3 { r3.addProducts(load(a + 3 * rowStep), b, columns) }
            a += Vector.scalarCount
            b += columns * Vector.scalarCount
        }
        if rest > 0 {
            if rows > 0 { r0.addProducts(loadPart(a, rest), b, columns) }
            if rows > 1 { r1.addProducts(loadPart(a + rowStep, rest), b, columns) }
            if rows > 2 { r2.addProducts(loadPart(a + 2 * rowStep, rest), b, columns) }
            if rows > 3 { r3.addProducts(loadPart(a + 3 * rowStep, rest), b, columns) }
            b += columns * Vector.scalarCount
        }
    }
    if rows > 0 { r0.put(to: c, columns) }
    if rows > 1 { r1.put(to: c + cStep, columns) }
    if rows > 2 { r2.put(to: c + 2 * cStep, columns) }
    if rows > 3 { r3.put(to: c + 3 * cStep, columns) }
}

/// So many numbers, fewer than a vector's, and zeros: nothing behind them is read.
@inline(never)
private func loadPart(_ source: UnsafePointer<Scalar>, _ count: Int) -> Vector {
    var numbers = Vector.zero
    for i in 0..<count { numbers[i] = source[i] }
    return numbers
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

/// sum += a·b, rounded once where the processor has an instruction for it.
@inline(__always)
private func add(_ sum: inout Vector, _ a: Vector, _ b: Vector) {
    // Without the instruction addingProduct is a call, a hundred times slower.
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum = sum.addingProduct(a, b)
    #else
        sum += a * b
    #endif
}

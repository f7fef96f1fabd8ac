// Convolutions whose channels and filters are both too few to fill vectors (LeNet-5's first: 1 and 6). Every number x of an
// image is spread, written `filters` times side by side; then filter f's outputs, and what they are multiplied from, lie in
// the same lanes along a whole row, as in a convolution of each channel by itself:
//
//     y[i] = Σ over taps t of  e[offsets[t] + i] · w[t][i mod filters]
//
// All lanes work, whatever the number of filters.

/// Writes each of `count` numbers, `step` apart, `times` times.
package func spread(
    _ x: UnsafePointer<Scalar>, count: Int, step: Int, times: Int, to e: UnsafeMutablePointer<Scalar>
) {
    // Whole vectors that the next number writes over, as long as there is a next one.
    let whole = times > Vector.scalarCount ? 0 : max(0, count - Vector.scalarCount)
    for i in 0..<whole { store(Vector(repeating: x[i * step]), e + i * times) }
    for i in whole..<count { (e + i * times).update(repeating: x[i * step], count: times) }
}

/// `rows` rows of `count` outputs each, at least a vector of them. A tap's weights, and the biases, are repeated: number i
/// stands for filter i mod `filters`, for at least `filters` and a vector more.
package func spreadRows(
    rows: Int, count: Int, e: UnsafePointer<Scalar>, rowStep: Int, offsets: UnsafePointer<Int>, taps: Int,
    weights: UnsafePointer<Scalar>, weightStep: Int, filters: Int, bias: UnsafePointer<Scalar>, rectifies: Bool,
    to y: UnsafeMutablePointer<Scalar>, yStep: Int
) {
    @inline(__always) func block(_ height: Int, first row: Int, at i: Int) {
        spreadBlock(
            height, e + row * rowStep + i, rowStep, offsets, taps, weights + i % filters, weightStep,
            bias + i % filters, rectifies, y + row * yStep + i, yStep)
    }
    @inline(__always) func row(_ height: Int, first row: Int) {
        for i in stride(from: 0, to: count - Vector.scalarCount, by: Vector.scalarCount) {
            block(height, first: row, at: i)
        }
        // The last vector ends where the row ends; what it shares with the one before is worked out again.
        block(height, first: row, at: count - Vector.scalarCount)
    }
    var first = 0
    while first + 8 <= rows {
        row(8, first: first)
        first += 8
    }
    while first + 4 <= rows {
        row(4, first: first)
        first += 4
    }
    while first < rows {
        row(1, first: first)
        first += 1
    }
}

/// A vector of `height` rows; `height` is a constant where this is inlined.
@inline(__always)
private func spreadBlock(
    _ height: Int, _ e: UnsafePointer<Scalar>, _ rowStep: Int, _ offsets: UnsafePointer<Int>, _ taps: Int,
    _ weights: UnsafePointer<Scalar>, _ weightStep: Int, _ bias: UnsafePointer<Scalar>, _ rectifies: Bool,
    _ y: UnsafeMutablePointer<Scalar>, _ yStep: Int
) {
    var (s0, s1, s2, s3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    var (s4, s5, s6, s7) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    for t in 0..<taps {
        let w = load(weights + t * weightStep)
        let e = e + offsets[t]
        let (e3, e6) = (e + 3 * rowStep, e + 6 * rowStep)
        if height > 0 { add(&s0, load(e), w) }
        if height > 1 { add(&s1, load(e + rowStep), w) }
        if height > 2 { add(&s2, load(e + 2 * rowStep), w) }
        if height > 3 { add(&s3, load(e3), w) }
        if height > 4 { add(&s4, load(e3 + rowStep), w) }
        if height > 5 { add(&s5, load(e3 + 2 * rowStep), w) }
        if height > 6 { add(&s6, load(e6), w) }
        if height > 7 { add(&s7, load(e6 + rowStep), w) }
    }
    let bias = load(bias)
    @inline(__always) func put(_ sums: Vector, _ row: Int) {
        let sums = sums + bias
        store(rectifies ? sums.replacing(with: 0, where: sums .< 0) : sums, y + row * yStep)
    }
    if height > 0 { put(s0, 0) }
    if height > 1 { put(s1, 1) }
    if height > 2 { put(s2, 2) }
    if height > 3 { put(s3, 3) }
    if height > 4 { put(s4, 4) }
    if height > 5 { put(s5, 5) }
    if height > 6 { put(s6, 6) }
    if height > 7 { put(s7, 7) }
}

/// How many numbers apart vectors are whose lanes stand for the same filters.
package func spreadPeriod(filters: Int) -> Int {
    var period = Vector.scalarCount
    while period % filters != 0 { period += Vector.scalarCount }
    return period
}

/// Adds Σ dy[i]·e[offset + i] over `rows` rows of `count` numbers, at least a vector of them, to each tap's sums, number i to
/// sum i mod the period; the sums of a tap are a period and a vector.
package func addSpreadProducts(
    rows: Int, count: Int, e: UnsafePointer<Scalar>, rowStep: Int, offsets: UnsafePointer<Int>, taps: Int,
    dy: UnsafePointer<Scalar>, dyStep: Int, filters: Int, to sums: UnsafeMutablePointer<Scalar>
) {
    let lanes = Vector.scalarCount
    let whole = count - count % lanes
    let period = spreadPeriod(filters: filters)
    let sumStep = period + lanes
    var tap = 0
    while tap < taps {
        let height = min(8, (taps - tap) / ((taps - tap + 7) / 8))
        for start in stride(from: 0, to: min(whole, period), by: lanes) {
            products(
                height, rows, start, whole, period, 0, e, rowStep, offsets + tap, dy, dyStep,
                sums + tap * sumStep + start, sumStep)
        }
        if whole < count {
            // The row's last numbers: a vector that ends there, without what was used.
            products(
                height, rows, count - lanes, count, period, lanes - (count - whole), e, rowStep, offsets + tap, dy,
                dyStep, sums + tap * sumStep + (count - lanes) % period, sumStep)
        }
        tap += height
    }
}

/// The vectors at `start`, `start + period` and so on of every row, without their first `used` lanes.
private func products(
    _ taps: Int, _ rows: Int, _ start: Int, _ end: Int, _ period: Int, _ used: Int, _ e: UnsafePointer<Scalar>,
    _ rowStep: Int, _ offsets: UnsafePointer<Int>, _ dy: UnsafePointer<Scalar>, _ dyStep: Int,
    _ sums: UnsafeMutablePointer<Scalar>, _ sumStep: Int
) {
    @inline(never) func add<Taps: Count>(_: Taps.Type) {
        if used == 0 {
            addProducts(
                Taps.value, true, rows, start, end, period, used, e, rowStep, offsets, dy, dyStep, sums, sumStep)
        } else {
            addProducts(
                Taps.value, false, rows, start, end, period, used, e, rowStep, offsets, dy, dyStep, sums, sumStep)
        }
    }
    switch taps {
    case 1: add(One.self)
    case 2: add(Two.self)
    case 3: add(Three.self)
    case 4: add(Four.self)
    case 5: add(Five.self)
    case 6: add(Six.self)
    case 7: add(Seven.self)
    default: add(Eight.self)
    }
}

// Numbers of taps as types: see Vector.swift.
private protocol Count { static var value: Int { get } }
private enum One: Count { static var value: Int { 1 } }
private enum Two: Count { static var value: Int { 2 } }
private enum Three: Count { static var value: Int { 3 } }
private enum Four: Count { static var value: Int { 4 } }
private enum Five: Count { static var value: Int { 5 } }
private enum Six: Count { static var value: Int { 6 } }
private enum Seven: Count { static var value: Int { 7 } }
private enum Eight: Count { static var value: Int { 8 } }

/// `taps` and `isWhole` are constants where this is inlined.
@inline(__always)
private func addProducts(
    _ taps: Int, _ isWhole: Bool, _ rows: Int, _ start: Int, _ end: Int, _ period: Int, _ used: Int,
    _ e: UnsafePointer<Scalar>, _ rowStep: Int, _ offsets: UnsafePointer<Int>, _ dy: UnsafePointer<Scalar>,
    _ dyStep: Int, _ sums: UnsafeMutablePointer<Scalar>, _ sumStep: Int
) {
    var (s0, s1, s2, s3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    var (s4, s5, s6, s7) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    var unused = Vector.zero
    if !isWhole { for lane in used..<Vector.scalarCount { unused[lane] = 1 } }
    let wanted = unused .> 0
    // Not times 0, which would keep a nan.
    @inline(__always) func part(_ numbers: Vector) -> Vector {
        isWhole ? numbers : Vector.zero.replacing(with: numbers, where: wanted)
    }
    for row in 0..<rows {
        for i in stride(from: start, to: end, by: period) {
            let e = e + row * rowStep + i
            let dy = part(load(dy + row * dyStep + i))
            if taps > 0 { add(&s0, part(load(e + offsets[0])), dy) }
            if taps > 1 { add(&s1, part(load(e + offsets[1])), dy) }
            if taps > 2 { add(&s2, part(load(e + offsets[2])), dy) }
            if taps > 3 { add(&s3, part(load(e + offsets[3])), dy) }
            if taps > 4 { add(&s4, part(load(e + offsets[4])), dy) }
            if taps > 5 { add(&s5, part(load(e + offsets[5])), dy) }
            if taps > 6 { add(&s6, part(load(e + offsets[6])), dy) }
            if taps > 7 { add(&s7, part(load(e + offsets[7])), dy) }
        }
    }
    @inline(__always) func put(_ sum: Vector, _ target: UnsafeMutablePointer<Scalar>) {
        store(load(target) + sum, target)
    }
    if taps > 0 { put(s0, sums) }
    if taps > 1 { put(s1, sums + sumStep) }
    if taps > 2 { put(s2, sums + 2 * sumStep) }
    if taps > 3 { put(s3, sums + 3 * sumStep) }
    if taps > 4 { put(s4, sums + 4 * sumStep) }
    if taps > 5 { put(s5, sums + 5 * sumStep) }
    if taps > 6 { put(s6, sums + 6 * sumStep) }
    if taps > 7 { put(s7, sums + 7 * sumStep) }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}

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

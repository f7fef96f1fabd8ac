internal import CPrefetch

/// One tile of a matrix product, C = A·B, with what follows it in a network: the innermost loop of every product and
/// convolution.
///
/// A is read where it lies, number by number, each number multiplied with one or two vectors of B: element (i, k) is at
/// `a + offsets[run] + i * rowStep + k * columnStep`, for `runs` runs of `depth` columns each. A matrix product has one
/// run; a convolution in NHWC has one for each row of the kernel, because the pixels under it lie side by side. So no
/// windows are ever copied (compare Dukhan, "The Indirect Convolution Algorithm", 2019). B is packed: `bStep` numbers for
/// each column of A, zeros behind the last one. The sums stay in registers over all runs (Goto and van de Geijn, "Anatomy
/// of High-Performance Matrix Multiplication", 2008).
///
/// The first `columns` (at most two vectors) of each row are stored: plus what is in C if `adds`, plus `bias`, plus
/// `residual`, and not below zero if `rectifies`. Meanwhile the numbers that a tile after this one needs, one `aheadStep`
/// further for each column of A, are brought into the nearest cache, where they would not come from by themselves in time.
package func tile(
    rows: Int, columns: Int, runs: Int, offsets: UnsafePointer<Int>, depth: Int,
    a: UnsafePointer<Scalar>, rowStep: Int, columnStep: Int, b: UnsafePointer<Scalar>, bStep: Int,
    to c: UnsafeMutablePointer<Scalar>, cStep: Int, adds: Bool,
    bias: UnsafePointer<Scalar>?, residual: UnsafePointer<Scalar>?, residualStep: Int, rectifies: Bool,
    ahead: UnsafePointer<Scalar>, aheadStep: Int
) {
    @inline(__always) func sums(_ height: Int, _ isWide: Bool) {
        product(
            height, isWide, columns, runs, offsets, depth, a, rowStep, columnStep, b, bStep, ahead, aheadStep,
            Target(
                c: c, cStep: cStep, adds: adds, bias: bias, residual: residual, residualStep: residualStep,
                rectifies: rectifies))
    }
    if columns > Vector.scalarCount {
        switch rows {
        case 1: sums(1, true)
        case 2: sums(2, true)
        case 3: sums(3, true)
        case 4: sums(4, true)
        case 5: sums(5, true)
        case 6: sums(6, true)
        #if CNN_AVX512 || arch(arm64)
            case 7: sums(7, true)
            case 8: sums(8, true)
            case 9: sums(9, true)
            case 10: sums(10, true)
            case 11: sums(11, true)
            case 12: sums(12, true)
        #endif
        default: fatalError("A tile has no \(rows) rows.")
        }
    } else {
        switch rows {
        case 1: sums(1, false)
        case 2: sums(2, false)
        case 3: sums(3, false)
        case 4: sums(4, false)
        case 5: sums(5, false)
        case 6: sums(6, false)
        #if CNN_AVX512 || arch(arm64)
            case 7: sums(7, false)
            case 8: sums(8, false)
            case 9: sums(9, false)
            case 10: sums(10, false)
            case 11: sums(11, false)
            case 12: sums(12, false)
        #endif
        default: fatalError("A tile has no \(rows) rows.")
        }
    }
}

/// Where a tile's sums go.
private struct Target {
    let c: UnsafeMutablePointer<Scalar>
    let cStep: Int
    let adds: Bool
    let bias: UnsafePointer<Scalar>?
    let residual: UnsafePointer<Scalar>?
    let residualStep: Int
    let rectifies: Bool

    /// Asks for the memory of a row before the sums are there.
    @inline(__always)
    func bring(row: Int, isWide: Bool) {
        if let residual {
            prefetch(residual + row * residualStep)
            if isWide { prefetch(residual + row * residualStep + Vector.scalarCount) }
        }
        prefetchToWrite(c + row * cStep)
        if isWide { prefetchToWrite(c + row * cStep + Vector.scalarCount) }
    }

    /// Finishes and stores a row's sums, in whole vectors where they fit.
    @inline(__always)
    func put(_ left: Vector, _ right: Vector, isWide: Bool, row: Int, columns: Int) {
        let whole = isWide ? 2 * Vector.scalarCount : Vector.scalarCount
        if columns < whole { return putPart(left, right, isWide, row, columns) }
        finish(left, row, 0)
        if isWide { finish(right, row, Vector.scalarCount) }
    }

    /// The same for columns that do not fill the last vector: that one in pieces of 8, 4, 2 and 1 numbers, as the bits of
    /// their count say.
    @inline(never)
    private func putPart(_ left: Vector, _ right: Vector, _ isWide: Bool, _ row: Int, _ columns: Int) {
        if isWide { finish(left, row, 0) }
        let sums = isWide ? right : left
        var column = isWide ? Vector.scalarCount : 0
        let count = columns - column
        #if CNN_AVX512
            var eight = sums.lowHalf
            if count & 8 != 0 {
                finish(eight, row, column)
                (eight, column) = (sums.highHalf, column + 8)
            }
        #elseif CNN_AVX2
            let eight = sums
        #endif
        #if CNN_AVX512 || CNN_AVX2
            var four = eight.lowHalf
            if count & 4 != 0 {
                finish(four, row, column)
                (four, column) = (eight.highHalf, column + 4)
            }
        #else
            let four = sums
        #endif
        var two = four.lowHalf
        if count & 2 != 0 {
            finish(two, row, column)
            (two, column) = (four.highHalf, column + 2)
        }
        if count & 1 != 0 { finish(two.x, row, column) }
    }

    @inline(__always)
    private func finish<Numbers: Rectifiable & BitwiseCopyable>(_ sums: Numbers, _ row: Int, _ column: Int)
    where Numbers.Scalar == Scalar {
        @inline(__always) func load(_ source: UnsafePointer<Scalar>) -> Numbers {
            UnsafeRawPointer(source).loadUnaligned(as: Numbers.self)
        }
        var sums = sums
        let target = c + row * cStep + column
        if adds { sums += load(target) }
        if let bias { sums += load(bias + column) }
        if let residual { sums += load(residual + row * residualStep + column) }
        if rectifies { sums = sums.rectified }
        UnsafeMutableRawPointer(target).storeBytes(of: sums, as: Numbers.self)
    }

    @inline(__always)
    private func finish(_ number: Scalar, _ row: Int, _ column: Int) {
        var sum = number
        let target = c + row * cStep + column
        if adds { sum += target.pointee }
        if let bias { sum += bias[column] }
        if let residual { sum += residual[row * residualStep + column] }
        target.pointee = rectifies && sum < 0 ? 0 : sum
    }
}

/// max(0, x) for each size of vector: for any size at once it would be a branch for each number, ten times slower where signs
/// change. Not `max`: nan stays nan.
private protocol Rectifiable: SIMD where Scalar: BinaryFloatingPoint {
    var rectified: Self { get }
}
private typealias Number = Scalar
extension SIMD2: Rectifiable where Scalar == Number {
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .< 0) }
}
extension SIMD4: Rectifiable where Scalar == Number {
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .< 0) }
}
extension SIMD8: Rectifiable where Scalar == Number {
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .< 0) }
}
extension SIMD16: Rectifiable where Scalar == Number {
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .< 0) }
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

/// `rows` and `isWide` are constants where this is inlined: what they exclude is not compiled. Every sum is a variable of
/// its own so that it stays in a register; the rows of A are reached from every third one, as addresses of x86 allow.
@inline(__always)
private func product(
    _ rows: Int, _ isWide: Bool, _ columns: Int, _ runs: Int, _ offsets: UnsafePointer<Int>, _ depth: Int,
    _ start: UnsafePointer<Scalar>, _ rowStep: Int, _ columnStep: Int, _ packed: UnsafePointer<Scalar>, _ bStep: Int,
    _ ahead: UnsafePointer<Scalar>, _ aheadStep: Int, _ target: Target
) {
    for row in 0..<rows {
        target.bring(row: row, isWide: isWide)
    }
    var b = packed
    var ahead = ahead
    var (l0, r0) = (Vector.zero, Vector.zero)
    var (l1, r1) = (Vector.zero, Vector.zero)
    var (l2, r2) = (Vector.zero, Vector.zero)
    var (l3, r3) = (Vector.zero, Vector.zero)
    var (l4, r4) = (Vector.zero, Vector.zero)
    var (l5, r5) = (Vector.zero, Vector.zero)
    var (l6, r6) = (Vector.zero, Vector.zero)
    var (l7, r7) = (Vector.zero, Vector.zero)
    var (l8, r8) = (Vector.zero, Vector.zero)
    var (l9, r9) = (Vector.zero, Vector.zero)
    var (l10, r10) = (Vector.zero, Vector.zero)
    var (l11, r11) = (Vector.zero, Vector.zero)
    for run in 0..<runs {
        var a = start + offsets[run]
        for _ in 0..<depth {
            let left = load(b)
            let right = isWide ? load(b + Vector.scalarCount) : left
            @inline(__always) func use(_ l: inout Vector, _ r: inout Vector, _ factor: Scalar) {
                add(&l, left, Vector(repeating: factor))
                if isWide { add(&r, right, Vector(repeating: factor)) }
            }
            let a3 = a + 3 * rowStep
            let a6 = a + 6 * rowStep
            let a9 = a + 9 * rowStep
            if rows > 0 { use(&l0, &r0, a[0]) }
            if rows > 1 { use(&l1, &r1, a[rowStep]) }
            if rows > 2 { use(&l2, &r2, a[2 * rowStep]) }
            if rows > 3 { use(&l3, &r3, a3[0]) }
            if rows > 4 { use(&l4, &r4, a3[rowStep]) }
            if rows > 5 { use(&l5, &r5, a3[2 * rowStep]) }
            if rows > 6 { use(&l6, &r6, a6[0]) }
            if rows > 7 { use(&l7, &r7, a6[rowStep]) }
            if rows > 8 { use(&l8, &r8, a6[2 * rowStep]) }
            if rows > 9 { use(&l9, &r9, a9[0]) }
            if rows > 10 { use(&l10, &r10, a9[rowStep]) }
            if rows > 11 { use(&l11, &r11, a9[2 * rowStep]) }
            prefetch(ahead)
            a += columnStep
            b += bStep
            ahead += aheadStep
        }
    }
    if rows > 0 { target.put(l0, r0, isWide: isWide, row: 0, columns: columns) }
    if rows > 1 { target.put(l1, r1, isWide: isWide, row: 1, columns: columns) }
    if rows > 2 { target.put(l2, r2, isWide: isWide, row: 2, columns: columns) }
    if rows > 3 { target.put(l3, r3, isWide: isWide, row: 3, columns: columns) }
    if rows > 4 { target.put(l4, r4, isWide: isWide, row: 4, columns: columns) }
    if rows > 5 { target.put(l5, r5, isWide: isWide, row: 5, columns: columns) }
    if rows > 6 { target.put(l6, r6, isWide: isWide, row: 6, columns: columns) }
    if rows > 7 { target.put(l7, r7, isWide: isWide, row: 7, columns: columns) }
    if rows > 8 { target.put(l8, r8, isWide: isWide, row: 8, columns: columns) }
    if rows > 9 { target.put(l9, r9, isWide: isWide, row: 9, columns: columns) }
    if rows > 10 { target.put(l10, r10, isWide: isWide, row: 10, columns: columns) }
    if rows > 11 { target.put(l11, r11, isWide: isWide, row: 11, columns: columns) }
}

internal import CPrefetch

extension VectorKernels {
    /// One tile of a matrix product, C = A·B, with what follows it in a network: the innermost loop of every product
    /// and convolution.
    ///
    /// A is read where it lies, number by number, each number multiplied with one or two vectors of B: element (i, k)
    /// is at `a + offsets[run] + i * rowStride + k * columnStride`, for `runs` runs of `depth` columns each. A matrix
    /// product has one run; a convolution in NHWC has one for each row of the kernel, because the pixels under it lie
    /// side by side. So no windows are ever copied (compare Dukhan, "The Indirect Convolution Algorithm", 2019). B is
    /// packed: `bStride` numbers for each column of A, zeros after the last one. The sums stay in registers over all
    /// runs (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
    ///
    /// The first `columns` (at most two vectors) of each row are stored: plus what is in C if `adds`, plus `bias`, plus
    /// `residual`, and not below zero if `rectifies`. Meanwhile the numbers that a tile after this one needs, one
    /// `aheadStride` further for each column of A, are brought into the nearest cache, where they would not come from
    /// by themselves in time.
    package static func tile(
        rows: Int, columns: Int, runs: Int, offsets: UnsafePointer<Int>, depth: Int,
        a: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int, b: UnsafePointer<Scalar>, bStride: Int,
        to c: UnsafeMutablePointer<Scalar>, cStride: Int, adds: Bool,
        bias: UnsafePointer<Scalar>?, residual: UnsafePointer<Scalar>?, residualStride: Int, rectifies: Bool,
        ahead: UnsafePointer<Scalar>, aheadStride: Int
    ) {
        @inline(never) func sums<Rows: Count, Vectors: Count>(_: Rows.Type, _: Vectors.Type) {
            product(
                Rows.value, Vectors.value == 2, columns, runs, offsets, depth, a, rowStride, columnStride, b, bStride,
                ahead,
                aheadStride,
                Destination(
                    c: c, cStride: cStride, adds: adds, bias: bias, residual: residual, residualStride: residualStride,
                    rectifies: rectifies))
        }
        @inline(__always) func sums<Rows: Count>(_: Rows.Type) {
            if columns > Vector.scalarCount { sums(Rows.self, Two.self) } else { sums(Rows.self, One.self) }
        }
        switch rows {
        case 1: sums(One.self)
        case 2: sums(Two.self)
        case 3: sums(Three.self)
        case 4: sums(Four.self)
        case 5: sums(Five.self)
        case 6: sums(Six.self)
        #if CNN_AVX512 || arch(arm64)
            case 7: sums(Seven.self)
            case 8: sums(Eight.self)
            case 9: sums(Nine.self)
            case 10: sums(Ten.self)
            case 11: sums(Eleven.self)
            case 12: sums(Twelve.self)
        #endif
        default: fatalError("A tile has no \(rows) rows.")
        }
    }
}

// Heights and widths as types: see Vector.swift.
private protocol Count { static var value: Int { get } }
private enum One: Count { static var value: Int { 1 } }
private enum Two: Count { static var value: Int { 2 } }
private enum Three: Count { static var value: Int { 3 } }
private enum Four: Count { static var value: Int { 4 } }
private enum Five: Count { static var value: Int { 5 } }
private enum Six: Count { static var value: Int { 6 } }
private enum Seven: Count { static var value: Int { 7 } }
private enum Eight: Count { static var value: Int { 8 } }
private enum Nine: Count { static var value: Int { 9 } }
private enum Ten: Count { static var value: Int { 10 } }
private enum Eleven: Count { static var value: Int { 11 } }
private enum Twelve: Count { static var value: Int { 12 } }

/// Where a tile's sums go.
private struct Destination {
    let c: UnsafeMutablePointer<Scalar>
    let cStride: Int
    let adds: Bool
    let bias: UnsafePointer<Scalar>?
    let residual: UnsafePointer<Scalar>?
    let residualStride: Int
    let rectifies: Bool

    /// Whether there is more to do than to store the sums.
    var isFollowed: Bool { bias != nil || residual != nil || rectifies }

    /// Asks for the memory of a row before the sums are there.
    @inline(__always)
    func bring(row: Int, isWide: Bool) {
        if let residual {
            prefetch(residual + row * residualStride)
            if isWide { prefetch(residual + row * residualStride + Vector.scalarCount) }
        }
        prefetchToWrite(c + row * cStride)
        if isWide { prefetchToWrite(c + row * cStride + Vector.scalarCount) }
    }

    /// Stores a row's sums or adds them to what is there: whole vectors.
    @inline(__always)
    func put(_ left: Vector, _ right: Vector, isWide: Bool, row: Int) {
        let target = c + row * cStride
        store(adds ? load(target) + left : left, target)
        if isWide {
            let second = target + Vector.scalarCount
            store(adds ? load(second) + right : right, second)
        }
    }

    /// What follows the sums, which are stored already.
    @inline(never)
    func finish(rows: Int, vectors: Int) {
        for row in 0..<rows {
            for column in stride(from: 0, to: vectors * Vector.scalarCount, by: Vector.scalarCount) {
                let target = c + row * cStride + column
                var sums = load(target)
                if let bias { sums += load(bias + column) }
                if let residual { sums += load(residual + row * residualStride + column) }
                store(rectifies ? sums.rectified : sums, target)
            }
        }
    }

    /// Finishes and stores a row's sums whose columns do not fill the last vector: that one in pieces of 8, 4, 2 and 1
    /// numbers, as the bits of their count say.
    @inline(never)
    func putPart(_ left: Vector, _ right: Vector, _ isWide: Bool, _ row: Int, _ columns: Int) {
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
        let target = c + row * cStride + column
        if adds { sums += load(target) }
        if let bias { sums += load(bias + column) }
        if let residual { sums += load(residual + row * residualStride + column) }
        if rectifies { sums = sums.rectified }
        UnsafeMutableRawPointer(target).storeBytes(of: sums, as: Numbers.self)
    }

    @inline(__always)
    private func finish(_ number: Scalar, _ row: Int, _ column: Int) {
        var sum = number
        let target = c + row * cStride + column
        if adds { sum += target.pointee }
        if let bias { sum += bias[column] }
        if let residual { sum += residual[row * residualStride + column] }
        target.pointee = rectifies && sum < 0 ? 0 : sum
    }
}

/// max(0, x) for each size of vector: for any size at once it would be a branch for each number, ten times slower where
/// signs change. Not `max`: nan stays nan.
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

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}

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

/// `rows` and `isWide` are constants where this is inlined: what they exclude is not compiled. Every sum is a variable
/// of its own so that it stays in a register; the rows of A are reached from every third one, as addresses of x86
/// allow.
@inline(__always)
private func product(
    _ rows: Int, _ isWide: Bool, _ columns: Int, _ runs: Int, _ offsets: UnsafePointer<Int>, _ depth: Int,
    _ start: UnsafePointer<Scalar>, _ rowStride: Int, _ columnStride: Int, _ packed: UnsafePointer<Scalar>,
    _ bStride: Int,
    _ ahead: UnsafePointer<Scalar>, _ aheadStride: Int, _ target: Destination
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
                multiplyAdd(&l, left, Vector(repeating: factor))
                if isWide { multiplyAdd(&r, right, Vector(repeating: factor)) }
            }
            let a3 = a + 3 * rowStride
            let a6 = a + 6 * rowStride
            let a9 = a + 9 * rowStride
            if rows > 0 { use(&l0, &r0, a[0]) }
            if rows > 1 { use(&l1, &r1, a[rowStride]) }
            if rows > 2 { use(&l2, &r2, a[2 * rowStride]) }
            if rows > 3 { use(&l3, &r3, a3[0]) }
            if rows > 4 { use(&l4, &r4, a3[rowStride]) }
            if rows > 5 { use(&l5, &r5, a3[2 * rowStride]) }
            if rows > 6 { use(&l6, &r6, a6[0]) }
            if rows > 7 { use(&l7, &r7, a6[rowStride]) }
            if rows > 8 { use(&l8, &r8, a6[2 * rowStride]) }
            if rows > 9 { use(&l9, &r9, a9[0]) }
            if rows > 10 { use(&l10, &r10, a9[rowStride]) }
            if rows > 11 { use(&l11, &r11, a9[2 * rowStride]) }
            // A narrow tile has a load for each product already: one more would cost more than it saves.
            if isWide { prefetch(ahead) }
            a += columnStride
            b += bStride
            ahead += aheadStride
        }
    }
    let isWhole = columns == (isWide ? 2 : 1) * Vector.scalarCount
    @inline(__always) func put(_ l: Vector, _ r: Vector, _ row: Int) {
        if isWhole { target.put(l, r, isWide: isWide, row: row) } else { target.putPart(l, r, isWide, row, columns) }
    }
    if rows > 0 { put(l0, r0, 0) }
    if rows > 1 { put(l1, r1, 1) }
    if rows > 2 { put(l2, r2, 2) }
    if rows > 3 { put(l3, r3, 3) }
    if rows > 4 { put(l4, r4, 4) }
    if rows > 5 { put(l5, r5, 5) }
    if rows > 6 { put(l6, r6, 6) }
    if rows > 7 { put(l7, r7, 7) }
    if rows > 8 { put(l8, r8, 8) }
    if rows > 9 { put(l9, r9, 9) }
    if rows > 10 { put(l10, r10, 10) }
    if rows > 11 { put(l11, r11, 11) }
    if isWhole && target.isFollowed { target.finish(rows: rows, vectors: isWide ? 2 : 1) }
}

internal import CPrefetch

// The transforms of Winograd's convolution (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015,
// arXiv 1509.09308) of a tile of output pixels, a vector of channels at a time. A kernel over such a tile is a product
// of polynomials in each direction, known by its values at n points, n = pixels + taps − 1: n² products instead of the
// square of pixels · taps. Here n is 4 (2 pixels, 3 taps) or 6 (4 pixels, 3 taps; 2 pixels, 5 taps).
//
// Lavin and Gray's points for n = 6 are 0, ±1, ±2 and infinity. Here they are 0, ±5/8, ±3/2 and infinity: all factors
// are then exact in single precision, and the rounding error is half as large, because none of them is far from 1
// (compare Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural
// Networks", 2018, arXiv 1803.10986).
private let a: Scalar = 0.625
private let a2: Scalar = 0.390625
private let a3: Scalar = 0.244140625
private let b: Scalar = 1.5
private let b2: Scalar = 2.25
private let b3: Scalar = 3.375
private let minusSum: Scalar = -2.640625  // −a² − b²
private let product: Scalar = 0.87890625  // a²·b²

extension VectorKernels {
    /// Bᵀ·d·B for the n×n pixels d under a tile, n = `side`: `pixels` are their addresses, row by row. Number (i, j) of
    /// the result is stored for each channel from `target + (i * n + j) * pointStride` on. Channels are whole vectors;
    /// `scratch` holds n² of them. The tile below reads what lies `ahead` numbers further; that is brought into the
    /// cache.
    package static func winogradInput(
        side: Int, _ pixels: UnsafePointer<UnsafeMutablePointer<Scalar>>, channels: Int, ahead: Int,
        to target: UnsafeMutablePointer<Scalar>, pointStride: Int, scratch: UnsafeMutablePointer<Scalar>
    ) {
        for c in stride(from: 0, to: channels, by: Vector.scalarCount) {
            let target = target + c
            // Two rows of its pixels and, of the next tile across, two columns are this tile's too.
            for y in 2..<side {
                for x in 0..<side - 2 { prefetch(pixels[y * side + x] + c + ahead) }
            }
            if side == 6 {
                transform(
                    6, 6, .inputs6, { load(pixels[$0] + c) }, { store($1, to: target + $0 * pointStride) }, scratch)
            } else {
                transform(
                    4, 4, .inputs4, { load(pixels[$0] + c) }, { store($1, to: target + $0 * pointStride) }, scratch)
            }
        }
    }

    /// A·dY·Aᵀ for the gradients dY of a tile of 4×4 output pixels and n = 6: the gradient of `winogradOutput`, stored
    /// like `winogradInput`'s result. Filters are whole vectors; `scratch` holds n² of them; what lies `ahead` numbers
    /// further is read next.
    package static func winogradOutputGradient(
        _ pixels: UnsafePointer<UnsafeMutablePointer<Scalar>>, filters: Int, ahead: Int,
        to target: UnsafeMutablePointer<Scalar>, pointStride: Int, scratch: UnsafeMutablePointer<Scalar>
    ) {
        for f in stride(from: 0, to: filters, by: Vector.scalarCount) {
            let target = target + f
            for i in 0..<16 { prefetch(pixels[i] + f + ahead) }
            transform(
                4, 6, .gradients4To6, { load(pixels[$0] + f) }, { store($1, to: target + $0 * pointStride) }, scratch)
        }
    }

    /// Aᵀ·m·A for the n×n products m of a tile of `outputs` × `outputs` pixels, n = `side`, plus bias and residual, and
    /// not below zero if `rectifies`: `pixels` are the addresses of the output pixels, row by row, `residual` those of
    /// the numbers to add. Filters are whole vectors; `scratch` holds n² of them; what lies `ahead` numbers further is
    /// written next.
    package static func winogradOutput(
        side: Int, outputs: Int, ahead: Int, _ products: UnsafePointer<Scalar>, pointStride: Int, filters: Int,
        bias: UnsafePointer<Scalar>, residual: UnsafePointer<UnsafeMutablePointer<Scalar>>?, rectifies: Bool,
        to pixels: UnsafePointer<UnsafeMutablePointer<Scalar>>, scratch: UnsafeMutablePointer<Scalar>
    ) {
        for f in stride(from: 0, to: filters, by: Vector.scalarCount) {
            let products = products + f
            for i in 0..<outputs * outputs {
                prefetchToWrite(pixels[i] + f + ahead)
                if let residual { prefetch(residual[i] + f + ahead) }
            }
            let shift = load(bias + f)
            @inline(__always) func put(_ pixel: Int, _ sums: Vector) {
                var sums = sums + shift
                if let residual { sums += load(residual[pixel] + f) }
                // Not max: nan stays nan.
                if rectifies { sums.replace(with: 0, where: sums .< 0) }
                store(sums, to: pixels[pixel] + f)
            }
            if outputs == 4 {
                transform(6, 4, .outputs6To4, { load(products + $0 * pointStride) }, put, scratch)
            } else if side == 6 {
                transform(6, 2, .outputs6To2, { load(products + $0 * pointStride) }, put, scratch)
            } else {
                transform(4, 2, .outputs4To2, { load(products + $0 * pointStride) }, put, scratch)
            }
        }
    }
}

/// A transform of n×n numbers to m×m: `line` for every row, then for every column of what came out. It is a constant
/// where this is inlined.
@inline(__always)
private func transform(
    _ n: Int, _ m: Int, _ line: Line, _ get: (Int) -> Vector, _ put: (Int, Vector) -> Void,
    _ scratch: UnsafeMutablePointer<Scalar>
) {
    for y in 0..<n {
        line.transform({ get(y * n + $0) }, { store($1, to: scratch + (y * m + $0) * Vector.scalarCount) })
    }
    for x in 0..<m {
        line.transform({ load(scratch + ($0 * m + x) * Vector.scalarCount) }, { put($0 * m + x, $1) })
    }
}

private enum Line {
    case inputs4, inputs6, outputs4To2, outputs6To4, outputs6To2, gradients4To6

    @inline(__always)
    func transform(_ get: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
        switch self {
        case .inputs4: toFour(get, put)
        case .inputs6: toSix(get, put)
        case .outputs4To2: fromFourToTwo(get, put)
        case .outputs6To4: fromSixToFour(get, put)
        case .outputs6To2: fromSixToTwo(get, put)
        case .gradients4To6: fromFourToSix(get, put)
        }
    }
}

/// Bᵀ for the points 0, ±5/8, ±3/2, ∞.
@inline(__always)
private func toSix(_ d: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (d1, d2, d3, d4) = (d(1), d(2), d(3), d(4))
    put(0, plus(plus(d4, d2, minusSum), d(0), product))
    put(5, plus(plus(d(5), d3, minusSum), d1, product))
    let (even, odd) = (plus(d4, d2, -b2), plus(d3, d1, -b2))
    put(1, plus(even, odd, a))
    put(2, plus(even, odd, -a))
    let (otherEven, otherOdd) = (plus(d4, d2, -a2), plus(d3, d1, -a2))
    put(3, plus(otherEven, otherOdd, b))
    put(4, plus(otherEven, otherOdd, -b))
}

/// Aᵀ for the same points.
@inline(__always)
private func fromSixToFour(_ m: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
    let (even, odd) = (m1 + m2, m1 - m2)
    let (otherEven, otherOdd) = (m3 + m4, m3 - m4)
    put(0, m(0) + even + otherEven)
    put(1, plus(odd * a, otherOdd, b))
    put(2, plus(even * a2, otherEven, b2))
    put(3, plus(plus(m(5), odd, a3), otherOdd, b3))
}

/// A for the same points.
@inline(__always)
private func fromFourToSix(_ y: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (y0, y1, y2, y3) = (y(0), y(1), y(2), y(3))
    let (even, odd) = (plus(y0, y2, a2), plus(y1 * a, y3, a3))
    let (otherEven, otherOdd) = (plus(y0, y2, b2), plus(y1 * b, y3, b3))
    put(0, y0)
    put(1, even + odd)
    put(2, even - odd)
    put(3, otherEven + otherOdd)
    put(4, otherEven - otherOdd)
    put(5, y3)
}

/// Aᵀ for two pixels from the same points.
@inline(__always)
private func fromSixToTwo(_ m: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
    put(0, m(0) + (m1 + m2) + (m3 + m4))
    put(1, plus(plus(m(5), m1 - m2, a), m3 - m4, b))
}

/// Bᵀ for the points 0, ±1, ∞.
@inline(__always)
private func toFour(_ d: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (d1, d2) = (d(1), d(2))
    put(0, d(0) - d2)
    put(1, d1 + d2)
    put(2, d2 - d1)
    put(3, d(3) - d1)
}

/// Aᵀ for the same points.
@inline(__always)
private func fromFourToTwo(_ m: (Int) -> Vector, _ put: (Int, Vector) -> Void) {
    let (m1, m2) = (m(1), m(2))
    put(0, m(0) + m1 + m2)
    put(1, m1 - m2 + m(3))
}

/// sum + numbers · factor
@inline(__always)
private func plus(_ sum: Vector, _ numbers: Vector, _ factor: Scalar) -> Vector {
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum.addingProduct(numbers, Vector(repeating: factor))
    #else
        sum + numbers * factor
    #endif
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
}

@inline(__always)
private func store(_ numbers: Vector, to target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}

// The transforms of Winograd's kernels, in double precision; see WinogradTransforms.swift.

/// The points beside 0 and infinity are ±a and ±b, as there.
private let a = 0.625
private let b = 1.5

extension VectorKernels {
    /// G·g·Gᵀ for one channel's `taps` × `taps` kernels g, in double precision: number (y, x) of filter f's is
    /// `kernel[(y * taps + x) * tapStride + f]`, to be multiplied with `scale[f]`. Number (i, j) of the result is
    /// stored for each filter from `targets[i * n + j] + offset` on, n = `side`. Filters are whole vectors.
    package static func winogradKernel(
        side: Int, taps: Int, _ kernel: UnsafePointer<Scalar>, tapStride: Int, scale: UnsafePointer<Scalar>,
        filters: Int,
        to targets: UnsafePointer<UnsafeMutablePointer<Scalar>>, offset: Int
    ) {
        withUnsafeTemporaryAllocation(of: Wide.self, capacity: taps * side) { scratch in
            for f in stride(from: 0, to: filters, by: Vector.scalarCount) {
                let factors = Wide(load(scale + f))
                for x in 0..<taps {
                    kernelToPoints(
                        side, taps, { Wide(load(kernel + ($0 * taps + x) * tapStride + f)) * factors },
                        { scratch[$0 * taps + x] = $1 })
                }
                for i in 0..<side {
                    kernelToPoints(
                        side, taps, { scratch[i * taps + $0] },
                        { store(Vector($1), to: targets[i * side + $0] + offset + f) })
                }
            }
        }
    }

    /// Adds Gᵀ·m·G for one channel's 6×6 sums m, the gradient of `winogradKernel` with 3×3 kernels, in double
    /// precision: number (i, j) of filter f's sum is that over the groups of `sums[group * groupStride + (i * 6 + j) *
    /// pointStride + f]`; it is added at `kernel[(y * 3 + x) * tapStride + f]`. Filters are whole vectors.
    package static func winogradKernelGradient(
        _ sums: UnsafePointer<Scalar>, groups: Int, groupStride: Int, pointStride: Int, filters: Int,
        to kernel: UnsafeMutablePointer<Scalar>, tapStride: Int
    ) {
        withUnsafeTemporaryAllocation(of: Wide.self, capacity: 18) { scratch in
            for f in stride(from: 0, to: filters, by: Vector.scalarCount) {
                for x in 0..<6 {
                    pointsToKernel(
                        { y in
                            var sum = Wide.zero
                            for group in 0..<groups {
                                sum += Wide(load(sums + group * groupStride + (y * 6 + x) * pointStride + f))
                            }
                            return sum
                        }, { scratch[$0 * 6 + x] = $1 })
                }
                for y in 0..<3 {
                    pointsToKernel({ scratch[y * 6 + $0] }) { x, sum in
                        let target = kernel + (y * 3 + x) * tapStride + f
                        store(load(target) + Vector(sum), to: target)
                    }
                }
            }
        }
    }
}

/// A vector's numbers in double precision.
#if CNN_AVX512
    private typealias Wide = SIMD16<Double>
#elseif CNN_AVX2
    private typealias Wide = SIMD8<Double>
#else
    private typealias Wide = SIMD4<Double>
#endif

/// G: 1, p, p² and so on for each point p, divided by the product of its distances from the others.
@inline(__always)
private func kernelToPoints(_ side: Int, _ taps: Int, _ g: (Int) -> Wide, _ put: (Int, Wide) -> Void) {
    let (g0, g1, g2) = (g(0), g(1), g(2))
    put(side - 1, g(taps - 1))
    if side == 4 {
        let (even, odd) = ((g0 + g2) * 0.5, g1 * 0.5)
        put(0, g0)
        put(1, even + odd)
        put(2, even - odd)
        return
    }
    let (g3, g4) = taps == 5 ? (g(3), g(4)) : (.zero, .zero)
    @inline(__always) func putBoth(_ i: Int, _ p: Double, _ other: Double) {
        let (p2, distances) = (p * p, 2 * p * p * (p * p - other * other))
        let (even, odd) = (g0 + p2 * g2 + (p2 * p2) * g4, p * g1 + (p * p2) * g3)
        put(i, (even + odd) * (1 / distances))
        put(i + 1, (even - odd) * (1 / distances))
    }
    put(0, g0 * (1 / (a * a * b * b)))
    putBoth(1, a, b)
    putBoth(3, b, a)
}

/// Gᵀ for three taps and six points.
@inline(__always)
private func pointsToKernel(_ m: (Int) -> Wide, _ put: (Int, Wide) -> Void) {
    let (a2, b2) = (a * a, b * b)
    let (byA, byB) = (1 / (2 * a2 * (a2 - b2)), 1 / (2 * b2 * (b2 - a2)))
    let (m1, m2, m3, m4) = (m(1) * byA, m(2) * byA, m(3) * byB, m(4) * byB)
    let (even, otherEven) = (m1 + m2, m3 + m4)
    put(0, m(0) * (1 / (a2 * b2)) + even + otherEven)
    put(1, (m1 - m2) * a + (m3 - m4) * b)
    put(2, even * a2 + otherEven * b2 + m(5))
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
}

@inline(__always)
private func store(_ numbers: Vector, to target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}

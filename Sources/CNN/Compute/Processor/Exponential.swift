// e^x, tanh x and σ(x) = 1/(1 + e^−x) of many numbers. Results may be written over their sources.
//
// In single precision each is worked out in double precision and rounded once: within 0.51 units in the last place of
// the true value (0.5 is the least possible), whatever the instruction set.

#if CNN_DOUBLE
    extension VectorKernels {
        package static func exponentials(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            for i in 0..<count { y[i] = exponential(x[i]) }
        }

        package static func hyperbolicTangents(
            _ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int
        ) {
            for i in 0..<count { y[i] = hyperbolicTangent(x[i]) }
        }

        package static func sigmoids(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            for i in 0..<count { y[i] = sigmoid(x[i]) }
        }
    }
#else
    private typealias Wide = SIMD8<Double>

    extension VectorKernels {
        package static func exponentials(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            mapWide(x, to: y, count: count, exponential)
        }

        package static func hyperbolicTangents(
            _ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int
        ) {
            @inline(__always) func f(_ x: Wide) -> Wide {
                // 1 − 2/(e^2x + 1) loses the digits of small numbers; there x − x³/3 is exact enough.
                let large = 1 - 2 / (exponential(2 * x) + 1)
                return large.replacing(with: x - x * x * x * (1.0 / 3), where: (x .< 1e-3) .& (x .> -1e-3))
            }
            mapWide(x, to: y, count: count, f)
        }

        package static func sigmoids(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            @inline(__always) func f(_ x: Wide) -> Wide { 1 / (1 + exponential(-x)) }
            mapWide(x, to: y, count: count, f)
        }
    }

    /// e^x = 2^n·e^r with the whole number n nearest to x/ln 2; e^r by its series up to r⁹, for |r| ≤ ½ ln 2 within
    /// 10⁻¹¹. Beyond ±200 as there: more than any number in single precision, or nothing.
    @inline(__always)
    private func exponential(_ x: Wide) -> Wide {
        let bounded = x.replacing(with: 200, where: x .> 200).replacing(with: -200, where: x .< -200)
        // After so large a number there are no digits left: what is added is rounded to a whole number, which lies in
        // the lowest bits.
        let large = 0x1.8p52
        let shifted = bounded * 1.4426950408889634 + large
        let r = bounded - (shifted - large) * 0.6931471805599453
        var series = Wide(repeating: 1.0 / 362_880)
        series = series * r + 1.0 / 40_320
        series = series * r + 1.0 / 5_040
        series = series * r + 1.0 / 720
        series = series * r + 1.0 / 120
        series = series * r + 1.0 / 24
        series = series * r + 1.0 / 6
        series = series * r + 1.0 / 2
        series = (series * r + 1) * r + 1
        let power = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52
        let result = unsafeBitCast(unsafeBitCast(series, to: SIMD8<UInt64>.self) &+ power, to: Wide.self)
        return result.replacing(with: x, where: x .!= x)
    }

    @inline(__always)
    private func mapWide(
        _ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int, _ f: (Wide) -> Wide
    ) {
        typealias Eight = SIMD8<Scalar>
        for i in stride(from: 0, to: count - count % 8, by: 8) {
            let numbers = UnsafeRawPointer(x + i).loadUnaligned(as: Eight.self)
            UnsafeMutableRawPointer(y + i).storeBytes(of: Eight(f(Wide(numbers))), as: Eight.self)
        }
        var rest = Eight.zero
        for i in 0..<count % 8 { rest[i] = x[count - count % 8 + i] }
        rest = Eight(f(Wide(rest)))
        for i in 0..<count % 8 { y[count - count % 8 + i] = rest[i] }
    }
#endif

// e^x, ln x, xᵖ, tanh x and σ(x) = 1/(1 + e^−x) of many numbers. Results may be written over their sources.
//
// In single precision each is worked out in double precision and rounded once: within 0.51 units in the last place of
// the true value (0.5 is the least possible), whatever the instruction set.

#if CNN_DOUBLE
    extension VectorKernels {
        package static func exponentials(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            for i in 0..<count { y[i] = exponential(x[i]) }
        }

        package static func logarithms(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            for i in 0..<count { y[i] = logarithm(x[i]) }
        }

        package static func powers(
            _ x: UnsafePointer<Scalar>, exponent: Scalar, to y: UnsafeMutablePointer<Scalar>, count: Int
        ) {
            for i in 0..<count { y[i] = power(x[i], exponent) }
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
    private typealias Bits = SIMD8<UInt64>
    private let ln2 = 0.6931471805599453

    extension VectorKernels {
        package static func exponentials(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            mapWide(x, to: y, count: count, exponential)
        }

        package static func logarithms(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
            mapWide(x, to: y, count: count, logarithm)
        }

        /// xᵖ = e^(p·ln x). As in C x⁰ is 1, and a negative number has powers by whole numbers only; zero has no sign.
        package static func powers(
            _ x: UnsafePointer<Scalar>, exponent: Scalar, to y: UnsafeMutablePointer<Scalar>, count: Int
        ) {
            if exponent == 0 { return y.update(repeating: 1, count: count) }
            let exponent = Double(exponent)
            let isWhole = exponent.rounded() == exponent
            let sign = isWhole ? exponent.remainder(dividingBy: 2) == 0 ? 1 : -1 : Double.nan
            @inline(__always) func f(_ x: Wide) -> Wide {
                let isNegative = x .< 0
                let result = exponential(exponent * logarithm(x.replacing(with: -x, where: isNegative)))
                return result.replacing(with: sign * result, where: isNegative)
            }
            mapWide(x, to: y, count: count, f)
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
        let shifted = plus(Wide(repeating: large), bounded, 1 / ln2)
        let r = plus(bounded, shifted - large, -ln2)
        var series = Wide(repeating: 1.0 / 362_880)
        series = plus(1.0 / 40_320, series, r)
        series = plus(1.0 / 5_040, series, r)
        series = plus(1.0 / 720, series, r)
        series = plus(1.0 / 120, series, r)
        series = plus(1.0 / 24, series, r)
        series = plus(1.0 / 6, series, r)
        series = plus(1.0 / 2, series, r)
        series = plus(1, plus(1, series, r), r)
        let power = unsafeBitCast(shifted, to: Bits.self) &<< 52
        let result = unsafeBitCast(unsafeBitCast(series, to: Bits.self) &+ power, to: Wide.self)
        return result.replacing(with: x, where: x .!= x)
    }

    /// ln x = n·ln 2 + ln m with the whole number n for which √½ ≤ m = x/2ⁿ < √2; ln m = 2·(t + t³/3 + t⁵/5 + …) with
    /// t = (m − 1)/(m + 1) (Abramowitz and Stegun, "Handbook of Mathematical Functions", 4.1.27), up to t¹¹, for
    /// |t| ≤ 0.172 within 10⁻¹⁰ of itself. x comes from single precision, whose subnormals are none here.
    @inline(__always)
    private func logarithm(_ x: Wide) -> Wide {
        // A number's bits are those of its exponent, 1023 for numbers from 1 on, above 52 of its digits: seen as whole
        // numbers they grow as it does.
        let (bits, rootOfHalf, one) = (unsafeBitCast(x, to: Bits.self), 0.5.squareRoot().bitPattern, 1.0.bitPattern)
        let exponent = (bits &- Bits(repeating: rootOfHalf)) & Bits(repeating: 0xfff0_0000_0000_0000)
        let m = unsafeBitCast(bits &- exponent, to: Wide.self)
        // n + 1023 becomes a number by the lowest bits of 2⁵².
        let whole = (bits &+ Bits(repeating: one &- rootOfHalf)) &>> 52
        let n = unsafeBitCast(whole | Bits(repeating: 0x1p52.bitPattern), to: Wide.self) - (0x1p52 + 1023)
        let t = (m - 1) / (m + 1)
        let square = t * t
        var series = Wide(repeating: 1.0 / 11)
        series = plus(1.0 / 9, series, square)
        series = plus(1.0 / 7, series, square)
        series = plus(1.0 / 5, series, square)
        series = plus(1.0 / 3, series, square)
        series = plus(1, series, square)
        return plus(n * ln2, 2 * t, series)
            .replacing(with: -.infinity, where: x .== 0).replacing(with: .nan, where: x .< 0)
            .replacing(with: x, where: (x .== .infinity) .| (x .!= x))
    }

    /// sum + a·b, with one rounding where vectors have it.
    @inline(__always)
    private func plus(_ sum: Wide, _ a: Wide, _ b: Wide) -> Wide {
        #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
            sum.addingProduct(a, b)
        #else
            sum + a * b
        #endif
    }

    @inline(__always)
    private func plus(_ sum: Double, _ a: Wide, _ b: Wide) -> Wide { plus(Wide(repeating: sum), a, b) }

    @inline(__always)
    private func plus(_ sum: Wide, _ a: Wide, _ b: Double) -> Wide { plus(sum, a, Wide(repeating: b)) }

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

/// The number below which a standard normal variable falls with probability `p`, 0 < p < 1, to about 16 digits.
///
/// Algorithm AS 241, PPND16 (Wichura, "The Percentage Points of the Normal Distribution", Applied Statistics 37, 1988).
func normalQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
        let r = 0.180625 - q * q
        return q * ratio(r, centralNumerator, centralDenominator)
    }
    let tail = q < 0 ? p : 1 - p
    var r = (-naturalLogarithm(tail)).squareRoot()
    let distance: Double
    if r <= 5 {
        r -= 1.6
        distance = ratio(r, middleNumerator, middleDenominator)
    } else {
        r -= 5
        distance = ratio(r, farNumerator, farDenominator)
    }
    return q < 0 ? -distance : distance
}

/// Fills the buffer with `mean` + `deviation` times numbers from the standard normal distribution, four at a time: the
/// same numbers to the last bit as one by one.
func fillNormal(
    _ buffer: UnsafeMutableBufferPointer<Scalar>, mean: Scalar, deviation: Scalar,
    using generator: inout RandomGenerator
) {
    guard let base = buffer.baseAddress else { return }
    let whole = buffer.count & ~3
    for i in stride(from: 0, to: whole, by: 4) {
        let p = SIMD4(generator.uniform(), generator.uniform(), generator.uniform(), generator.uniform())
        let q = p - 0.5
        var quantiles = q * ratio(0.180625 - q * q, centralNumerator, centralDenominator)
        for lane in 0..<4 where q[lane].magnitude > 0.425 { quantiles[lane] = normalQuantile(p[lane]) }
        for lane in 0..<4 { (base + i + lane).initialize(to: mean + deviation * Scalar(quantiles[lane])) }
    }
    for i in whole..<buffer.count { (base + i).initialize(to: mean + deviation * Scalar(generator.normal())) }
}

/// ln x for a positive normal x, from IEEE arithmetic alone, so that it is the same on every machine.
///
/// x = m·2^e with m in [√½, √2); ln m = 2 artanh((m − 1)/(m + 1)), whose series has powers of at most 0.172.
func naturalLogarithm(_ x: Double) -> Double {
    var significand = Double(bitPattern: x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    var exponent = Double(Int(x.bitPattern >> 52) - 1023)
    if significand > 1.4142135623730951 {
        significand *= 0.5
        exponent += 1
    }
    let t = (significand - 1) / (significand + 1)
    let square = t * t
    var sum = (1.0 / 23 * square + 1.0 / 21) * square + 1.0 / 19
    sum = ((sum * square + 1.0 / 17) * square + 1.0 / 15) * square + 1.0 / 13
    sum = ((sum * square + 1.0 / 11) * square + 1.0 / 9) * square + 1.0 / 7
    sum = ((sum * square + 1.0 / 5) * square + 1.0 / 3) * square + 1
    return exponent * 0.6931471805599453 + 2 * t * sum
}

private typealias Coefficients = (Double, Double, Double, Double, Double, Double, Double, Double)

/// The quotient of two polynomials of degree 7, coefficients from the constant up.
private func ratio(_ r: Double, _ a: Coefficients, _ b: Coefficients) -> Double {
    let top = ((((((a.7 * r + a.6) * r + a.5) * r + a.4) * r + a.3) * r + a.2) * r + a.1) * r + a.0
    let bottom = ((((((b.7 * r + b.6) * r + b.5) * r + b.4) * r + b.3) * r + b.2) * r + b.1) * r + b.0
    return top / bottom
}

/// The same for four numbers at once.
private func ratio(_ r: SIMD4<Double>, _ a: Coefficients, _ b: Coefficients) -> SIMD4<Double> {
    var (top, bottom) = (r * a.7 + a.6, r * b.7 + b.6)
    (top, bottom) = (top * r + a.5, bottom * r + b.5)
    (top, bottom) = (top * r + a.4, bottom * r + b.4)
    (top, bottom) = (top * r + a.3, bottom * r + b.3)
    (top, bottom) = (top * r + a.2, bottom * r + b.2)
    (top, bottom) = (top * r + a.1, bottom * r + b.1)
    return (top * r + a.0) / (bottom * r + b.0)
}

private let centralNumerator: Coefficients = (
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3
)
private let centralDenominator: Coefficients = (
    1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3
)
private let middleNumerator: Coefficients = (
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4
)
private let middleDenominator: Coefficients = (
    1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9
)
private let farNumerator: Coefficients = (
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7
)
private let farDenominator: Coefficients = (
    1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15
)

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

// The C library's functions for either width of Scalar; the only file that sees them.

func exponential(_ x: Scalar) -> Scalar { exp(x) }
func logarithm(_ x: Scalar) -> Scalar { log(x) }
func hyperbolicTangent(_ x: Scalar) -> Scalar { tanh(x) }
func power(_ x: Scalar, _ y: Scalar) -> Scalar { pow(x, y) }

/// The logarithm to base 10.
package func logarithm10(_ x: Double) -> Double { log10(x) }

/// The number with this many digits after the point, correctly rounded; with an exponent if asked.
func decimal(_ x: Double, digits: Int, exponent: Bool = false) -> String {
    var buffer = [CChar](repeating: 0, count: 400 + max(digits, 0))
    _ = withVaList([CInt(clamping: digits), x]) { vsnprintf(&buffer, buffer.count, exponent ? "%.*e" : "%.*f", $0) }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

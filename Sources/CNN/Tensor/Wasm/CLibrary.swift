internal import CPage

// The C library's functions for either width of Scalar; the only file that sees them.

func exponential(_ x: Scalar) -> Scalar { exp(x) }
func logarithm(_ x: Scalar) -> Scalar { log(x) }
func hyperbolicTangent(_ x: Scalar) -> Scalar { tanh(x) }
func power(_ x: Scalar, _ y: Scalar) -> Scalar { pow(x, y) }

/// The logarithm to base 10.
package func logarithm10(_ x: Double) -> Double { log10(x) }

/// The number with this many digits after the point, correctly rounded; with an exponent if asked.
func decimal(_ x: Double, digits: Int, exponent: Bool = false) -> String {
    decimalText(x, digits: digits, exponent: exponent)
}

// By the names that C has for double precision.
private func exp(_ x: Float) -> Float { expf(x) }
private func log(_ x: Float) -> Float { logf(x) }
private func tanh(_ x: Float) -> Float { tanhf(x) }
private func pow(_ x: Float, _ y: Float) -> Float { powf(x, y) }

internal import CPage

// What lessons use of Foundation. CNN has the C library's own functions, which come first there.

/// The square root.
@_disfavoredOverload public func sqrt(_ x: Double) -> Double { x.squareRoot() }

/// The exponential.
@_disfavoredOverload public func exp(_ x: Double) -> Double { CPage.exp(x) }

/// The natural logarithm.
@_disfavoredOverload public func log(_ x: Double) -> Double { CPage.log(x) }

/// The hyperbolic tangent.
@_disfavoredOverload public func tanh(_ x: Double) -> Double { CPage.tanh(x) }

/// The sine of an angle in radians.
@_disfavoredOverload public func sin(_ x: Double) -> Double { CPage.sin(x) }

/// The cosine of an angle in radians.
@_disfavoredOverload public func cos(_ x: Double) -> Double { CPage.cos(x) }

/// A power.
@_disfavoredOverload public func pow(_ x: Double, _ y: Double) -> Double { CPage.pow(x, y) }

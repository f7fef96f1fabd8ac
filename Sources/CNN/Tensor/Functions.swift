/// e to the power of every number.
public func exp(_ x: Tensor) -> Tensor { x.updated(Machine.shared.kernels.exponentials) }

/// The natural logarithm of every number; of 0 it is minus infinity, of a negative number nan.
public func log(_ x: Tensor) -> Tensor { x.mapped(logarithm) }

/// The hyperbolic tangent of every number.
public func tanh(_ x: Tensor) -> Tensor { x.updated(Machine.shared.kernels.hyperbolicTangents) }

/// The square root of every number; of a negative number it is nan.
public func sqrt(_ x: Tensor) -> Tensor { x.mapped { $0.squareRoot() } }

/// Every number without its sign.
public func abs(_ x: Tensor) -> Tensor { x.mapped { $0.magnitude } }

/// σ(z) = 1 / (1 + e^-z) of every number, without overflow.
public func sigmoid(_ z: Tensor) -> Tensor { z.updated(Machine.shared.kernels.sigmoids) }

/// max(0, z) of every number; nan stays nan.
public func relu(_ z: Tensor) -> Tensor { z.updated(Machine.shared.kernels.rectify) }

/// e^z over its sum along the last axis, shifted by the largest z so that nothing overflows.
public func softmax(_ z: Tensor) -> Tensor {
    let shifted = exp(z - z.maximum(axis: -1))
    return shifted / shifted.sum(axis: -1)
}

/// σ of one number.
func sigmoid(_ z: Scalar) -> Scalar {
    if z >= 0 { return 1 / (1 + exponential(-z)) }
    let e = exponential(z)
    return e / (1 + e)
}

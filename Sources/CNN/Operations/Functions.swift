/// e to the power of every number.
public func exp(_ x: Tensor) -> Tensor { x.updated(Machine.shared.kernels.exponentials(_:to:count:)) }

/// The natural logarithm of every number; of 0 it is minus infinity, of a negative number nan.
public func log(_ x: Tensor) -> Tensor { x.updated(Machine.shared.kernels.logarithms(_:to:count:)) }

/// The hyperbolic tangent of every number.
public func tanh(_ x: Tensor) -> Tensor { x.updated(Machine.shared.kernels.hyperbolicTangents(_:to:count:)) }

/// The square root of every number; of a negative number it is nan.
public func sqrt(_ x: Tensor) -> Tensor {
    x.updated { x, y, count in for i in 0..<count { y[i] = x[i].squareRoot() } }
}

/// Every number without its sign.
public func abs(_ x: Tensor) -> Tensor {
    x.updated { x, y, count in for i in 0..<count { y[i] = x[i].magnitude } }
}

/// σ(z) = 1 / (1 + e^-z) of every number, without overflow.
public func sigmoid(_ z: Tensor) -> Tensor { z.updated(Machine.shared.kernels.sigmoids(_:to:count:)) }

/// max(0, z) of every number; nan stays nan.
public func relu(_ z: Tensor) -> Tensor { z.updated(Machine.shared.kernels.rectify(_:to:count:)) }

/// e^z over its sum along the last axis, shifted by the largest z so that nothing overflows.
public func softmax(_ z: Tensor) -> Tensor {
    let shifted = exp(z - z.maximum(axis: -1))
    return shifted / shifted.sum(axis: -1)
}

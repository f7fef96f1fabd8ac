/// e to the power of every number.
public func exp(_ x: Tensor) -> Tensor { x.mapped(exponential) }

/// The natural logarithm of every number; of 0 it is minus infinity, of a negative number nan.
public func log(_ x: Tensor) -> Tensor { x.mapped(logarithm) }

/// The hyperbolic tangent of every number.
public func tanh(_ x: Tensor) -> Tensor { x.mapped(hyperbolicTangent) }

/// The square root of every number; of a negative number it is nan.
public func sqrt(_ x: Tensor) -> Tensor { x.mapped { $0.squareRoot() } }

/// Every number without its sign.
public func abs(_ x: Tensor) -> Tensor { x.mapped { $0.magnitude } }

/// σ(z) = 1 / (1 + e^-z) of every number, without overflow.
public func sigmoid(_ z: Tensor) -> Tensor { z.mapped(sigmoid) }

/// max(0, z) of every number; nan stays nan.
public func relu(_ z: Tensor) -> Tensor {
    Tensor(shape: z.shape) { result in
        z.scalars.withUnsafeBufferPointer { z in
            guard let x = z.baseAddress, let y = result.baseAddress else { return }
            let machine = Machine.shared
            machine.workers.shareRanges(z.count) {
                machine.kernels.rectify(x + $0.lowerBound, y + $0.lowerBound, $0.count)
            }
        }
    }
}

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

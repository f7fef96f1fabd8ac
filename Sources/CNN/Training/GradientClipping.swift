/// A limit for gradients that have grown too large.
public enum GradientClipping: Equatable, Sendable {
    /// Every number brought between −limit and limit.
    case value(limit: Scalar)
    /// All gradients together multiplied by one factor if their L2 norm is above the limit, so that it becomes the
    /// limit.
    case norm(limit: Scalar)
    /// All gradients together divided by their L1 norm (the sum of the magnitudes), whatever it is.
    case unitL1
    /// All gradients together divided by their L2 norm, whatever it is.
    case unitL2

    /// Changes the gradients of all parameters that are trained; returns their L2 norm before. Gradients of zero stay as they are.
    @discardableResult
    public func apply(to layer: inout some Layer) -> Scalar {
        var (magnitudes, squares) = (0.0, 0.0)
        layer.visitTrained { _, parameter in
            if case .unitL1 = self {
                magnitudes += parameter.gradient.total { $0.replacing(with: -$0, where: $0 .< 0) }
            }
            squares += parameter.gradient.total { $0 * $0 }
        }
        let norm = squares.squareRoot()
        switch self {
        case .value(let limit):
            layer.visitTrained { _, parameter in
                parameter.gradient = parameter.gradient.mapped { min(max($0, -limit), limit) }
            }
        case .norm(let limit): if norm > Double(limit) { scale(&layer, by: Double(limit) / norm) }
        case .unitL1: if magnitudes > 0 { scale(&layer, by: 1 / magnitudes) }
        case .unitL2: if norm > 0 { scale(&layer, by: 1 / norm) }
        }
        return Scalar(norm)
    }

    private func scale(_ layer: inout some Layer, by factor: Double) {
        layer.visitTrained { _, parameter in parameter.gradient *= Scalar(factor) }
    }
}

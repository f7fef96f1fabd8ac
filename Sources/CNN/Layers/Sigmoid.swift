/// σ(z) = 1 / (1 + e^-z), number by number.
public struct Sigmoid: Layer {
    /// A sigmoid layer.
    public init() {}

    private var output: Tensor?

    /// The layer as it is written.
    public var description: String { "Sigmoid()" }

    /// σ(z), between 0 and 1.
    public func predict(_ input: Tensor) -> Tensor { sigmoid(input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA·a(1 − a).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            for i in 0..<result.count {
                let a = output.scalars[i]
                result[i] = outputGradient.scalars[i] * (a * (1 - a))
            }
        }
    }
}

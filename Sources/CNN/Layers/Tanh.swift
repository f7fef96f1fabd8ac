/// tanh z, number by number.
public struct Tanh: Layer {
    /// A tanh layer.
    public init() {}

    private var output: Tensor?

    /// The layer as it is written.
    public var description: String { "Tanh()" }

    /// tanh z, between -1 and 1.
    public func predict(_ input: Tensor) -> Tensor { tanh(input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA·(1 − a²).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            for i in 0..<result.count {
                let a = output.scalars[i]
                result[i] = outputGradient.scalars[i] * (1 - a * a)
            }
        }
    }
}

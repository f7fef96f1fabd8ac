/// max(0, z), number by number; its derivative at 0 is taken as 0.
public struct ReLU: Layer {
    private var output: Tensor?

    /// A ReLU layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "ReLU()" }

    /// max(0, z).
    public func predict(_ input: Tensor) -> Tensor { relu(input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA where the output is above 0, else 0.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            for i in 0..<result.count { result[i] = output.scalars[i] > 0 ? outputGradient.scalars[i] : 0 }
        }
    }
}

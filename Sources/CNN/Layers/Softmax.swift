/// e^z over its sum along the last axis: numbers become shares that add up to 1.
///
/// To train with cross-entropy leave this layer away: `Loss.softmaxCrossEntropy` has it built in, stably.
public struct Softmax: Layer {
    private var output: Tensor?

    /// A softmax layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "Softmax()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("softmax", .elementwise) }

    /// The shares, each between 0 and 1.
    public func predict(_ input: Tensor) -> Tensor { softmax(input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = a·(dA − Σ dA·a), the sum along the last axis.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return output * (outputGradient - (outputGradient * output).sum(axis: -1))
    }
}

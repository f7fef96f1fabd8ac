/// A·tanh(S·z), number by number; LeNet-5's squashing function has A = 1.7159 and S = 2/3, which makes f(1) about 1
/// (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998, appendix A).
public struct ScaledTanh: Layer {
    /// A, the largest value the layer comes near to.
    public let amplitude: Scalar
    /// S, the slope at 0 over A.
    public let slope: Scalar

    /// The paper's function unless other constants are given.
    public init(amplitude: Scalar = 1.7159, slope: Scalar = 2.0 / 3) {
        self.amplitude = amplitude
        self.slope = slope
    }

    private var output: Tensor?

    /// The layer as it is written.
    public var description: String { "ScaledTanh()" }

    /// A·tanh(S·z).
    public func predict(_ input: Tensor) -> Tensor { amplitude * tanh(slope * input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA·S(A² − a²)/A.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            for i in 0..<result.count {
                let a = output.scalars[i]
                result[i] = outputGradient.scalars[i] * (slope * (amplitude * amplitude - a * a) / amplitude)
            }
        }
    }
}

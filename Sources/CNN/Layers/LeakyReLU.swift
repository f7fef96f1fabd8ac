/// z where z > 0, else slope·z; the derivative at 0 is taken as the slope.
public struct LeakyReLU: Layer {
    /// The slope for negative numbers, at least 0.
    public let slope: Scalar

    /// The course's slope is 0.01.
    public init(slope: Scalar = 0.01) {
        require(slope >= 0, "A leaky ReLU's slope is at least 0, but was given as \(slope).")
        self.slope = slope
    }

    private var output: Tensor?

    /// The layer as it is written.
    public var description: String { "LeakyReLU(slope: \(slope))" }

    /// max(z, slope·z), for slopes below 1.
    public func predict(_ input: Tensor) -> Tensor { input.mapped { $0 < 0 ? slope * $0 : $0 } }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA where the output is above 0, else slope·dA.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            for i in 0..<result.count {
                let a = output.scalars[i]
                result[i] = outputGradient.scalars[i] * (a > 0 ? 1 : slope)
            }
        }
    }
}

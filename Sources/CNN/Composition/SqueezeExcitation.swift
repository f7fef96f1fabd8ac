/// Each channel times a factor between 0 and 1 that the image as a whole decides: the channels' means through two 1×1
/// convolutions and a sigmoid (Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2017). The shape stays.
public struct SqueezeExcitation: CompositeLayer {
    /// How many numbers the channels' means are squeezed into.
    public let squeezed: Int
    /// From the means to the factors; empty before the layer is built.
    private var gate = Network([])
    private var input: Tensor?
    private var factors: Tensor?

    /// Squeezes the channels' means into this many numbers.
    public init(_ squeezed: Int) {
        require(squeezed >= 1, "Squeeze-and-excitation squeezes into at least 1 number, not \(squeezed).")
        self.squeezed = squeezed
    }

    /// The layer as it is written.
    public var description: String { "SqueezeExcitation(\(squeezed))" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("squeeze-excitation, \(squeezed)", .other) }

    /// The input's shape; throws if there are no images, or other channels than the layer was built for.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let channels = try imageShape(inputShape).channels
        _ = try gate.outputShape(for: [1, 1, channels])
        return inputShape
    }

    /// Draws the weights of both convolutions, `fc1` and `fc2`.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        let channels = try imageShape(inputShape).channels
        gate = Network {
            Convolution(squeezed, kernel: 1).named("fc1")
            ReLU()
            Convolution(channels, kernel: 1).named("fc2")
            Sigmoid()
        }
        try gate.build(for: [1, 1, channels], using: &generator)
        return inputShape
    }

    /// Each channel times its factor.
    public func predict(_ input: Tensor) -> Tensor {
        requireBuilt(input)
        return input * gate.predict(means(input))
    }

    /// As `predict`; keeps the input and the factors.
    public mutating func forward(_ input: Tensor) -> Tensor {
        requireBuilt(input)
        let factors = gate.forward(means(input))
        (self.input, self.factors) = (input, factors)
        return input * factors
    }

    /// With the factors g: dG = Σ dY·X over each image's pixels; dX = dY·g plus dG's way back through the means.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let input = requireForward(input, outputShape: input?.shape ?? [], outputGradient)
        guard let factors else { return outputGradient }
        let (batch, pixels, channels) = (input.shape[0], input.shape[1] * input.shape[2], input.shape[3])
        let sums = (outputGradient * input).reshaped(to: [batch, pixels, channels]).sum(axis: 1)
        let meanGradient = gate.backward(sums.reshaped(to: factors.shape))
        return outputGradient * factors + meanGradient / Scalar(pixels)
    }

    /// Visits both convolutions, whose names are `fc1` and `fc2`.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        if !gate.layers.isEmpty { gate.visitAsPart("", visit) }
    }

    /// 2·channels·squeezed.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        inputShape.count == 3 ? 2 * inputShape[2] * squeezed : 0
    }

    private func requireBuilt(_ input: Tensor) {
        if gate.layers.isEmpty { stop("\(self) has no weights yet: build the network first.") }
        requireFit(input)
    }

    private func means(_ images: Tensor) -> Tensor {
        let shape = images.shape
        return images.reshaped(to: [shape[0], shape[1] * shape[2], shape[3]]).mean(axis: 1)
            .reshaped(to: [shape[0], 1, 1, shape[3]])
    }
}

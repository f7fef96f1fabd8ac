/// LeNet-5's subsampling: the sum over each window of `size` × `size`, times a coefficient and plus a bias that are
/// trained, one of each a channel (LeCun et al., 1998, section II.B). `[batch, h, w, c]` becomes `[batch, h/size,
/// w/size, c]`.
public struct TrainablePooling: Layer {
    /// Height and width of the windows, which do not overlap.
    public let size: Int
    /// One number for each channel; nil before the layer is built.
    public var coefficient: Parameter?
    /// One number for each channel; nil before the layer is built.
    public var bias: Parameter?
    private var pooling: AveragePooling
    private var sums: Tensor?

    /// Windows of `size` × `size`.
    public init(_ size: Int = 2) {
        self.size = size
        self.pooling = AveragePooling(size)
    }

    /// The layer as it is written.
    public var description: String { "TrainablePooling(\(size))" }

    /// `[h/size, w/size, channels]`; throws if the window does not fit or the number of channels has changed.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let shape = try pooledShape(inputShape, size: size, stride: size, padding: .valid, roundsUp: false)
        if let coefficient, coefficient.value.count != shape[2] {
            throw ShapeError(
                layer: description, expected: "[height, width, \(coefficient.value.count)]", given: inputShape)
        }
        return shape
    }

    /// Coefficients of 1/size², which make it average pooling at first, and biases of 0.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        coefficient = nil
        let shape = try outputShape(for: inputShape)
        coefficient = Parameter(Tensor(repeating: 1 / Scalar(size * size), shape: [shape[2]]))
        bias = Parameter(Tensor(zeros: [shape[2]]), decays: false)
        return shape
    }

    /// coefficient·Σ + bias.
    public func predict(_ input: Tensor) -> Tensor {
        guard let coefficient, let bias else { stop("\(self) has no parameters yet: build the network first.") }
        requireFit(input)
        return (pooling.predict(input) * Scalar(size * size)).timesAndPlus(coefficient.value, bias.value)
    }

    /// As `predict`; keeps the sums.
    public mutating func forward(_ input: Tensor) -> Tensor {
        guard let coefficient, let bias else { stop("\(self) has no parameters yet: build the network first.") }
        requireFit(input)
        let sums = pooling.forward(input) * Scalar(size * size)
        self.sums = sums
        return sums.timesAndPlus(coefficient.value, bias.value)
    }

    /// dcoefficient += ΣdY·sum, dbias += ΣdY; each number under a window gets coefficient·dY.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let sums = requireForward(sums, outputShape: sums?.shape ?? [], outputGradient)
        guard let value = coefficient?.value else { stop("\(self): backward needs a forward before it.") }
        coefficient?.addGradient(outputGradient.productSums(sums))
        bias?.addGradient(outputGradient.featureSums())
        return pooling.backward(outputGradient * value * Scalar(size * size))
    }

    /// Visits `coefficient` and `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if coefficient != nil { visit("coefficient", &coefficient!) }
        if bias != nil { visit("bias", &bias!) }
    }

    /// One product with the coefficient for each output.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        ((try? outputShape(for: inputShape)) ?? [0]).reduce(1, *)
    }
}

/// A convolution of each channel by itself, with a bias: input `[batch, h, w, channels]`, output `[batch, h', w',
/// channels · multiplier]`. Channel c gives the outputs from c · multiplier on.
public struct DepthwiseConvolution: Layer {
    /// Height and width f of the kernels.
    public let kernel: Int
    /// How far the window moves from one position to the next.
    public let stride: Int
    /// The zeros around the image.
    public let padding: Padding
    /// How far the numbers under a window are apart: 1 if they are neighbours.
    public let dilation: Int
    /// How many outputs each channel gives.
    public let multiplier: Int
    /// Whether a bias is added to every output channel.
    public let hasBias: Bool
    private let initialization: Initialization
    /// The convolution with as many groups as channels that it is; nil before the layer is built.
    private var convolution: Convolution?

    /// Kernels of `kernel` × `kernel`, `multiplier` for each of the channels that the layer is built for.
    public init(
        kernel: Int, stride: Int = 1, padding: Padding = .valid, dilation: Int = 1, multiplier: Int = 1,
        bias: Bool = true, initialization: Initialization = .he
    ) {
        require(
            kernel >= 1 && stride >= 1 && multiplier >= 1,
            "A depthwise convolution needs kernel, stride and multiplier of at least 1, but was given \(kernel), \(stride) and \(multiplier)."
        )
        requireDilation(dilation)
        padding.requireNotNegative()
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.multiplier = multiplier
        self.hasBias = bias
        self.initialization = initialization
    }

    /// The kernels, `[f, f, 1, channels · multiplier]`; nil before the layer is built.
    public var weight: Parameter? {
        get { convolution?.weight }
        set { convolution?.weight = newValue }
    }

    /// One number for each output channel; nil before the layer is built or if it has none.
    public var bias: Parameter? {
        get { convolution?.bias }
        set { convolution?.bias = newValue }
    }

    /// The layer as it is written, without what is at its default.
    public var description: String {
        var text = "DepthwiseConvolution(kernel: \(kernel)"
        if stride != 1 { text += ", stride: \(stride)" }
        text += padding.argument
        if dilation != 1 { text += ", dilation: \(dilation)" }
        if multiplier != 1 { text += ", multiplier: \(multiplier)" }
        return text + (hasBias ? ")" : ", bias: false)")
    }

    /// A leaf.
    public var structure: LayerStructure {
        var label = "\(kernel)×\(kernel) depthwise conv"
        if stride != 1 { label += ", stride \(stride)" }
        if dilation != 1 { label += ", dilation \(dilation)" }
        return .leaf(label, .convolution, convolution.map { .convolution($0) } ?? .general)
    }

    /// `[h', w', channels · multiplier]`; throws if there are no images, other channels than the layer was built for, or
    /// too small ones.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let channels = convolution.map { "\($0.groups)" } ?? "channels"
        guard inputShape.count == 3, inputShape[2] > 0, convolution == nil || convolution!.groups == inputShape[2]
        else { throw ShapeError(layer: description, expected: "[height, width, \(channels)]", given: inputShape) }
        let (height, width) = try convolvedSize(
            inputShape, kernel: (kernel, kernel), stride: stride, padding: padding, dilation: dilation)
        return [height, width, inputShape[2] * multiplier]
    }

    /// Draws kernels for the input's channels; each reads f² numbers.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        convolution = nil
        let shape = try outputShape(for: inputShape)
        var built = Convolution(
            shape[2], kernel: kernel, stride: stride, padding: padding, groups: inputShape[2], dilation: dilation,
            bias: hasBias, initialization: initialization)
        try built.build(for: inputShape, using: &generator)
        convolution = built
        return shape
    }

    /// Each channel's convolution, plus b.
    public func predict(_ input: Tensor) -> Tensor {
        let convolution = requireBuilt()
        requireFit(input)
        return convolution.predict(input)
    }

    /// As `predict`; keeps the input.
    public mutating func forward(_ input: Tensor) -> Tensor {
        requireBuilt()
        requireFit(input)
        return convolution?.forward(input) ?? input
    }

    /// dW += windows(X)ᵀ·dY channel by channel, db += ΣdY; returns dX.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        requireBuilt()
        return convolution?.backward(outputGradient) ?? outputGradient
    }

    /// The same without dX.
    public mutating func backwardToParameters(_ outputGradient: Tensor) {
        requireBuilt()
        convolution?.backwardToParameters(outputGradient)
    }

    /// Visits `weight` and, if there is one, `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        convolution?.visitParameters(visit)
    }

    /// h'·w'·channels·multiplier·f².
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        (try? outputShape(for: inputShape)).map { $0.reduce(1, *) * kernel * kernel } ?? 0
    }

    /// The convolution; stops the program before the layer is built.
    @discardableResult
    private func requireBuilt() -> Convolution {
        guard let convolution else { stop("\(self) has no weights yet: build the network first.") }
        return convolution
    }
}

/// A 2-D convolution with a bias: input `[batch, h, w, channels]`, output `[batch, h', w', filters]` with h' = ⌊(h + 2p
/// − f)/s⌋ + 1, where a dilation d makes the f numbers reach over (f − 1)·d + 1.
///
/// An infinity or a nan in the input may make nan of outputs beside those whose window holds it, because fast products
/// multiply neighbours by zeros or take differences of them.
public struct Convolution: InputKeepingLayer {
    /// How many kernels there are, which is the number of output channels.
    public let filters: Int
    /// Height and width f of the kernels.
    public let kernelSize: (height: Int, width: Int)
    /// How far the window moves from one position to the next.
    public let stride: Int
    /// The zeros around the image.
    public let padding: Padding
    /// Into how many parts channels and filters are divided; each part of the filters reads its part of the channels
    /// only.
    public let groups: Int
    /// How far the numbers under a window are apart: 1 if they are neighbours.
    public let dilation: Int
    /// Whether a bias is added to every output channel.
    public let hasBias: Bool
    /// How kernels are drawn; nil if they were given and stay.
    private let initialization: Initialization?

    /// The kernels, `[f, f, channels / groups, filters]`; nil before the layer is built.
    public var weight: Parameter?
    /// One number for each filter; nil before the layer is built or if it has none.
    public var bias: Parameter?
    var input: Tensor?

    /// A layer of `filters` kernels of `kernel` × `kernel`; the input's channels are found when it is built.
    public init(
        _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, groups: Int = 1,
        dilation: Int = 1, bias: Bool = true, initialization: Initialization = .he
    ) {
        require(
            filters >= 1 && kernel >= 1 && stride >= 1 && groups >= 1 && filters % groups == 0,
            "A convolution needs filters, kernel, stride and groups of at least 1 and filters divisible by groups, but was given \(filters), \(kernel), \(stride) and \(groups)."
        )
        requireDilation(dilation)
        padding.requireNotNegative()
        self.filters = filters
        self.kernelSize = (kernel, kernel)
        self.stride = stride
        self.padding = padding
        self.groups = groups
        self.dilation = dilation
        self.hasBias = bias
        self.initialization = initialization
    }

    /// A layer with these kernels, `[f, f, channels / groups, filters]`, and this bias, `[filters]`, ready to use; they
    /// stay when a network is built of it.
    public init(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding = .valid, groups: Int = 1,
        dilation: Int = 1
    ) {
        require(
            weight.rank == 4 && weight.count > 0 && stride >= 1 && groups >= 1 && weight.shape[3] % groups == 0,
            "A convolution's kernels have the shape [f, f, channels, filters] with filters divisible by the \(groups) groups, but were given as \(weight.shape)."
        )
        require(
            bias == nil || bias?.shape == [weight.shape[3]],
            "A convolution of \(weight.shape[3]) filters has a bias of shape [\(weight.shape[3])], but was given \(bias?.shape ?? [])."
        )
        requireDilation(dilation)
        padding.requireNotNegative()
        self.filters = weight.shape[3]
        self.kernelSize = (weight.shape[0], weight.shape[1])
        self.stride = stride
        self.padding = padding
        self.groups = groups
        self.dilation = dilation
        self.hasBias = bias != nil
        self.initialization = nil
        self.weight = Parameter(weight)
        self.bias = bias.map { Parameter($0, decays: false) }
    }

    /// The layer as it is written, without what is at its default.
    public var description: String {
        let (height, width) = kernelSize
        var text = "Convolution(\(filters), kernel: \(height == width ? "\(height)" : "\(height)×\(width)")"
        if stride != 1 { text += ", stride: \(stride)" }
        text += padding.argument
        if groups != 1 { text += ", groups: \(groups)" }
        if dilation != 1 { text += ", dilation: \(dilation)" }
        return text + (hasBias ? ")" : ", bias: false)")
    }

    /// A leaf.
    public var structure: LayerStructure {
        let (height, width) = kernelSize
        var label = "\(height)×\(width) conv, \(filters)"
        if stride != 1 { label += ", stride \(stride)" }
        if groups != 1 { label += ", \(groups) groups" }
        if dilation != 1 { label += ", dilation \(dilation)" }
        return .leaf(label, .convolution, .convolution(self))
    }

    /// `[h', w', filters]`; throws if there are no images, too few channels or too small ones.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let channels = weight.map { "\($0.value.shape[2] * groups)" } ?? "channels"
        guard inputShape.count == 3, weight == nil || inputShape[2] == weight!.value.shape[2] * groups else {
            throw ShapeError(layer: description, expected: "[height, width, \(channels)]", given: inputShape)
        }
        guard inputShape[2] > 0 && inputShape[2] % groups == 0 else {
            throw ShapeError(
                layer: description, expected: "[height, width, a multiple of \(groups)]", given: inputShape)
        }
        let (height, width) = try convolvedSize(
            inputShape, kernel: kernelSize, stride: stride, padding: padding, dilation: dilation)
        return [height, width, filters]
    }

    /// Draws kernels for the input's channels, unless they were given; He initialization unless another was asked for.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        guard let initialization else { return try outputShape(for: inputShape) }
        weight = nil
        let shape = try outputShape(for: inputShape)
        let channels = inputShape[2] / groups
        let (height, width) = kernelSize
        weight = Parameter(
            initialization.weights(
                [height, width, channels, filters], inputs: height * width * channels, using: &generator))
        bias = hasBias ? Parameter(Tensor(zeros: [filters]), decays: false) : nil
        return shape
    }

    /// X * W + b.
    public func predict(_ input: Tensor) -> Tensor {
        guard let weight else { stop("\(self) has no weights yet: build the network first.") }
        requireFit(input)
        let sizes = sizes(input, weight.value)
        return Tensor(shape: sizes.outputShape) { output in
            withPointers(input, weight.value, bias?.value) { sizes.forward($0, $1, bias: $2, to: output.baseAddress!) }
        }
    }

    /// dW += windows(X)ᵀ·dY, db += ΣdY; returns dX, each pixel's sum over the windows it lies in.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        backwardToParameters(outputGradient)
        guard let value = weight?.value, let input else { return outputGradient }
        return Tensor(shape: input.shape) { result in
            withPointers(outputGradient, value, nil) { dy, w, _ in
                sizes(input, value).inputGradient(dy, w, to: result.baseAddress!)
            }
        }
    }

    /// dW += windows(X)ᵀ·dY, db += ΣdY.
    public mutating func backwardToParameters(_ outputGradient: Tensor) {
        guard let value = weight?.value, let kept = input else { stop("\(self): backward needs a forward before it.") }
        let sizes = sizes(kept, value)
        let input = requireForward(kept, outputShape: sizes.outputShape, outputGradient)
        weight?.accumulate { withPointers(input, outputGradient, &$0, sizes.kernelGradient) }
        bias?.accumulate { addRowSums(of: outputGradient, to: &$0) }
    }

    /// Visits `weight` and, if there is one, `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if weight != nil { visit("weight", &weight!) }
        if bias != nil { visit("bias", &bias!) }
    }

    /// h'·w'·filters·f²·channels / groups.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        guard let output = try? outputShape(for: inputShape) else { return 0 }
        return output.reduce(1, *) * kernelSize.height * kernelSize.width * inputShape[2] / groups
    }

    private func sizes(_ input: Tensor, _ weight: Tensor) -> ConvolutionGeometry {
        ConvolutionGeometry(
            input: input.shape, kernel: weight.shape, groups: groups, stride: stride, padding: padding,
            dilation: dilation)
    }
}

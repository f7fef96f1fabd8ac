/// The way back of a convolution, which makes images larger: each input pixel puts its number times the kernel where a
/// convolution's window would lie. Input `[batch, h, w, channels]`, output `[batch, h', w', filters]` with h' = (h −
/// 1)·s − 2p + f + outputPadding, or h·s with padding `.same` (Dumoulin and Visin, "A Guide to Convolution Arithmetic
/// for Deep Learning", 2016).
public struct TransposedConvolution: InputKeepingLayer {
    /// How many output channels there are.
    public let filters: Int
    /// Height and width f of the kernels.
    public let kernel: Int
    /// How far apart neighbouring pixels put their kernels.
    public let stride: Int
    /// What is cut off all around the output.
    public let padding: Padding
    /// Rows and columns more at the end: where a stride leaves several sizes that would come back to this input.
    public let outputPadding: Int
    /// Whether a bias is added to every output channel.
    public let hasBias: Bool
    private let initialization: Initialization

    /// The kernels, `[f, f, filters, channels]`; nil before the layer is built.
    public var weight: Parameter?
    /// One number for each filter; nil before the layer is built or if it has none.
    public var bias: Parameter?
    var input: Tensor?

    /// A layer with `filters` output channels; the input's channels are found when it is built.
    public init(
        _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, outputPadding: Int = 0,
        bias: Bool = true, initialization: Initialization = .he
    ) {
        require(
            filters >= 1 && kernel >= 1 && stride >= 1,
            "A transposed convolution needs filters, kernel and stride of at least 1, but was given \(filters), \(kernel) and \(stride)."
        )
        require(
            outputPadding >= 0 && outputPadding < stride && (outputPadding == 0 || padding != .same),
            "A transposed convolution's outputPadding is from 0 to its stride less 1, and 0 with padding same, but was given as \(outputPadding) for stride \(stride)."
        )
        padding.requireNotNegative()
        self.filters = filters
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.outputPadding = outputPadding
        self.hasBias = bias
        self.initialization = initialization
    }

    /// The layer as it is written, without what is at its default.
    public var description: String {
        var text = "TransposedConvolution(\(filters), kernel: \(kernel)"
        if stride != 1 { text += ", stride: \(stride)" }
        text += padding.argument
        if outputPadding != 0 { text += ", outputPadding: \(outputPadding)" }
        return text + (hasBias ? ")" : ", bias: false)")
    }

    /// A leaf.
    public var structure: LayerStructure {
        .leaf(
            "\(kernel)×\(kernel) transposed conv, \(filters)" + (stride != 1 ? ", stride \(stride)" : ""), .convolution)
    }

    /// `[h', w', filters]`; throws if there are no images, other channels than the layer was built for, or nothing is
    /// left of the output.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let channels = weight?.value.shape[3]
        guard inputShape.count == 3, inputShape.allSatisfy({ $0 > 0 }), channels == nil || inputShape[2] == channels
        else {
            throw ShapeError(
                layer: description, expected: "[height, width, \(channels.map(String.init) ?? "channels")]",
                given: inputShape)
        }
        let (height, width) = (outputLength(inputShape[0]), outputLength(inputShape[1]))
        guard height > 0 && width > 0 else {
            throw ShapeError(
                layer: description, expected: "images of which its padding leaves something", given: inputShape)
        }
        return [height, width, filters]
    }

    /// Draws kernels for the input's channels; an output number reads about f²·channels/s² numbers. For `.glorotUniform` the
    /// numbers are those of PyTorch's xavier_uniform_, f²·channels and f²·filters whatever the stride.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        weight = nil
        let shape = try outputShape(for: inputShape)
        let (taps, channels) = (kernel * kernel, inputShape[2])
        let strides = initialization == .glorotUniform ? 1 : stride * stride
        weight = Parameter(
            initialization.weights(
                [kernel, kernel, filters, channels], inputs: taps * channels / strides, outputs: taps * filters,
                using: &generator))
        bias = hasBias ? Parameter(Tensor(zeros: [filters]), decays: false) : nil
        return shape
    }

    /// Every pixel's number times the kernel, added up where they meet, plus b.
    public func predict(_ input: Tensor) -> Tensor {
        guard let weight else { stop("\(self) has no weights yet: build the network first.") }
        requireFit(input)
        let sizes = sizes(input, weight.value)
        var output = Tensor(shape: [sizes.batch, sizes.height, sizes.width, filters]) { output in
            withPointers(input, weight.value, nil) { x, w, _ in sizes.inputGradient(x, w, to: output.baseAddress!) }
        }
        if let bias { output.addToRows(bias.value) }
        return output
    }

    /// dW += windows(dY)ᵀ·X, db += ΣdY; returns dX, the convolution of dY.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        backwardToParameters(outputGradient)
        guard let value = weight?.value, let input else { return outputGradient }
        let sizes = sizes(input, value)
        return Tensor(shape: input.shape) { result in
            withPointers(outputGradient, value, nil) { dy, w, _ in sizes.forward(dy, w, to: result.baseAddress!) }
        }
    }

    /// dW += windows(dY)ᵀ·X, db += ΣdY.
    public mutating func backwardToParameters(_ outputGradient: Tensor) {
        guard let value = weight?.value, let kept = input else { stop("\(self): backward needs a forward before it.") }
        let sizes = sizes(kept, value)
        let input = requireForward(
            kept, outputShape: [sizes.batch, sizes.height, sizes.width, filters], outputGradient)
        weight?.accumulate { withPointers(outputGradient, input, &$0, sizes.kernelGradient) }
        bias?.accumulate { addRowSums(of: outputGradient, to: &$0) }
    }

    /// Visits `weight` and, if there is one, `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if weight != nil { visit("weight", &weight!) }
        if bias != nil { visit("bias", &bias!) }
    }

    /// h·w·channels·filters·f².
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        (try? outputShape(for: inputShape)) == nil ? 0 : inputShape.reduce(1, *) * filters * kernel * kernel
    }

    private func outputLength(_ length: Int) -> Int {
        switch padding {
        case .same: length * stride
        case .valid: (length - 1) * stride + kernel + outputPadding
        case .explicit(let amount): (length - 1) * stride + kernel + outputPadding - 2 * amount
        }
    }

    /// The convolution of which this is the way back: from the output to the input.
    private func sizes(_ input: Tensor, _ weight: Tensor) -> ConvolutionGeometry {
        let output = [input.shape[0], outputLength(input.shape[1]), outputLength(input.shape[2]), filters]
        return ConvolutionGeometry(input: output, kernel: weight.shape, groups: 1, stride: stride, padding: padding)
    }
}

/// The largest number under each window of `size` × `size`, channel by channel: `[batch, h, w, channels]` becomes
/// `[batch, h', w', channels]`. Padding never wins. Where several are equally large, the gradient goes to the first.
public struct MaxPooling: Layer {
    /// Height and width f of the window.
    public let size: Int
    /// How far the window moves; smaller than the size, windows overlap.
    public let stride: Int
    /// What is put around the image; it is smaller than any number.
    public let padding: Padding
    /// Whether a last window may hang over the image's end.
    public let roundsUp: Bool
    private var input: Tensor?
    private var output: Tensor?

    /// Windows of `size` × `size` that move by `stride` (by their size if nothing is said), padded by at most half their
    /// size.
    public init(_ size: Int, stride: Int? = nil, padding: Padding = .valid, roundsUp: Bool = false) {
        requirePooling(size: size, stride: stride ?? size, padding: padding)
        // With more, some windows would lie in the padding alone, and have no largest number.
        if case .explicit(let amount) = padding {
            require(
                amount <= size / 2,
                "MaxPooling by windows of \(size)×\(size) takes a padding of at most half of that, \(size / 2), but was given \(amount)."
            )
        }
        self.size = size
        self.stride = stride ?? size
        self.padding = padding
        self.roundsUp = roundsUp
    }

    /// The layer as it is written, without what is at its default.
    public var description: String { "MaxPooling" + poolingArguments(size, stride, padding, roundsUp) }

    /// A leaf.
    public var structure: LayerStructure {
        .leaf("\(size)×\(size) max pool" + (stride == size ? "" : ", stride \(stride)"), .pooling, .maxPooling(self))
    }

    /// `[h', w', channels]`; throws if the window does not fit.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try pooledShape(inputShape, size: size, stride: stride, padding: padding, roundsUp: roundsUp)
    }

    /// The largest number of every window.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        let sizes = sizes(input.shape)
        return Tensor(shape: sizes.outputShape) { output in
            input.scalars.withUnsafeBufferPointer { input in
                guard let x = input.baseAddress, let y = output.baseAddress else { return }
                sizes.maxima(x, to: y, pixelStride: sizes.channels)
            }
        }
    }

    /// As `predict`; keeps input and output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let output = predict(input)
        (self.input, self.output) = (input, output)
        return output
    }

    /// Each output's gradient goes to the number that was the largest.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        guard let input else { stop("\(self): backward needs a forward before it.") }
        var inputGradient = Tensor(zeros: input.shape)
        withPointers(input, output, outputGradient) { x, y, dy in
            inputGradient.scalars.withUnsafeMutableBufferPointer { dx in
                guard let dx = dx.baseAddress, let dy else { return }
                sizes(input.shape).maximaGradient(x, y, dy, to: dx)
            }
        }
        return inputGradient
    }

    private func sizes(_ shape: [Int]) -> PoolingGeometry {
        PoolingGeometry(input: shape, size: size, stride: stride, padding: padding, roundsUp: roundsUp)
    }
}

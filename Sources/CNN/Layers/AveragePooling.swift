/// The mean of the numbers under each window of `size` × `size`, channel by channel: `[batch, h, w, channels]` becomes
/// `[batch, h', w', channels]`.
public struct AveragePooling: InputShapeKeepingLayer {
    /// Height and width f of the window.
    public let size: Int
    /// How far the window moves; smaller than the size, windows overlap.
    public let stride: Int
    /// The zeros around the image.
    public let padding: Padding
    /// Whether a last window may hang over the image's end.
    public let roundsUp: Bool
    /// Whether the padding counts as zeros in the mean; if not, the mean is over the image's own numbers. What hangs over
    /// the padding's end never counts.
    public let countsPadding: Bool
    var inputShape: [Int]?

    /// Windows of `size` × `size` that move by `stride` (by their size if nothing is said).
    public init(
        _ size: Int, stride: Int? = nil, padding: Padding = .valid, roundsUp: Bool = false, countsPadding: Bool = false
    ) {
        requirePooling(size: size, stride: stride ?? size, padding: padding)
        self.size = size
        self.stride = stride ?? size
        self.padding = padding
        self.roundsUp = roundsUp
        self.countsPadding = countsPadding
    }

    /// The layer as it is written, without what is at its default.
    public var description: String { "AveragePooling" + poolingArguments(size, stride, padding, roundsUp) }

    /// A leaf.
    public var structure: LayerStructure {
        .leaf("\(size)×\(size) average pool" + (stride == size ? "" : ", stride \(stride)"), .pooling)
    }

    /// `[h', w', channels]`; throws if the window does not fit.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try pooledShape(inputShape, size: size, stride: stride, padding: padding, roundsUp: roundsUp)
    }

    /// The mean of every window.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        let sizes = sizes(input.shape)
        let channels = sizes.channels
        return Tensor(shape: sizes.outputShape) { output in
            guard let output = output.baseAddress else { return }
            input.scalars.withUnsafeBufferPointer { input in
                guard let input = input.baseAddress else { return }
                if sizes.isPool2x2 { return sizes.averagePool2x2(input, to: output) }
                let kernels = Machine.shared.kernels
                sizes.forEachWindow { window in
                    kernels.mean(
                        of: input + sizes.corner(of: window), rowStride: sizes.width * channels,
                        rows: window.rows.count, pixelStride: channels, pixels: window.columns.count,
                        channels: channels, divisor: divisor(window), one: 1, to: output + window.output)
                }
            }
        }
    }

    /// Each output's gradient is spread evenly over the numbers under its window.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let inputShape = requireInputShape()
        let sizes = sizes(inputShape)
        require(
            outputGradient.shape == sizes.outputShape,
            "\(self): the gradient of an output \(sizes.outputShape) has that shape, but was given as \(outputGradient.shape)."
        )
        let channels = sizes.channels
        var inputGradient = Tensor(zeros: inputShape)
        outputGradient.scalars.withUnsafeBufferPointer { gradient in
            inputGradient.scalars.withUnsafeMutableBufferPointer { result in
                guard let gradient = gradient.baseAddress, let result = result.baseAddress else { return }
                if sizes.isPool2x2 { return sizes.averagePool2x2Gradient(gradient, to: result) }
                sizes.forEachWindow(addingTo: result) { window in
                    let (divisor, corner) = (divisor(window), result + sizes.corner(of: window))
                    for c in 0..<channels {
                        let share = Scalar(Double(gradient[window.output + c]) / divisor)
                        for y in 0..<window.rows.count {
                            for x in 0..<window.columns.count {
                                corner[(y * sizes.width + x) * channels + c] += share
                            }
                        }
                    }
                }
            }
        }
        return inputGradient
    }

    private func sizes(_ shape: [Int]) -> PoolingGeometry {
        PoolingGeometry(input: shape, size: size, stride: stride, padding: padding, roundsUp: roundsUp)
    }

    private func divisor(_ window: PoolingGeometry.Window) -> Double {
        Double(countsPadding ? window.paddedArea : max(1, window.rows.count * window.columns.count))
    }
}

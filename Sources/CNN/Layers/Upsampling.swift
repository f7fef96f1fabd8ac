/// Each image `factor` times as high and wide: `[batch, h, w, channels]` becomes `[batch, h·factor, w·factor, channels]`.
public struct Upsampling: InputShapeKeepingLayer {
    /// How the pixels in between are found.
    public enum Mode: Equatable, Sendable {
        /// Each pixel is repeated.
        case nearest
        /// By distance from the four pixels around, the outermost repeated at the edge: PyTorch's bilinear without
        /// aligned corners.
        case bilinear
    }

    /// How many pixels one becomes in each direction.
    public let factor: Int
    /// How the pixels in between are found.
    public let mode: Mode
    var inputShape: [Int]?

    /// Makes images `factor` times as high and wide.
    public init(_ factor: Int, mode: Mode = .nearest) {
        require(factor >= 1, "Upsampling needs a factor of at least 1, but was given \(factor).")
        self.factor = factor
        self.mode = mode
    }

    /// The layer as it is written, without what is at its default.
    public var description: String { "Upsampling(\(factor)" + (mode == .nearest ? ")" : ", mode: bilinear)") }

    /// A leaf.
    public var structure: LayerStructure { .leaf("\(factor)× upsampling", .other) }

    /// `[h·factor, w·factor, channels]`; throws if there are no images.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let (height, width, channels) = try imageShape(inputShape)
        return [height * factor, width * factor, channels]
    }

    /// The larger images.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        return input.resampled(rows: axis(input.shape[1]), columns: axis(input.shape[2]))
    }

    /// Each pixel's gradient: the sum over the pixels that it is part of, times its share in them.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let shape = requireInputShape()
        let (rows, columns) = (axis(shape[1]), axis(shape[2]))
        require(
            outputGradient.shape == [shape[0], rows.outputLength, columns.outputLength, shape[3]],
            "\(self): an output cannot have a gradient of shape \(outputGradient.shape).")
        return outputGradient.resampled(rows: rows.transposed, columns: columns.transposed)
    }

    private func axis(_ length: Int) -> AxisResampling {
        switch mode {
        case .nearest: .nearest(from: length, to: length * factor)
        case .bilinear: .linear(from: length, to: length * factor)
        }
    }
}

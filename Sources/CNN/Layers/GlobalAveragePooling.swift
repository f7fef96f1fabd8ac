/// The mean of each channel over all rows and columns: `[batch, h, w, channels]` becomes `[batch, channels]`.
public struct GlobalAveragePooling: InputShapeKeepingLayer {
    var inputShape: [Int]?

    /// A layer for images of any size.
    public init() {}

    /// The layer as it is written.
    public var description: String { "GlobalAveragePooling()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("global average pool", .pooling, .globalAveragePooling) }

    /// `[channels]`; throws if there are no images.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        [try imageShape(inputShape).channels]
    }

    /// The means.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        let (batch, pixels, channels) = (input.shape[0], input.shape[1] * input.shape[2], input.shape[3])
        return input.reshaped(to: [batch, pixels, channels]).mean(axis: 1, keepingAxis: false)
    }

    /// Each channel's gradient spread evenly over its pixels.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let inputShape = requireInputShape()
        require(
            outputGradient.shape == [inputShape[0], inputShape[3]],
            "\(self): an output cannot have a gradient of shape \(outputGradient.shape).")
        let pixels = inputShape[1] * inputShape[2]
        let (share, channels) = (outputGradient / Scalar(pixels), inputShape[3])
        return Tensor(shape: inputShape) { result in
            share.scalars.withUnsafeBufferPointer { share in
                guard let dy = share.baseAddress, let dx = result.baseAddress else { return }
                for pixel in 0..<inputShape[0] * pixels {
                    (dx + pixel * channels).initialize(from: dy + pixel / pixels * channels, count: channels)
                }
            }
        }
    }
}

/// Every stride-th pixel with channels of zeros added after its own: the shortcut without parameters ("option A") of
/// He et al., 2015. `[batch, h, w, c]` becomes `[batch, ⌈h/s⌉, ⌈w/s⌉, channels]`.
public struct ChannelPadding: InputShapeKeepingLayer {
    /// How many channels there are in the end.
    public let channels: Int
    /// s: of this many rows and columns the first is taken.
    public let stride: Int
    var inputShape: [Int]?

    /// Fills up to `channels` channels and takes every `stride`-th pixel.
    public init(_ channels: Int, stride: Int = 1) {
        require(channels >= 1 && stride >= 1, "Channel padding needs channels and a stride of at least 1.")
        self.channels = channels
        self.stride = stride
    }

    /// The layer as it is written.
    public var description: String { "ChannelPadding(\(channels), stride: \(stride))" }

    /// `[⌈h/s⌉, ⌈w/s⌉, channels]`; throws if there are already more channels.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        guard inputShape.count == 3, inputShape[2] <= channels else {
            throw ShapeError(layer: description, expected: "[height, width, at most \(channels)]", given: inputShape)
        }
        return [(inputShape[0] + stride - 1) / stride, (inputShape[1] + stride - 1) / stride, channels]
    }

    /// The pixels that are kept, each with its channels of zeros.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        let shape = input.shape
        var output = Tensor(zeros: self.shape(for: shape))
        input.scalars.withUnsafeBufferPointer { input in
            output.scalars.withUnsafeMutableBufferPointer { output in
                guard let x = input.baseAddress, let y = output.baseAddress else { return }
                forEachPixel(shape) { from, to, count in (y + to).update(from: x + from, count: count) }
            }
        }
        return output
    }

    /// The gradient of the pixels and channels that were kept; 0 for the others.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let inputShape = requireInputShape()
        require(
            outputGradient.shape == shape(for: inputShape),
            "\(self): an output cannot have a gradient of shape \(outputGradient.shape).")
        var inputGradient = Tensor(zeros: inputShape)
        outputGradient.scalars.withUnsafeBufferPointer { gradient in
            inputGradient.scalars.withUnsafeMutableBufferPointer { result in
                guard let dy = gradient.baseAddress, let dx = result.baseAddress else { return }
                forEachPixel(inputShape) { from, to, count in (dx + from).update(from: dy + to, count: count) }
            }
        }
        return inputGradient
    }

    private func shape(for input: [Int]) -> [Int] {
        [input[0], (input[1] + stride - 1) / stride, (input[2] + stride - 1) / stride, channels]
    }

    private func forEachPixel(_ input: [Int], _ body: (_ from: Int, _ to: Int, _ count: Int) -> Void) {
        let output = shape(for: input)
        for n in 0..<output[0] {
            for y in 0..<output[1] {
                for x in 0..<output[2] {
                    let from = ((n * input[1] + y * stride) * input[2] + x * stride) * input[3]
                    body(from, ((n * output[1] + y) * output[2] + x) * channels, input[3])
                }
            }
        }
    }
}

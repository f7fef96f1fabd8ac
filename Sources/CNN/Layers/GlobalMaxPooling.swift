/// The largest number of each channel over all rows and columns: `[batch, h, w, channels]` becomes `[batch, channels]`.
/// Where several are equally large, the gradient goes to the first.
public struct GlobalMaxPooling: InputKeepingLayer {
    var input: Tensor?

    /// A layer for images of any size.
    public init() {}

    /// The layer as it is written.
    public var description: String { "GlobalMaxPooling()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("global max pool", .pooling) }

    /// `[channels]`; throws if there are no images.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        [try imageShape(inputShape).channels]
    }

    /// The largest numbers.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        return pixels(input).maximum(axis: 1, keepingAxis: false)
    }

    /// Each channel's gradient goes to its largest number.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        guard let input else { stop("\(self): backward needs a forward before it.") }
        require(
            outputGradient.shape == [input.shape[0], input.shape[3]],
            "\(self): an output cannot have a gradient of shape \(outputGradient.shape).")
        let winners = pixels(input).transposed([0, 2, 1]).argmax()
        let (count, channels) = (input.shape[1] * input.shape[2], input.shape[3])
        var inputGradient = Tensor(zeros: input.shape)
        for (i, winner) in winners.enumerated() {
            inputGradient.scalars[(i / channels * count + winner) * channels + i % channels] = outputGradient.scalars[i]
        }
        return inputGradient
    }

    private func pixels(_ input: Tensor) -> Tensor {
        input.reshaped(to: [input.shape[0], input.shape[1] * input.shape[2], input.shape[3]])
    }
}

/// Zeros around each image: `[batch, h, w, channels]` becomes `[batch, h + 2p, w + 2p, channels]`.
public struct ZeroPadding: Layer {
    /// p, the zeros on each side.
    public let amount: Int

    /// Puts `amount` zeros on each side.
    public init(_ amount: Int) {
        require(amount >= 0, "Zero padding is at least 0, but was given as \(amount).")
        self.amount = amount
    }

    /// The layer as it is written.
    public var description: String { "ZeroPadding(\(amount))" }

    /// `[h + 2p, w + 2p, channels]`; throws if there are no images.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let (height, width, channels) = try imageShape(inputShape)
        return [height + 2 * amount, width + 2 * amount, channels]
    }

    /// The image with zeros around it.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        return input.padded(by: amount)
    }

    /// As `predict`.
    public mutating func forward(_ input: Tensor) -> Tensor { predict(input) }

    /// The gradient without its margin.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        require(
            outputGradient.rank == 4 && min(outputGradient.shape[1], outputGradient.shape[2]) >= 2 * amount,
            "\(self): an output cannot have a gradient of shape \(outputGradient.shape).")
        return outputGradient.sliced(amount..<outputGradient.shape[1] - amount, axis: 1)
            .sliced(amount..<outputGradient.shape[2] - amount, axis: 2)
    }
}

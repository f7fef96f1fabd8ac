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
    private var inputShape: [Int]?
    private var winners: [Int32] = []

    /// Windows of `size` × `size` that move by `stride` (by their size if nothing is said).
    public init(_ size: Int, stride: Int? = nil, padding: Padding = .valid, roundsUp: Bool = false) {
        require(size >= 1 && stride ?? 1 >= 1, "Pooling needs a size and a stride of at least 1.")
        self.size = size
        self.stride = stride ?? size
        self.padding = padding
        self.roundsUp = roundsUp
    }

    /// The layer as it is written, without what is at its default.
    public var description: String { "MaxPooling" + poolingArguments(size, stride, padding, roundsUp) }

    /// `[h', w', channels]`; throws if the window does not fit.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try pooledShape(description, inputShape, size, stride, padding, roundsUp)
    }

    /// The largest number of every window.
    public func predict(_ input: Tensor) -> Tensor { pool(input).output }

    /// As `predict`; keeps where the largest numbers were.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = pool(input)
        inputShape = input.shape
        winners = result.winners
        return result.output
    }

    /// Each output's gradient goes to the number that was the largest.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        guard let inputShape else { stop("\(self): backward needs a forward before it.") }
        require(
            outputGradient.count == winners.count,
            "\(self): an output of \(winners.count) numbers cannot have a gradient of shape \(outputGradient.shape).")
        var inputGradient = Tensor(zeros: inputShape)
        for (i, winner) in winners.enumerated() where winner >= 0 {
            inputGradient.scalars[Int(winner)] += outputGradient.scalars[i]
        }
        return inputGradient
    }

    private func pool(_ input: Tensor) -> (output: Tensor, winners: [Int32]) {
        requireFit(input)
        let sizes = PoolingKernel(
            input: input.shape, size: size, stride: stride, padding: padding, roundsUp: roundsUp)
        let channels = sizes.channels
        var output = Tensor(repeating: -.infinity, shape: sizes.outputShape)
        var winners = [Int32](repeating: -1, count: output.count)
        input.scalars.withUnsafeBufferPointer { input in
            output.scalars.withUnsafeMutableBufferPointer { output in
                winners.withUnsafeMutableBufferPointer { winners in
                    sizes.forEachWindow { target, image, rows, columns in
                        for y in rows {
                            for x in columns {
                                let source = image + (y * sizes.width + x) * channels
                                for c in 0..<channels {
                                    let value = input[source + c]
                                    // The first number wins unless a later one is larger or is nan, which stays.
                                    if winners[target + c] < 0 || value > output[target + c]
                                        || (value.isNaN && !output[target + c].isNaN)
                                    {
                                        output[target + c] = value
                                        winners[target + c] = Int32(truncatingIfNeeded: source + c)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return (output, winners)
    }
}

/// The arguments of a pooling layer as they are written, without what is at its default.
func poolingArguments(_ size: Int, _ stride: Int, _ padding: Padding, _ roundsUp: Bool) -> String {
    var text = "(\(size)"
    if stride != size { text += ", stride: \(stride)" }
    switch padding {
    case .valid: break
    case .same: text += ", padding: same"
    case .explicit(let amount): text += ", padding: \(amount)"
    }
    return text + (roundsUp ? ", roundsUp: true)" : ")")
}

/// The output shape of a pooling layer.
func pooledShape(
    _ layer: String, _ inputShape: [Int], _ size: Int, _ stride: Int, _ padding: Padding, _ roundsUp: Bool
) throws(ShapeError) -> [Int] {
    guard inputShape.count == 3 else {
        throw ShapeError(layer: layer, expected: "[height, width, channels]", given: inputShape)
    }
    let height = PoolingKernel.outputLength(inputShape[0], size, stride, padding, roundsUp)
    let width = PoolingKernel.outputLength(inputShape[1], size, stride, padding, roundsUp)
    guard height > 0 && width > 0 else {
        throw ShapeError(layer: layer, expected: "images at least as large as its window", given: inputShape)
    }
    return [height, width, inputShape[2]]
}

extension Padding {
    /// The argument as it is written after others; nothing for the default, `.valid`.
    var argument: String {
        switch self {
        case .valid: ""
        case .same: ", padding: same"
        case .explicit(let amount): ", padding: \(amount)"
        }
    }
}

/// The arguments of a pooling layer as they are written, without what is at its default.
func poolingArguments(_ size: Int, _ stride: Int, _ padding: Padding, _ roundsUp: Bool) -> String {
    var text = "(\(size)"
    if stride != size { text += ", stride: \(stride)" }
    return text + padding.argument + (roundsUp ? ", roundsUp: true)" : ")")
}

/// Stops where windows of this size cannot move over an image.
func requirePooling(size: Int, stride: Int, padding: Padding) {
    require(
        size >= 1 && stride >= 1,
        "Pooling needs a size and a stride of at least 1, but was given \(size) and \(stride).")
    padding.requireNotNegative()
}

extension Layer {
    /// The shape that windows of `size` × `size` leave of an image; throws if they do not fit.
    func pooledShape(
        _ inputShape: [Int], size: Int, stride: Int, padding: Padding, roundsUp: Bool
    ) throws(ShapeError) -> [Int] {
        let image = try imageShape(inputShape)
        let height = PoolingGeometry.outputLength(image.height, size, stride, padding, roundsUp)
        let width = PoolingGeometry.outputLength(image.width, size, stride, padding, roundsUp)
        guard height > 0 && width > 0 else {
            throw ShapeError(layer: description, expected: "images at least as large as its window", given: inputShape)
        }
        return [height, width, image.channels]
    }

    /// Height and width of what a convolution leaves of an image; throws if its kernel does not fit.
    func convolvedSize(
        _ inputShape: [Int], kernel: (height: Int, width: Int), stride: Int, padding: Padding, dilation: Int
    ) throws(ShapeError) -> (height: Int, width: Int) {
        let height = padding.outputLength(
            inputShape[0], kernel: dilated(kernel.height, by: dilation), stride: stride)
        let width = padding.outputLength(inputShape[1], kernel: dilated(kernel.width, by: dilation), stride: stride)
        guard height > 0 && width > 0 else {
            throw ShapeError(
                layer: description, expected: "images at least as large as its kernel, with their padding",
                given: inputShape)
        }
        return (height, width)
    }
}

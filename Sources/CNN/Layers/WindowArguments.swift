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

/// Stops where the numbers under a window would lie on top of each other.
func requireDilation(_ dilation: Int) {
    require(dilation >= 1, "A dilation is at least 1, but was given as \(dilation).")
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
}

/// An input that a layer cannot take: says which layer, where in the network, what it takes and what it was given.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
    /// The layer's description, `Convolution(16, kernel: 5)`.
    public let layer: String
    /// What the layer takes, `[height, width, 3]`.
    public let expected: String
    /// The shape that it was given, without the batch axis.
    public let given: [Int]
    /// The names, or positions counted from 0, that lead to the layer, from the outermost network inwards; empty for a
    /// lone layer.
    public internal(set) var path: [String] = []

    /// An error of the layer described so, which takes `expected` and was given one input of shape `given`.
    public init(layer: String, expected: String, given: [Int]) {
        self.layer = layer
        self.expected = expected
        self.given = given
    }

    /// One sentence: `layer 3, Convolution(16, kernel: 5), takes [height, width, 3], but is given [28, 28, 1].`
    public var description: String {
        let position = path.isEmpty ? "" : "layer " + path.joined(separator: ".") + ", "
        return position + layer + (path.isEmpty ? "" : ",") + " takes \(expected), but is given \(given)."
    }

    /// The same error seen from the network in which the layer has this name or position.
    func inside(_ name: String) -> ShapeError {
        var error = self
        if !name.isEmpty { error.path.insert(name, at: 0) }
        return error
    }
}

extension Layer {
    /// The axes of one image; throws if the shape is not that of an image.
    func imageShape(_ shape: [Int]) throws(ShapeError) -> (height: Int, width: Int, channels: Int) {
        guard shape.count == 3 else {
            throw ShapeError(layer: description, expected: "[height, width, channels]", given: shape)
        }
        return (shape[0], shape[1], shape[2])
    }
}

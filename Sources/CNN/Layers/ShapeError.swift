/// An input that a layer cannot take: says which layer, where in the network, what it takes and what it was given.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
    /// The layer's description, `Convolution(16, kernel: 5)`.
    public let layer: String
    /// What the layer takes, `[height, width, 3]`.
    public let expected: String
    /// The shape that it was given, without the batch axis.
    public let given: [Int]
    /// The positions that lead to the layer, counted from 1, from the outermost network inwards; empty for a lone layer.
    public internal(set) var place: [Int] = []

    /// An error of the layer described so, which takes `expected` and was given one input of shape `given`.
    public init(layer: String, expected: String, given: [Int]) {
        self.layer = layer
        self.expected = expected
        self.given = given
    }

    /// One sentence: `layer 3, Convolution(16, kernel: 5), takes [height, width, 3], but is given [28, 28, 1].`
    public var description: String {
        let position = place.isEmpty ? "" : "layer " + place.map(String.init).joined(separator: ".") + ", "
        return position + layer + (place.isEmpty ? "" : ",") + " takes \(expected), but is given \(given)."
    }

    /// The same error seen from the network in which the layer has this position, counted from 1.
    func inside(position: Int) -> ShapeError {
        var error = self
        error.place.insert(position, at: 0)
        return error
    }
}

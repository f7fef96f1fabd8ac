/// Each example as one vector: `[batch, h, w, channels]` becomes `[batch, h·w·channels]`, channels fastest.
public struct Flatten: InputShapeKeepingLayer {
    var inputShape: [Int]?

    /// A flattening layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "Flatten()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("flatten", .other, .flatten) }

    /// `[h·w·channels]`.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { [inputShape.reduce(1, *)] }

    /// The same numbers as vectors.
    public func predict(_ input: Tensor) -> Tensor {
        input.reshaped(to: [input.shape.first ?? 1, input.shape.dropFirst().reduce(1, *)])
    }

    /// The same numbers in the input's shape.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let inputShape = requireInputShape()
        return outputGradient.reshaped(to: inputShape)
    }
}

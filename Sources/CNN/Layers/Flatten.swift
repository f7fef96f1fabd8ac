/// Each example as one vector: `[batch, h, w, channels]` becomes `[batch, h·w·channels]`, channels fastest.
public struct Flatten: Layer {
    private var inputShape: [Int]?

    /// A flattening layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "Flatten()" }

    /// `[h·w·channels]`.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { [inputShape.reduce(1, *)] }

    /// The same numbers as vectors.
    public func predict(_ input: Tensor) -> Tensor {
        input.reshaped(to: [input.shape.first ?? 1, input.shape.dropFirst().reduce(1, *)])
    }

    /// As `predict`; keeps the input's shape.
    public mutating func forward(_ input: Tensor) -> Tensor {
        inputShape = input.shape
        return predict(input)
    }

    /// The same numbers in the input's shape.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        guard let inputShape else { stop("\(self): backward needs a forward before it.") }
        return outputGradient.reshaped(to: inputShape)
    }
}

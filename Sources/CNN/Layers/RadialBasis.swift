/// LeNet-5's output: y_i = Σ_j (x_j − w_ij)², the squared distance to a fixed pattern for each class (LeCun et al.,
/// 1998, section II.B). Input `[batch, features]`, output `[batch, classes]`; the smallest output is the answer.
public struct RadialBasis: InputKeepingLayer {
    /// The patterns w, `[classes, features]`; they are not trained.
    public let patterns: Tensor
    var input: Tensor?

    /// One pattern a class, `[classes, features]`.
    public init(patterns: Tensor) {
        require(
            patterns.rank == 2 && patterns.count > 0,
            "Radial basis patterns have the shape [classes, features], but were given as \(patterns.shape).")
        self.patterns = patterns
    }

    /// The layer as it is written.
    public var description: String { "RadialBasis(\(patterns.shape[0]) patterns)" }

    /// `[classes]`; throws if the input is not as long as the patterns.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        guard inputShape == [patterns.shape[1]] else {
            throw ShapeError(layer: description, expected: "[\(patterns.shape[1])]", given: inputShape)
        }
        return [patterns.shape[0]]
    }

    /// The squared distances.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        let distances = differences(input)
        return (distances * distances).sum(axis: 2, keepingAxis: false)
    }

    /// dx_j = 2 Σ_i dy_i·(x_j − w_ij).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let input = requireForward(
            input, outputShape: [input?.shape[0] ?? 0, patterns.shape[0]], outputGradient)
        let weights = outputGradient.reshaped(to: outputGradient.shape + [1])
        return (2 * differences(input) * weights).sum(axis: 1, keepingAxis: false)
    }

    /// classes·features.
    public func multiplyAdds(for inputShape: [Int]) -> Int { patterns.count }

    /// x − w, `[batch, classes, features]`.
    private func differences(_ input: Tensor) -> Tensor {
        input.reshaped(to: [input.shape[0], 1, input.shape[1]]) - patterns
    }
}

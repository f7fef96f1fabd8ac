/// Branches that read the same input, their outputs side by side along the channels (Szegedy et al., "Going Deeper with
/// Convolutions", 2014): all must give the same height and width.
public struct Concat: CompositeLayer {
    /// The branches, each a layer or a network.
    public var branches: [AnyLayer]
    private var channels: [Int] = []

    /// The layers between the braces are the branches; a branch of several layers is a `Network { … }`.
    public init(@LayerBuilder _ branches: () -> [AnyLayer]) {
        self.branches = branches()
        requireDistinctNames()
    }

    /// `Concat(4 branches)`.
    public var description: String { "Concat(\(branches.count) branches)" }

    /// The branches' shape with their channels added up; throws if the rest differs.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        var shapes: [[Int]] = []
        for (i, branch) in branches.enumerated() {
            shapes.append(
                try withErrors(inside: branch.nameOrPosition(i)) { () throws(ShapeError) in
                    try branch.outputShape(for: inputShape)
                })
        }
        return try concatenated(shapes, inputShape)
    }

    /// Builds one branch after the other.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        var shapes: [[Int]] = []
        for i in branches.indices {
            shapes.append(
                try withErrors(inside: branches[i].nameOrPosition(i)) { () throws(ShapeError) in
                    try branches[i].build(for: inputShape, using: &generator)
                })
        }
        return try concatenated(shapes, inputShape)
    }

    /// The branches' outputs side by side.
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        return Tensor(concatenating: branches.map { $0.predict(input) }, axis: -1)
    }

    /// As `predict`, in training.
    public mutating func forward(_ input: Tensor) -> Tensor {
        requireFit(input)
        var outputs: [Tensor] = []
        for i in branches.indices { outputs.append(branches[i].forward(input)) }
        channels = outputs.map { $0.shape[$0.rank - 1] }
        return Tensor(concatenating: outputs, axis: -1)
    }

    /// Each branch goes back over its own channels; their input gradients are added.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        require(!channels.isEmpty, "\(self): backward needs a forward before it.")
        require(
            outputGradient.shape.last == channels.reduce(0, +),
            "\(self): \(channels.reduce(0, +)) channels cannot have a gradient of shape \(outputGradient.shape).")
        var start = 0
        var sum: Tensor?
        for i in branches.indices {
            let part = outputGradient.sliced(start..<start + channels[i], axis: -1)
            let gradient = branches[i].backward(part)
            sum = sum.map { $0 + gradient } ?? gradient
            start += channels[i]
        }
        return sum ?? outputGradient
    }

    /// The branches side by side.
    public var structure: LayerStructure { .concatenation(parts) }

    /// Visits the branches.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        branches.visitParts(visit)
    }

    /// The sum over the branches.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        branches.reduce(0) { $0 + $1.multiplyAdds(for: inputShape) }
    }

    private func concatenated(_ shapes: [[Int]], _ inputShape: [Int]) throws(ShapeError) -> [Int] {
        guard var result = shapes.first, !result.isEmpty, shapes.allSatisfy({ $0.dropLast() == result.dropLast() })
        else {
            throw ShapeError(
                layer: description,
                expected: "inputs to which its branches give one height and width (they give \(shapes))",
                given: inputShape)
        }
        result[result.count - 1] = shapes.reduce(0) { $0 + ($1.last ?? 0) }
        return result
    }
}

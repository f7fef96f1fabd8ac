/// A fully connected layer, Y = X·W + b: input `[batch, inputs]`, output `[batch, units]`.
public struct Dense: InputKeepingLayer {
    /// How many outputs there are.
    public let units: Int
    /// Whether a bias is added to every output.
    public let hasBias: Bool
    /// How the matrix is drawn; nil if it was given and stays.
    private let initialization: Initialization?

    /// The matrix W, `[inputs, units]`; nil before the layer is built.
    public var weight: Parameter?
    /// The vector b, `[units]`; nil before the layer is built or if it has none.
    public var bias: Parameter?
    var input: Tensor?

    /// A layer of `units` outputs; the number of inputs is found when it is built.
    public init(_ units: Int, bias: Bool = true, initialization: Initialization = .he) {
        require(units >= 1, "A dense layer needs at least one unit, but was given \(units).")
        self.units = units
        self.hasBias = bias
        self.initialization = initialization
    }

    /// A layer with this matrix, `[inputs, units]`, and this bias, `[units]`, ready to use; they stay when a network is
    /// built of it.
    public init(weight: Tensor, bias: Tensor? = nil) {
        require(
            weight.rank == 2 && weight.count > 0,
            "A dense layer's weights have the shape [inputs, units], but were given as \(weight.shape).")
        require(
            bias == nil || bias?.shape == [weight.shape[1]],
            "A dense layer of \(weight.shape[1]) units has a bias of shape [\(weight.shape[1])], but was given \(bias?.shape ?? [])."
        )
        self.units = weight.shape[1]
        self.hasBias = bias != nil
        self.initialization = nil
        self.weight = Parameter(weight)
        self.bias = bias.map { Parameter($0, decays: false) }
    }

    /// The layer as it is written, without what is at its default.
    public var description: String { hasBias ? "Dense(\(units))" : "Dense(\(units), bias: false)" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("dense, \(units)", .dense, .dense(self)) }

    /// `[units]`; throws if the input is no vector or of another length than the layer was built for.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        guard inputShape.count == 1, inputShape[0] > 0, weight == nil || inputShape[0] == weight!.value.shape[0] else {
            let inputs = weight.map { "\($0.value.shape[0])" } ?? "inputs"
            throw ShapeError(layer: description, expected: "[\(inputs)]", given: inputShape)
        }
        return [units]
    }

    /// Draws the matrix for the input's length, unless it was given; He initialization unless another was asked for.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        guard let initialization else { return try outputShape(for: inputShape) }
        weight = nil
        let shape = try outputShape(for: inputShape)
        weight = Parameter(
            initialization.weights([inputShape[0], units], inputs: inputShape[0], using: &generator))
        bias = hasBias ? Parameter(Tensor(zeros: [units]), decays: false) : nil
        return shape
    }

    /// X·W + b.
    public func predict(_ input: Tensor) -> Tensor {
        guard let weight else { stop("\(self) has no weights yet: build the network first.") }
        requireFit(input)
        var product = input.matrixProduct(weight.value)
        if let bias { product.addToRows(bias.value) }
        return product
    }

    /// dW += Xᵀ·dY, db += ΣdY; returns dX = dY·Wᵀ.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let input = requireForward(input, outputShape: [input?.shape[0] ?? 0, units], outputGradient)
        guard let value = weight?.value else { stop("\(self) has no weights yet: build the network first.") }
        weight?.accumulate { addProduct(input, outputGradient, transposeA: true, transposeB: false, to: &$0) }
        bias?.accumulate { addRowSums(of: outputGradient, to: &$0) }
        return product(outputGradient, value, transposeA: false, transposeB: true)
    }

    /// Visits `weight` and, if there is one, `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if weight != nil { visit("weight", &weight!) }
        if bias != nil { visit("bias", &bias!) }
    }

    /// inputs·units.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        (try? outputShape(for: inputShape)) == nil ? 0 : inputShape[0] * units
    }
}

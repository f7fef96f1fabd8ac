/// A piece of a network: a function of a tensor whose parameters, if it has any, can be trained.
///
/// A layer is a value: copying a network copies its weights. Shapes without the batch axis describe one example;
/// tensors have the batch as their first axis. A layer of your own needs `predict`, `forward` and `backward`, the rest
/// where it differs from a layer without parameters that keeps the shape.
public protocol Layer: CustomStringConvertible {
    /// The shape of one output for one input; throws a `ShapeError` if the layer cannot take that input.
    func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int]

    /// Fits the layer to inputs of this shape, draws its parameters and returns the shape of its output.
    @discardableResult
    mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int]

    /// The output when the network is used, not trained: running averages, no dropout; nothing is kept.
    func predict(_ input: Tensor) -> Tensor

    /// The output while training; keeps what `backward` needs. Nobody else needs the input any more: a layer that works
    /// number by number may write its output there.
    mutating func forward(_ input: consuming Tensor) -> Tensor

    /// From the gradient of the loss with respect to the last forward's output: adds to the parameters' gradients and
    /// returns the gradient with respect to its input, which a layer may write over the other.
    @discardableResult
    mutating func backward(_ outputGradient: consuming Tensor) -> Tensor

    /// As `backward` for a layer whose input is the data: nobody asks for the gradient with respect to it, which costs
    /// a convolution as much as all the rest.
    mutating func backwardToParameters(_ outputGradient: Tensor)

    /// Calls `visit` with every trainable parameter in place, and its name within this layer.
    mutating func visitParameters(_ visit: (String, inout Parameter) -> Void)

    /// Calls `visit` with every tensor that the layer remembers but does not train, such as running averages.
    mutating func visitState(_ visit: (String, inout Tensor) -> Void)

    /// The multiplications (each with its addition) for one example of this shape; only products with weights count.
    func multiplyAdds(for inputShape: [Int]) -> Int

    /// The name that the layer was given, and the layer without it; nil, as it is, for a layer without a name.
    var nameAndLayer: (name: String, layer: AnyLayer)? { get }

    /// Calls `visit` with every layer right inside this one in place, and with its name, or position from 0, that the names
    /// of its parameters begin with: as it is with none.
    mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void)

    /// What the layer is made of: right as it is for a layer without layers inside it.
    var structure: LayerStructure { get }
}

extension Layer {
    /// The same as `predict`.
    public func callAsFunction(_ input: Tensor) -> Tensor { predict(input) }

    /// The input's shape: right for layers that work number by number.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { inputShape }

    /// Draws nothing: right for layers without parameters.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        try outputShape(for: inputShape)
    }

    /// Fits the layer to inputs of this shape and draws new parameters; returns the shape of the output.
    @discardableResult
    public mutating func build(for inputShape: [Int], seed: UInt64) throws(ShapeError) -> [Int] {
        var generator = RandomGenerator(seed: seed)
        return try build(for: inputShape, using: &generator)
    }

    /// Calls `backward`: right where the input's gradient costs little.
    public mutating func backwardToParameters(_ outputGradient: Tensor) { backward(outputGradient) }

    /// Visits nothing: right for layers without parameters.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {}

    /// Visits nothing: right for layers without running averages.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) {}

    /// None: right for all layers but `Named`.
    public var nameAndLayer: (name: String, layer: AnyLayer)? { nil }

    /// Visits nothing: right for layers without layers inside.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {}

    /// None: right for layers without weights.
    public func multiplyAdds(for inputShape: [Int]) -> Int { 0 }

    /// A leaf by the name of its description; elementwise if it has no parameters.
    public var structure: LayerStructure {
        let label = description.hasSuffix("()") ? String(description.dropLast(2)) : description
        return .leaf(LayerStructure.Leaf(label: label, role: parameterCount == 0 ? .elementwise : .other))
    }

    /// Sets the gradients of all parameters to 0.
    public mutating func zeroGradients() {
        visitParameters { $1.zeroGradient() }
    }

    /// All trainable parameters with their names, in order.
    public var parameters: [(name: String, parameter: Parameter)] {
        var copy = self
        var all: [(name: String, parameter: Parameter)] = []
        copy.visitParameters { all.append(($0, $1)) }
        return all
    }

    /// How many numbers there are to train.
    public var parameterCount: Int {
        var copy = self
        var count = 0
        copy.visitParameters { count += $1.value.count }
        return count
    }

    /// Stops the program with a whole sentence if a batch of inputs does not fit the layer.
    func requireFit(_ input: Tensor) {
        do {
            _ = try outputShape(for: Array(input.shape.dropFirst()))
        } catch {
            stop("\(error) The input as a whole, batch axis first, has the shape \(input.shape).")
        }
    }

    /// Stops the program if `backward` has no `forward` to go back over, or is given another shape than forward gave.
    func requireForward(_ kept: Tensor?, outputShape: [Int], _ outputGradient: Tensor) -> Tensor {
        guard let kept else { stop("\(self): backward needs a forward before it.") }
        require(
            outputGradient.shape == outputShape,
            "\(self): the gradient of an output \(outputShape) has that shape, but was given as \(outputGradient.shape)."
        )
        return kept
    }
}

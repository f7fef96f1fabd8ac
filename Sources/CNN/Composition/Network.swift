/// Layers one after the other; a network is itself a layer and may be part of another.
///
///     var network = try Network(input: [28, 28, 1], seed: 1) {
///         Convolution(6, kernel: 5)
///         ReLU()
///         MaxPooling(2)
///         Flatten()
///         Dense(10)
///     }
public struct Network: CompositeLayer {
    /// The layers, from input to output.
    public var layers: [AnyLayer]
    /// The shape of one input that the network was built for; nil before it is built.
    public private(set) var inputShape: [Int]?

    /// A network that is not built yet. No two layers may have one name.
    public init(@LayerBuilder _ layers: () -> [AnyLayer]) {
        self.init(layers())
    }

    /// A network of these layers, not built yet.
    public init(_ layers: [AnyLayer]) {
        self.layers = layers
        if layers.count > 1 { requireDistinctNames() }
    }

    /// The layer itself if it is a network, else a network of it alone.
    package init(of layer: AnyLayer) { self = layer.unwrapped(as: Network.self) ?? Network([layer]) }

    /// A network built for inputs of this shape (without the batch axis), its parameters drawn from `seed`; throws a
    /// `ShapeError` that names the first layer which does not fit.
    public init(input inputShape: [Int], seed: UInt64, @LayerBuilder _ layers: () -> [AnyLayer]) throws(ShapeError) {
        self.init(layers())
        try build(for: inputShape, seed: seed)
    }

    /// `Network(5 layers)`.
    public var description: String { "Network(\(layers.count) layers)" }

    /// The shape after the last layer; throws the first layer's error, with its position.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        var shape = inputShape
        for (i, layer) in layers.enumerated() {
            shape = try withErrors(inside: layer.nameOrPosition(i)) { () throws(ShapeError) in
                try layer.outputShape(for: shape)
            }
        }
        return shape
    }

    /// Builds layer after layer, each for the output of the one before it.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        requireDistinctNames()
        self.inputShape = inputShape
        var shape = inputShape
        for i in layers.indices {
            shape = try withErrors(inside: layers[i].nameOrPosition(i)) { () throws(ShapeError) in
                try layers[i].build(for: shape, using: &generator)
            }
        }
        return shape
    }

    /// Each layer's output is the next one's input.
    public func predict(_ input: Tensor) -> Tensor {
        layers.reduce(input) { $1.predict($0) }
    }

    /// As `predict`, in training; every layer keeps what it needs to go back.
    public mutating func forward(_ input: consuming Tensor) -> Tensor {
        for i in layers.indices { input = layers[i].forward(input) }
        return input
    }

    /// From the last layer to the first.
    @discardableResult
    public mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
        for i in layers.indices.reversed() { outputGradient = layers[i].backward(outputGradient) }
        return outputGradient
    }

    /// From the last layer to the first, whose input's gradient is left out.
    public mutating func backwardToParameters(_ outputGradient: Tensor) {
        var current = outputGradient
        for i in layers.indices.dropFirst().reversed() { current = layers[i].backward(consume current) }
        if !layers.isEmpty { layers[0].backwardToParameters(current) }
    }

    /// The layers one after the other.
    public var structure: LayerStructure { .chain(parts) }

    /// Visits the layers from input to output.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        layers.visitParts(visit)
    }

    /// The sum over the layers.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        var shape = inputShape
        var sum = 0
        for layer in layers {
            sum += layer.multiplyAdds(for: shape)
            shape = (try? layer.outputShape(for: shape)) ?? []
        }
        return sum
    }
}

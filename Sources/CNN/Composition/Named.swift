/// A layer with a name of its own, by which its parameters and outputs are found. An empty name adds nothing to theirs.
public struct Named: Layer {
    /// The name, `conv1`.
    public let name: String
    /// The layer itself.
    public var layer: AnyLayer

    /// The layer's own description.
    public var description: String { layer.description }

    /// As the layer.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try layer.outputShape(for: inputShape)
    }

    /// Builds the layer.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        try layer.build(for: inputShape, using: &generator)
    }

    /// As the layer.
    public func predict(_ input: Tensor) -> Tensor { layer.predict(input) }

    /// As the layer.
    public mutating func forward(_ input: consuming Tensor) -> Tensor { layer.forward(input) }

    /// As the layer.
    @discardableResult
    public mutating func backward(_ outputGradient: consuming Tensor) -> Tensor { layer.backward(outputGradient) }

    /// As the layer.
    public mutating func backwardToParameters(_ outputGradient: Tensor) { layer.backwardToParameters(outputGradient) }

    /// Visits the layer's parameters.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) { layer.visitParameters(visit) }

    /// Visits the layer's state.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) { layer.visitState(visit) }

    /// The name and the layer.
    public var nameAndLayer: (name: String, layer: AnyLayer)? { (name, layer) }

    /// Visits the layers inside the layer.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        layer.visitParts(visit)
    }

    /// As the layer.
    public var structure: LayerStructure { layer.structure }

    /// As the layer.
    public func multiplyAdds(for inputShape: [Int]) -> Int { layer.multiplyAdds(for: inputShape) }
}

extension Layer {
    /// This layer under a name of its own.
    public func named(_ name: String) -> Named { Named(name: name, layer: erased) }

    /// The layer itself, without a name around it.
    var withoutName: AnyLayer { nameAndLayer?.layer.withoutName ?? erased }

    /// By what its parameters are found: its name, or its position among its neighbours, from 0.
    func nameOrPosition(_ position: Int) -> String { nameAndLayer?.name ?? "\(position)" }
}

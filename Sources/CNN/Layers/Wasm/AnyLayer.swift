/// A layer of whatever type, as a value: what networks are made of.
///
/// Embedded Swift has no `any Layer`. This holds a box with the layer's methods, which is copied when one of two holders
/// changes it.
public struct AnyLayer: Layer {
    private var box: LayerBox

    /// This layer as one of whatever type.
    public init<Type: Layer>(_ layer: Type) {
        if let any = layer as? AnyLayer { self = any } else { box = Box(layer) }
    }

    /// The layer as one of this type; nil if it is of another. The program must make a box of that type somewhere.
    func unwrapped<Type: Layer>(as _: Type.Type) -> Type? { (box as? Box<Type>)?.layer }

    /// The box, held by nobody else.
    private var own: LayerBox {
        mutating get {
            if !isKnownUniquelyReferenced(&box) { box = box.copy() }
            return box
        }
    }

    /// The layer's description.
    public var description: String { box.description }

    /// The shape of one output.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try box.outputShape(for: inputShape)
    }

    /// Builds the layer.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        try own.build(for: inputShape, using: &generator)
    }

    /// As the layer.
    public func predict(_ input: Tensor) -> Tensor { box.predict(input) }

    /// As the layer.
    public mutating func forward(_ input: consuming Tensor) -> Tensor { own.forward(input) }

    /// As the layer.
    @discardableResult
    public mutating func backward(_ outputGradient: consuming Tensor) -> Tensor { own.backward(outputGradient) }

    /// As the layer.
    public mutating func backwardToParameters(_ outputGradient: Tensor) { own.backwardToParameters(outputGradient) }

    /// Visits the layer's parameters.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) { own.visitParameters(visit) }

    /// Visits the layer's state.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) { own.visitState(visit) }

    /// Visits the layers inside.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) { own.visitParts(visit) }

    /// As the layer.
    public func multiplyAdds(for inputShape: [Int]) -> Int { box.multiplyAdds(for: inputShape) }

    /// The layer's name, and the layer without it.
    public var nameAndLayer: (name: String, layer: AnyLayer)? { box.nameAndLayer }

    /// As the layer.
    public var structure: LayerStructure { box.structure }
}

extension Layer {
    /// This layer as one of whatever type.
    public var erased: AnyLayer { AnyLayer(self) }

    /// Embedded Swift does not know a type's name.
    public var description: String { "Layer" }
}

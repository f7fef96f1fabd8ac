/// The methods of a layer of a type that is not known; those of `Box`.
class LayerBox {
    var description: String { stop(Self.sentence) }
    func copy() -> LayerBox { stop(Self.sentence) }
    func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { stop(Self.sentence) }
    func build(for inputShape: [Int], using generator: inout RandomGenerator) throws(ShapeError) -> [Int] {
        stop(Self.sentence)
    }
    func predict(_ input: Tensor) -> Tensor { stop(Self.sentence) }
    func forward(_ input: consuming Tensor) -> Tensor { stop(Self.sentence) }
    func backward(_ outputGradient: consuming Tensor) -> Tensor { stop(Self.sentence) }
    func backwardToParameters(_ outputGradient: Tensor) { stop(Self.sentence) }
    func visitParameters(_ visit: (String, inout Parameter) -> Void) { stop(Self.sentence) }
    func visitState(_ visit: (String, inout Tensor) -> Void) { stop(Self.sentence) }
    func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) { stop(Self.sentence) }
    func multiplyAdds(for inputShape: [Int]) -> Int { stop(Self.sentence) }
    var nameAndLayer: (name: String, layer: AnyLayer)? { stop(Self.sentence) }
    var structure: LayerStructure { stop(Self.sentence) }

    private static var sentence: String { "A box without a layer was made." }
}

/// A layer whose methods are found by way of its box.
final class Box<Type: Layer>: LayerBox {
    private(set) var layer: Type

    init(_ layer: Type) { self.layer = layer }

    override var description: String { layer.description }
    override func copy() -> LayerBox { Box(layer) }
    override func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try layer.outputShape(for: inputShape)
    }
    override func build(for inputShape: [Int], using generator: inout RandomGenerator) throws(ShapeError) -> [Int] {
        try layer.build(for: inputShape, using: &generator)
    }
    override func predict(_ input: Tensor) -> Tensor { layer.predict(input) }
    override func forward(_ input: consuming Tensor) -> Tensor { layer.forward(input) }
    override func backward(_ outputGradient: consuming Tensor) -> Tensor { layer.backward(outputGradient) }
    override func backwardToParameters(_ outputGradient: Tensor) { layer.backwardToParameters(outputGradient) }
    override func visitParameters(_ visit: (String, inout Parameter) -> Void) { layer.visitParameters(visit) }
    override func visitState(_ visit: (String, inout Tensor) -> Void) { layer.visitState(visit) }
    override func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) { layer.visitParts(visit) }
    override func multiplyAdds(for inputShape: [Int]) -> Int { layer.multiplyAdds(for: inputShape) }
    override var nameAndLayer: (name: String, layer: AnyLayer)? { layer.nameAndLayer }
    override var structure: LayerStructure { layer.structure }
}

extension Network {
    /// A network of layers of one type, not built yet.
    public init(_ layers: [some Layer]) { self.init(layers.map { $0.erased }) }
}

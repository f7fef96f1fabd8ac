/// F(x) + shortcut(x): the main path's layers with a shortcut around them (He et al., "Deep Residual Learning for Image
/// Recognition", 2015).
///
/// The paper's ReLU after the sum is a layer of its own after the block: a^[l+2] = g(z^[l+2] + a^[l]).
public struct Residual: CompositeLayer {
    /// The layers of the main path, F.
    public var main: Network
    /// The layers of the shortcut; none for the identity.
    public var shortcut: Network

    /// A block whose shortcut is the identity: the main path must keep the shape.
    public init(@LayerBuilder main: () -> [AnyLayer]) {
        self.init(main: Network(main()), shortcut: Network([]))
    }

    /// A block whose shortcut has layers too, a 1×1 convolution W_s for instance, which give the main path's shape.
    public init(@LayerBuilder main: () -> [AnyLayer], @LayerBuilder shortcut: () -> [AnyLayer]) {
        self.init(main: Network(main()), shortcut: Network(shortcut()))
    }

    /// A block of these two paths.
    public init(main: Network, shortcut: Network) {
        self.main = main
        self.shortcut = shortcut
        requireDistinctNames()
    }

    /// `Residual(5 layers)`, with the shortcut's layers if it has any.
    public var description: String {
        shortcut.layers.isEmpty
            ? "Residual(\(main.layers.count) layers)"
            : "Residual(\(main.layers.count) layers, shortcut: \(shortcut.layers.count))"
    }

    /// The main path's shape; throws if the shortcut's differs.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let shape = try main.outputShape(for: inputShape)
        do throws(ShapeError) {
            return try checked(shape, try shortcut.outputShape(for: inputShape), inputShape)
        } catch { throw error.path.isEmpty ? error : error.inside("shortcut") }
    }

    /// Builds the main path, then the shortcut.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        let shape = try main.build(for: inputShape, using: &generator)
        do throws(ShapeError) {
            return try checked(shape, try shortcut.build(for: inputShape, using: &generator), inputShape)
        } catch { throw error.path.isEmpty ? error : error.inside("shortcut") }
    }

    /// F(x) + shortcut(x).
    public func predict(_ input: Tensor) -> Tensor {
        requireFit(input)
        return main.predict(input) + shortcut.predict(input)
    }

    /// As `predict`, in training.
    public mutating func forward(_ input: Tensor) -> Tensor {
        requireFit(input)
        var sum = main.forward(input)
        sum += shortcut.forward(input)
        return sum
    }

    /// The gradient goes back through both paths, whole, and is summed: dx = dF + d(shortcut).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        var sum = main.backward(outputGradient)
        sum += shortcut.backward(outputGradient)
        return sum
    }

    /// The sum of the two paths.
    public var structure: LayerStructure { .sum(main: parts[0], shortcut: parts[1]) }

    /// The main path's layers keep their own names; the shortcut's begin with `shortcut`.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        main.visitAsPart("", visit)
        shortcut.visitAsPart("shortcut", visit)
    }

    /// The sum of both paths.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        main.multiplyAdds(for: inputShape) + shortcut.multiplyAdds(for: inputShape)
    }

    private func checked(_ mainShape: [Int], _ shortcutShape: [Int], _ input: [Int]) throws(ShapeError) -> [Int] {
        if mainShape == shortcutShape { return mainShape }
        throw ShapeError(
            layer: description,
            expected: "inputs to which its two paths give one shape "
                + "(the main path gives \(mainShape), the shortcut \(shortcutShape))",
            given: input)
    }
}

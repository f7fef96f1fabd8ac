/// σ(z) = 1 / (1 + e^-z), number by number: between 0 and 1.
public struct Sigmoid: Layer, Activation {
    var output: Tensor?

    /// A sigmoid layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "Sigmoid()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("sigmoid", .elementwise, .sigmoid) }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        Machine.shared.kernels.sigmoids(x, to: y, count: count)
    }

    /// f′ = a(1 − a).
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        for i in 0..<count { dx[i] = dy[i] * (y[i] * (1 - y[i])) }
    }
}

/// tanh z, number by number: between -1 and 1.
public struct Tanh: Layer, Activation {
    var output: Tensor?

    /// A tanh layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "Tanh()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("tanh", .elementwise) }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        Machine.shared.kernels.hyperbolicTangents(x, to: y, count: count)
    }

    /// f′ = 1 − a².
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        for i in 0..<count { dx[i] = dy[i] * (1 - y[i] * y[i]) }
    }
}

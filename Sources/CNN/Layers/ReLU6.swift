/// min(max(0, z), 6), number by number; its derivative at 0 and at 6 is taken as 0 (Howard et al., "MobileNets", 2017).
public struct ReLU6: Layer, Activation {
    var output: Tensor?

    /// A ReLU6 layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "ReLU6()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("ReLU6", .elementwise, .elementwise(activate)) }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        Machine.shared.kernels.clip(x, to: y, count: count, limit: 6)
    }

    /// f′ = 1 where the output is between 0 and 6, else 0.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        for i in 0..<count { dx[i] = y[i] > 0 && y[i] < 6 ? dy[i] : 0 }
    }
}

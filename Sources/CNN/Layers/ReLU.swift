/// max(0, z), number by number; its derivative at 0 is taken as 0.
public struct ReLU: Layer, Activation {
    var output: Tensor?

    /// A ReLU layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "ReLU()" }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        Machine.shared.kernels.rectify(x, y, count)
    }

    /// f′ = 1 where the output is above 0, else 0.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        Machine.shared.kernels.rectifyGradient(y, dy, dx, count)
    }
}

/// max(0, z), number by number; its derivative at 0 is taken as 0.
public struct ReLU: Layer, Activation {
    var output: Tensor?

    /// A ReLU layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "ReLU()" }

    /// A leaf that happens where the layer before it stores its numbers when predicting.
    public var structure: LayerStructure { .leaf("ReLU", .elementwise, .relu) }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        Machine.shared.kernels.rectify(x, to: y, count: count)
    }

    /// f′ = 1 where the output is above 0, else 0.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        Machine.shared.kernels.rectifyGradient(ofOutput: y, dy, to: dx, count: count)
    }
}

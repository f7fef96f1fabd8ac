/// A·tanh(S·z), number by number; LeNet-5's squashing function has A = 1.7159 and S = 2/3, which makes f(1) about 1
/// (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998, appendix A).
public struct ScaledTanh: Layer, Activation {
    /// A, the largest value the layer comes near to.
    public let amplitude: Scalar
    /// S, the slope at 0 over A.
    public let slope: Scalar
    var output: Tensor?

    /// The paper's function unless other constants are given.
    public init(amplitude: Scalar = 1.7159, slope: Scalar = 2.0 / 3) {
        self.amplitude = amplitude
        self.slope = slope
    }

    /// The layer as it is written.
    public var description: String { "ScaledTanh()" }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        for i in 0..<count { y[i] = slope * x[i] }
        Machine.shared.kernels.hyperbolicTangents(y, to: y, count: count)
        for i in 0..<count { y[i] *= amplitude }
    }

    /// f′ = S(A² − a²)/A.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        for i in 0..<count { dx[i] = dy[i] * (slope * (amplitude * amplitude - y[i] * y[i]) / amplitude) }
    }
}

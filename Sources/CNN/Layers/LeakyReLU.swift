/// z where z > 0, else slope·z; the derivative at 0 is taken as the slope.
public struct LeakyReLU: Layer, Activation {
    /// The slope for negative numbers, at least 0.
    public let slope: Scalar
    var output: Tensor?

    /// The course's slope is 0.01.
    public init(slope: Scalar = 0.01) {
        require(slope >= 0, "A leaky ReLU's slope is at least 0, but was given as \(slope).")
        self.slope = slope
    }

    /// The layer as it is written.
    public var description: String { "LeakyReLU(slope: \(slope))" }

    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        for i in 0..<count { y[i] = x[i] < 0 ? slope * x[i] : x[i] }
    }

    /// f′ = 1 where the output is above 0, else the slope.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        for i in 0..<count { dx[i] = dy[i] * (y[i] > 0 ? 1 : slope) }
    }
}

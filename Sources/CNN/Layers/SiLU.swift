/// z·σ(z), number by number, also called swish (Ramachandran, Zoph and Le, "Searching for Activation Functions", 2017).
public struct SiLU: InputKeepingLayer {
    var input: Tensor?

    /// A SiLU layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "SiLU()" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("SiLU", .elementwise, .elementwise(activate)) }

    /// z·σ(z) of every number.
    public func predict(_ input: Tensor) -> Tensor { input.updated(activate) }

    /// dZ = dA·(σ + z·σ·(1 − σ)).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let z = requireForward(input, outputShape: input?.shape ?? [], outputGradient)
        let shares = sigmoid(z)
        return outputGradient * (shares + z * shares * (1 - shares))
    }

    private func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        // Where y is x, x must outlive the sigmoids; up to 1024 bytes of them are on the stack.
        let some = 1024 / MemoryLayout<Scalar>.size
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: some) { shares in
            guard let shares = shares.baseAddress else { return }
            for start in stride(from: 0, to: count, by: some) {
                let (x, y, count) = (x + start, y + start, min(some, count - start))
                Machine.shared.kernels.sigmoids(x, to: shares, count: count)
                for i in 0..<count { y[i] = x[i] * shares[i] }
            }
        }
    }
}

/// b = a / (k + α·Σa²)^β, the sum over `size` neighbouring channels at the same pixel (Krizhevsky, Sutskever and
/// Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012).
///
/// The paper does not divide α by the size; Caffe, ONNX and PyTorch do, which `dividesAlpha` chooses.
public struct LocalResponseNormalization: InputKeepingLayer {
    /// n, how many channels are summed.
    public let size: Int
    /// α, the factor of the sum.
    public let alpha: Scalar
    /// β, the power.
    public let beta: Scalar
    /// k, what is added to the sum.
    public let k: Scalar
    /// Whether α is divided by the size.
    public let dividesAlpha: Bool
    var input: Tensor?

    /// The paper's constants unless others are given.
    public init(
        size: Int = 5, alpha: Scalar = 1e-4, beta: Scalar = 0.75, k: Scalar = 2, dividesAlpha: Bool = false
    ) {
        require(size >= 1, "Local response normalization needs a size of at least 1, but was given \(size).")
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
        self.dividesAlpha = dividesAlpha
    }

    /// The layer as it is written.
    public var description: String { "LocalResponseNormalization(size: \(size))" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("LRN", .elementwise, .localResponseNormalization(self)) }

    /// a·s^-β with s = k + α·Σa².
    public func predict(_ input: Tensor) -> Tensor {
        let s = sums(input)
        return Tensor(shape: input.shape) { result in
            for i in 0..<result.count { result[i] = input.scalars[i] * power(s.scalars[i], -beta) }
        }
    }

    /// da_j = db_j·s_j^-β − 2αβ·a_j·Σ db_i·a_i·s_i^(−β−1), the sum over all channels i that channel j is a neighbour
    /// of.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let input = requireForward(input, outputShape: input?.shape ?? [], outputGradient)
        let s = sums(input)
        let shares = Tensor(shape: input.shape) { result in
            for i in 0..<result.count {
                result[i] = outputGradient.scalars[i] * input.scalars[i] * power(s.scalars[i], -beta - 1)
            }
        }
        let received = neighbourSums(shares, before: after, after: before)
        return Tensor(shape: input.shape) { result in
            for i in 0..<result.count {
                result[i] =
                    outputGradient.scalars[i] * power(s.scalars[i], -beta)
                    - 2 * factor * beta * input.scalars[i] * received.scalars[i]
            }
        }
    }

    private var factor: Scalar { dividesAlpha ? alpha / Scalar(size) : alpha }
    private var before: Int { (size - 1) / 2 }
    private var after: Int { size / 2 }

    private func sums(_ input: Tensor) -> Tensor {
        k + factor * neighbourSums(input * input, before: before, after: after)
    }

    /// At each number the sum over its neighbours along the last axis, itself included.
    private func neighbourSums(_ x: Tensor, before: Int, after: Int) -> Tensor {
        let channels = x.shape.last ?? 1
        return Tensor(shape: x.shape) { result in
            for start in stride(from: 0, to: x.count, by: max(channels, 1)) {
                for c in 0..<channels {
                    var sum: Scalar = 0
                    for i in max(0, c - before)...min(channels - 1, c + after) { sum += x.scalars[start + i] }
                    result[start + c] = sum
                }
            }
        }
    }
}

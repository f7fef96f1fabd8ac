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
        let kernels = Machine.shared.kernels
        return Tensor(shape: input.shape) { output in
            withPointers(input, nil) { x, _ in
                let y = output.baseAddress!
                forEachBlock(of: input, areas: 2) { block, scratch, area in
                    kernels.localResponse(
                        x + block.start, pixels: block.pixels, channels: block.channels, before: block.before,
                        after: block.after, factor: factor, k: k, beta: beta, to: y + block.start, scratch: scratch,
                        area: area)
                }
            }
        }
    }

    /// da_j = db_j·s_j^-β − 2αβ·a_j·Σ db_i·a_i·s_i^(−β−1), the sum over all channels i that channel j is a neighbour
    /// of.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let input = requireForward(input, outputShape: input?.shape ?? [], outputGradient)
        let kernels = Machine.shared.kernels
        return Tensor(shape: input.shape) { gradient in
            withPointers(input, outputGradient, nil) { x, dy, _ in
                let dx = gradient.baseAddress!
                forEachBlock(of: input, areas: 5) { block, scratch, area in
                    kernels.localResponseGradient(
                        x + block.start, dy + block.start, pixels: block.pixels, channels: block.channels,
                        before: block.before, after: block.after, factor: factor, k: k, beta: beta,
                        to: dx + block.start, scratch: scratch,
                        area: area)
                }
            }
        }
    }

    private var factor: Scalar { dividesAlpha ? alpha / Scalar(size) : alpha }

    /// Some pixels, from the number `start` on, and how many neighbours a channel can have before it and behind it.
    private typealias Block = (start: Int, pixels: Int, channels: Int, before: Int, after: Int)

    /// Calls `body` with some pixels at a time, which stay in the nearest cache, and as many areas of zeros as the
    /// kernels need.
    private func forEachBlock(
        of input: Tensor, areas: Int,
        _ body: (_ block: Block, _ scratch: UnsafeMutablePointer<Scalar>, _ area: Int) -> Void
    ) {
        let machine = Machine.shared
        let channels = max(1, input.shape.last ?? 1)
        let (before, after) = (min((size - 1) / 2, channels - 1), min(size / 2, channels - 1))
        let some = max(1, 1024 / (before + channels + after))
        let area = machine.kernels.localResponseArea(pixels: some, channels: channels, before: before, after: after)
        machine.workers.shareRanges(input.count / channels, of: channels) { range in
            var scratch = [Scalar](repeating: 0, count: areas * area)
            for pixel in stride(from: range.lowerBound, to: range.upperBound, by: some) {
                scratch.withUnsafeMutableBufferPointer {
                    body(
                        (pixel * channels, min(some, range.upperBound - pixel), channels, before, after),
                        $0.baseAddress!, area)
                }
            }
        }
    }
}

/// Adam whose weight decay does not pass through its averages (Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization", 2017): W := W − αλW before each of Adam's steps.
public struct AdamW: Optimizer, Equatable, Sendable {
    /// Adam without weight decay of its own.
    private var adam: Adam
    /// λ: each step first makes the weights smaller by the part α·λ, biases and batch norm's γ and β not.
    public var weightDecay: Scalar

    /// AdamW with PyTorch's constants unless others are given.
    public init(
        learningRate: Scalar = 0.001, beta1: Scalar = 0.9, beta2: Scalar = 0.999, epsilon: Scalar = 1e-8,
        weightDecay: Scalar = 0.01
    ) {
        adam = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
        self.weightDecay = weightDecay
    }

    /// The size of the steps, α.
    public var learningRate: Scalar {
        get { adam.learningRate }
        set { adam.learningRate = newValue }
    }

    /// Adam's.
    public var state: [String: Tensor] {
        get { adam.state }
        set { adam.state = newValue }
    }

    /// One step.
    public mutating func update(_ layer: inout some Layer) {
        let factor = 1 - learningRate * weightDecay
        layer.visitTrained { _, parameter in
            if parameter.decays { parameter.value *= factor }
        }
        adam.update(&layer)
    }
}

/// W := W − α(dW + λW); λ, the weight decay, applies to weights but not to biases.
public struct GradientDescent: Optimizer, Equatable, Sendable {
    /// The size of the steps, α.
    public var learningRate: Scalar
    /// λ: each step makes the weights smaller by the part α·λ.
    public var weightDecay: Scalar

    /// Gradient descent with learning rate α and weight decay λ.
    public init(learningRate: Scalar, weightDecay: Scalar = 0) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }

    /// One step.
    public mutating func update(_ layer: inout some Layer) {
        let (rate, weightDecay, kernels) = (learningRate, weightDecay, Machine.shared.kernels)
        layer.visitTrained { _, parameter in
            let decay = parameter.decays ? weightDecay : 0
            parameter.update { kernels.sgdStep($0, gradient: $1, count: $2.count, rate: rate, decay: decay) }
        }
    }
}

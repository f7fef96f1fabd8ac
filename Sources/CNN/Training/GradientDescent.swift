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
        let (rate, decay) = (learningRate, weightDecay)
        layer.visitParameters { _, parameter in
            let gradient = parameter.gradient
            let decay = parameter.decays ? decay : 0
            for i in gradient.scalars.indices {
                parameter.value.scalars[i] -= rate * (gradient.scalars[i] + decay * parameter.value.scalars[i])
            }
        }
    }
}

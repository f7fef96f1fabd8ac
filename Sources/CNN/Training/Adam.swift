/// Momentum and RMSProp together, both corrected for their start at 0 (Kingma and Ba, "Adam", 2014): with
/// v := β₁v + (1 − β₁)dW and s := β₂s + (1 − β₂)dW², W := W − α·v̂/(√ŝ + ε), v̂ = v/(1 − β₁^t), ŝ = s/(1 − β₂^t).
public struct Adam: Optimizer, Equatable, Sendable {
    /// The size of the steps, α.
    public var learningRate: Scalar
    /// β₁ of the average of the gradients.
    public var beta1: Scalar
    /// β₂ of the average of their squares.
    public var beta2: Scalar
    /// ε, against a division by 0.
    public var epsilon: Scalar
    /// λ, added to the gradient as λW, for weights only.
    public var weightDecay: Scalar
    /// Whether v and s are divided by 1 − β₁^t and 1 − β₂^t, which makes up for their start at 0.
    public var correctsBias: Bool
    /// t, the number of steps taken.
    public var steps = 0
    /// v of every parameter, by name.
    public var averages: [String: Tensor] = [:]
    /// s of every parameter, by name.
    public var squares: [String: Tensor] = [:]

    /// Adam with the paper's constants unless others are given.
    public init(
        learningRate: Scalar = 0.001, beta1: Scalar = 0.9, beta2: Scalar = 0.999, epsilon: Scalar = 1e-8,
        weightDecay: Scalar = 0, correctsBias: Bool = true
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.correctsBias = correctsBias
    }

    /// `averages.…` and `squares.…`, by the parameters' names, and `steps`.
    public var state: [String: Tensor] {
        get {
            var all = averages.under("averages")
            for (name, tensor) in squares.under("squares") { all[name] = tensor }
            all["steps"] = Tensor([Scalar(steps)])
            return all
        }
        set {
            averages = newValue.inside("averages")
            squares = newValue.inside("squares")
            steps = newValue["steps"].flatMap { Int(exactly: $0.scalars.first ?? 0) } ?? 0
        }
    }

    /// One step.
    public mutating func update(_ layer: inout some Layer) {
        steps += 1
        let (rate, beta1, beta2, epsilon, weightDecay) = (learningRate, beta1, beta2, epsilon, weightDecay)
        let correction1 = correctsBias ? 1 - power(beta1, Scalar(steps)) : 1
        let correction2 = correctsBias ? 1 - power(beta2, Scalar(steps)) : 1
        let kernels = Machine.shared.kernels
        layer.visitTrained { name, parameter in
            let (shape, decay) = (parameter.value.shape, parameter.decays ? weightDecay : 0)
            parameter.update(
                &averages[name, default: Tensor(zeros: shape)], &squares[name, default: Tensor(zeros: shape)]
            ) {
                kernels.adamStep(
                    $0, gradient: $1, averages: $2, squares: $3, count: $4.count, rate: rate, beta1: beta1,
                    beta2: beta2, epsilon: epsilon, decay: decay, correction1: correction1, correction2: correction2)
            }
        }
    }
}

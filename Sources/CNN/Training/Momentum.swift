/// Gradient descent along an average of the gradients, in either of the two forms in use.
public struct Momentum: Optimizer, Equatable, Sendable {
    /// How the average v is formed.
    public enum Form: Equatable, Sendable {
        /// The course's: v := βv + (1 − β)dW.
        case averaged
        /// PyTorch's and ONNX's: v := βv + dW. Its steps are 1/(1 − β) times as long.
        case accumulated
    }

    /// The size of the steps, α.
    public var learningRate: Scalar
    /// β: about 1/(1 − β) gradients are averaged.
    public var beta: Scalar
    /// How v is formed.
    public let form: Form
    /// Whether a step goes on from where v leads: along the gradient, as v's last part, plus βv (Nesterov's, in PyTorch's
    /// form).
    public let isNesterov: Bool
    /// λ, added to the gradient as λW, for weights only.
    public var weightDecay: Scalar
    /// v of every parameter, by name.
    public var velocities: [String: Tensor] = [:]

    /// Momentum with learning rate α, β and weight decay λ.
    public init(
        learningRate: Scalar, beta: Scalar = 0.9, form: Form = .averaged, weightDecay: Scalar = 0,
        nesterov: Bool = false
    ) {
        self.learningRate = learningRate
        self.beta = beta
        self.form = form
        self.isNesterov = nesterov
        self.weightDecay = weightDecay
    }

    /// `velocities.…`, by the parameters' names.
    public var state: [String: Tensor] {
        get { velocities.under("velocities") }
        set { velocities = newValue.inside("velocities") }
    }

    /// One step: W := W − αv, or Nesterov's.
    public mutating func update(_ layer: inout some Layer) {
        let (rate, beta, weightDecay) = (learningRate, beta, weightDecay)
        let isNesterov = isNesterov
        let (gradientFactor, kernels) = (form == .averaged ? 1 - beta : 1, Machine.shared.kernels)
        layer.visitTrained { name, parameter in
            let (shape, decay) = (parameter.value.shape, parameter.decays ? weightDecay : 0)
            parameter.update(&velocities[name, default: Tensor(zeros: shape)]) {
                kernels.momentumStep(
                    $0, gradient: $1, velocity: $2, count: $3.count, rate: rate, beta: beta,
                    gradientFactor: gradientFactor, decay: decay, isNesterov: isNesterov)
            }
        }
    }
}

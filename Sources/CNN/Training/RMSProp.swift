/// Steps divided by the root of an average of the squared gradients (Hinton's lecture 6e, 2012): s := βs + (1 − β)dW²,
/// W := W − α·dW/(√s + ε).
public struct RMSProp: Optimizer, Equatable, Sendable {
    /// The size of the steps, α.
    public var learningRate: Scalar
    /// β of the average of the squares.
    public var beta: Scalar
    /// ε, against a division by 0.
    public var epsilon: Scalar
    /// λ, added to the gradient as λW, for weights only.
    public var weightDecay: Scalar
    /// s of every parameter, by name.
    public var squares: [String: Tensor] = [:]

    /// RMSProp with the course's β and ε unless others are given.
    public init(
        learningRate: Scalar, beta: Scalar = 0.999, epsilon: Scalar = 1e-8, weightDecay: Scalar = 0
    ) {
        self.learningRate = learningRate
        self.beta = beta
        self.epsilon = epsilon
        self.weightDecay = weightDecay
    }

    /// `squares.…`, by the parameters' names.
    public var state: [String: Tensor] {
        get { squares.under("squares") }
        set { squares = newValue.inside("squares") }
    }

    /// One step.
    public mutating func update(_ layer: inout some Layer) {
        let (rate, beta, epsilon, weightDecay) = (learningRate, beta, epsilon, weightDecay)
        let kernels = Machine.shared.kernels
        layer.visitTrained { name, parameter in
            let (shape, decay) = (parameter.value.shape, parameter.decays ? weightDecay : 0)
            parameter.update(&squares[name, default: Tensor(zeros: shape)]) {
                kernels.rmsPropStep(
                    $0, gradient: $1, squares: $2, count: $3.count, rate: rate, beta: beta, epsilon: epsilon,
                    decay: decay)
            }
        }
    }
}

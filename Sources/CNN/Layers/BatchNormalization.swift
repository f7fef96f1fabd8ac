/// γ·(z − μ)/√(σ² + ε) + β for each feature, the last axis: μ and σ² over the batch, and for images over all rows and
/// columns too (Ioffe and Szegedy, "Batch Normalization", 2015).
///
/// Input and output have the same shape, `[batch, features]` or `[batch, h, w, channels]`. Predicting uses running
/// averages.
public struct BatchNormalization: Layer {
    /// What a running average estimates the variance by; a batch is always normalized by its variance divided by m.
    public enum VarianceEstimate: Equatable, Sendable {
        /// Divided by m, as in Keras and ONNX.
        case biased
        /// Divided by m − 1, as in the paper and PyTorch.
        case unbiased
    }

    /// ε, added to the variance.
    public let epsilon: Scalar
    /// The part of a running average that stays at each step: running := momentum·running + (1 − momentum)·batch.
    /// PyTorch and ONNX differ: PyTorch's momentum is 1 minus this.
    public let momentum: Scalar
    /// What the running average estimates the variance by.
    public let varianceEstimate: VarianceEstimate

    /// γ, one for each feature, 1 at first; nil before the layer is built.
    public var gamma: Parameter?
    /// β, one for each feature, 0 at first; nil before the layer is built.
    public var beta: Parameter?
    /// The running average of μ, one for each feature.
    public var runningMean = Tensor(zeros: [0])
    /// The running average of σ², one for each feature.
    public var runningVariance = Tensor(zeros: [0])
    private var input: Tensor?
    private var mean: [Double] = []
    private var inverseDeviation = Tensor(zeros: [0])

    /// A layer whose number of features is found when it is built.
    public init(epsilon: Scalar = 1e-5, momentum: Scalar = 0.9, varianceEstimate: VarianceEstimate = .unbiased) {
        self.epsilon = epsilon
        self.momentum = momentum
        self.varianceEstimate = varianceEstimate
    }

    /// The layer as it is written.
    public var description: String { "BatchNormalization()" }

    /// A leaf that a convolution before it takes in when predicting.
    public var structure: LayerStructure { .leaf("batch norm", .elementwise, .batchNormalization(self)) }

    /// The input's shape; throws if it has another number of features than the layer was built for.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let features = gamma?.value.count
        guard let last = inputShape.last, last > 0, features == nil || last == features else {
            throw ShapeError(
                layer: description, expected: "[…, \(features.map(String.init) ?? "features")]", given: inputShape)
        }
        return inputShape
    }

    /// γ = 1, β = 0, running mean 0 and running variance 1.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        gamma = nil
        let shape = try outputShape(for: inputShape)
        let features = [inputShape[inputShape.count - 1]]
        gamma = Parameter(Tensor(repeating: 1, shape: features), decays: false)
        beta = Parameter(Tensor(zeros: features), decays: false)
        runningMean = Tensor(zeros: features)
        runningVariance = Tensor(repeating: 1, shape: features)
        return shape
    }

    /// Normalizes by the running averages.
    public func predict(_ input: Tensor) -> Tensor {
        let (gamma, beta) = built(input)
        let scale = gamma / sqrt(runningVariance + epsilon)
        return input.timesAndPlus(scale, beta - runningMean * scale)
    }

    /// Normalizes by the batch's own mean and variance, and moves the running averages towards them; there must be more
    /// than one number for each feature.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let (gamma, beta) = built(input)
        let m = Scalar(input.count / gamma.count)
        require(
            m > 1,
            "\(self) trains on more than one number for each feature, but was given the shape \(input.shape): a variance of one number is 0. Larger batches help, or predict(_:), which uses the running averages."
        )
        let moments = input.featureMoments()
        let (mean, variance) = (Tensor(moments.mean.map { Scalar($0) }), Tensor(moments.variance.map { Scalar($0) }))
        let collected = varianceEstimate == .unbiased ? variance * (m / (m - 1)) : variance
        runningMean = momentum * runningMean + (1 - momentum) * mean
        runningVariance = momentum * runningVariance + (1 - momentum) * collected
        inverseDeviation = 1 / sqrt(variance + epsilon)
        self.mean = moments.mean
        self.input = input
        let scale = gamma * inverseDeviation
        return input.timesAndPlus(scale, beta - mean * scale)
    }

    /// With n = (z − μ)/√(σ² + ε): dβ += ΣdY, dγ += ΣdY·n; returns dZ = γ/(m√(σ² + ε)) · (m·dY − ΣdY − n·ΣdY·n).
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let z = requireForward(input, outputShape: input?.shape ?? [], outputGradient)
        guard let gammaValue = gamma?.value else { stop("\(self): backward needs a forward before it.") }
        let sums = z.sums(outputGradient, around: mean)
        let betaGradient = Tensor(sums.first.map { Scalar($0) })
        let gammaGradient = Tensor(sums.second.map { Scalar($0) }) * inverseDeviation
        beta?.addGradient(betaGradient)
        gamma?.addGradient(gammaGradient)
        // dZ = scale·dY + slope·z + shift, where n is put in.
        let m = Scalar(z.count / gammaValue.count)
        let scale = gammaValue * inverseDeviation
        let slope = -gammaGradient * scale * inverseDeviation / m
        let shift = -betaGradient * scale / m - slope * Tensor(mean.map { Scalar($0) })
        return outputGradient.combined(scale, z, slope, shift)
    }

    /// Visits `gamma` and `beta`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if gamma != nil { visit("gamma", &gamma!) }
        if beta != nil { visit("beta", &beta!) }
    }

    /// Visits `runningMean` and `runningVariance`.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) {
        visit("runningMean", &runningMean)
        visit("runningVariance", &runningVariance)
    }

    private func built(_ input: Tensor) -> (gamma: Tensor, beta: Tensor) {
        guard let gamma, let beta else { stop("\(self) has no parameters yet: build the network first.") }
        requireFit(input)
        return (gamma.value, beta.value)
    }
}

/// How a layer draws its first weights; biases start at 0.
public enum Initialization: Equatable, Sendable {
    /// Normal with variance 2/n for n inputs: keeps the variance through ReLUs (He et al., 2015).
    case he
    /// Normal with variance 1/n for n inputs: keeps the variance through tanh (the course's form of Glorot and Bengio,
    /// 2010).
    case xavier
    /// Normal with the given deviation, whatever the number of inputs.
    case normal(deviation: Scalar)
    /// Uniform between -r and r.
    case uniform(Scalar)
    /// All weights 0: no symmetry is broken.
    case zeros

    /// Weights of the given shape for a unit that reads `inputs` numbers.
    public func weights(_ shape: [Int], inputs: Int, using generator: inout RandomGenerator) -> Tensor {
        let n = Scalar(max(inputs, 1))
        return switch self {
        case .he: Tensor(normal: shape, deviation: (2 / n).squareRoot(), using: &generator)
        case .xavier: Tensor(normal: shape, deviation: (1 / n).squareRoot(), using: &generator)
        case .normal(let deviation): Tensor(normal: shape, deviation: deviation, using: &generator)
        case .uniform(let r): Tensor(uniform: shape, in: -r...r, using: &generator)
        case .zeros: Tensor(zeros: shape)
        }
    }
}

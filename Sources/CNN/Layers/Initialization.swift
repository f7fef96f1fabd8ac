/// How a layer draws its first weights; biases start at 0.
public enum Initialization: Equatable, Sendable {
    /// Normal with variance 2/n for n inputs: keeps the variance through ReLUs (He et al., 2015).
    case he
    /// Normal with variance 1/n for n inputs: keeps the variance through tanh (the course's form of Glorot and Bengio,
    /// 2010).
    case xavier
    /// Uniform between ±√(6/(n + m)) for n inputs and m outputs that read a number, the form of Glorot and Bengio, 2010,
    /// that PyTorch and Keras have.
    case glorotUniform
    /// Normal with the given deviation, whatever the number of inputs.
    case normal(deviation: Scalar)
    /// Uniform between -r and r.
    case uniform(Scalar)
    /// All weights 0: no symmetry is broken.
    case zeros

    /// Weights of the given shape, whose last two axes are what is read and what is written, for a unit that reads `inputs`
    /// numbers.
    public func weights(_ shape: [Int], inputs: Int, using generator: inout RandomGenerator) -> Tensor {
        let n = Scalar(max(inputs, 1))
        return switch self {
        case .he: Tensor(normal: shape, deviation: (2 / n).squareRoot(), using: &generator)
        case .xavier: Tensor(normal: shape, deviation: (1 / n).squareRoot(), using: &generator)
        case .glorotUniform:
            Tensor(uniform: shape, in: Initialization.glorot(shape, inputs: n), using: &generator)
        case .normal(let deviation): Tensor(normal: shape, deviation: deviation, using: &generator)
        case .uniform(let r): Tensor(uniform: shape, in: -r...r, using: &generator)
        case .zeros: Tensor(zeros: shape)
        }
    }

    /// The numbers read are so many for each axis of reading; as many as are read through one of these are written.
    private static func glorot(_ shape: [Int], inputs: Scalar) -> ClosedRange<Scalar> {
        let (read, written) = (shape.dropLast().last ?? 1, shape.last ?? 1)
        let outputs = inputs / Scalar(max(read, 1)) * Scalar(written)
        let r = (6 / (inputs + outputs)).squareRoot()
        return -r...r
    }
}

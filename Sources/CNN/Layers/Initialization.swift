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

    /// Weights of the given shape for a unit that reads `inputs` numbers and, for `.glorotUniform`, whose inputs are each read
    /// by `outputs` numbers; without these, the last two axes are what is read and what is written.
    public func weights(
        _ shape: [Int], inputs: Int, outputs: Int? = nil, using generator: inout RandomGenerator
    ) -> Tensor {
        let n = Scalar(max(inputs, 1))
        switch self {
        case .he: return Tensor(normal: shape, deviation: (2 / n).squareRoot(), using: &generator)
        case .xavier: return Tensor(normal: shape, deviation: (1 / n).squareRoot(), using: &generator)
        case .glorotUniform:
            // As many numbers as are read through each number of the axis of reading are written.
            let (read, written) = (shape.dropLast().last ?? 1, shape.last ?? 1)
            let m = outputs.map { Scalar($0) } ?? n / Scalar(max(read, 1)) * Scalar(written)
            let r = (6 / (n + m)).squareRoot()
            return Tensor(uniform: shape, in: -r...r, using: &generator)
        case .normal(let deviation): return Tensor(normal: shape, deviation: deviation, using: &generator)
        case .uniform(let r): return Tensor(uniform: shape, in: -r...r, using: &generator)
        case .zeros: return Tensor(zeros: shape)
        }
    }
}

/// Examples with their targets: row i of `targets` belongs to row i of `inputs`.
public struct Examples: Equatable, Sendable {
    /// What the network is given, `[m, …]`.
    public var inputs: Tensor
    /// What it should answer, `[m, …]`; one-hot rows for classes.
    public var targets: Tensor

    /// Pairs inputs and targets, as many of one as of the other.
    public init(_ inputs: Tensor, _ targets: Tensor) {
        require(
            inputs.rank >= 1 && targets.rank >= 1 && inputs.shape[0] == targets.shape[0],
            "Examples need as many inputs as targets, but were given shapes \(inputs.shape) and \(targets.shape).")
        self.inputs = inputs
        self.targets = targets
    }

    /// Pairs inputs with the numbers of their classes, from 0, as one-hot targets.
    public init(_ inputs: Tensor, labels: [Int], classes: Int) {
        self.init(inputs, Tensor(oneHot: labels, classes: classes))
    }

    /// m, how many there are.
    public var count: Int { inputs.shape[0] }

    /// Those at these positions, in this order.
    public func gathered(_ indices: [Int]) -> Examples {
        Examples(inputs.gathered(indices), targets.gathered(indices))
    }

    /// Those in this range.
    public subscript(range: Range<Int>) -> Examples {
        Examples(inputs.sliced(range), targets.sliced(range))
    }

    /// All of them in random order, inputs and targets together.
    public func shuffled(using generator: inout RandomGenerator) -> Examples {
        gathered(generator.permutation(count))
    }

    /// Parts of `size` examples, in order; the last one may be smaller.
    public func batches(of size: Int) -> [Examples] {
        require(size >= 1, "A mini-batch has at least one example, not \(size).")
        return stride(from: 0, to: count, by: size).map { self[$0..<min($0 + size, count)] }
    }
}

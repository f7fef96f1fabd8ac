/// Inverted dropout: while training each number is kept with probability `keep` and divided by it, else set to 0, so
/// that its expectation stays; predicting changes nothing (Srivastava et al., 2014).
public struct Dropout: Layer {
    /// The probability that a number is kept, above 0 and at most 1.
    public let keep: Scalar
    /// What the last forward multiplied by: 0 or 1/keep for each number; nil before it.
    public private(set) var mask: Tensor?
    private var generator: RandomGenerator

    /// Keeps with this probability; a network that the layer is built into replaces the seed by random numbers of its
    /// own.
    public init(keep: Scalar, seed: UInt64 = 0) {
        require(keep > 0 && keep <= 1, "Dropout keeps with a probability above 0 and at most 1, not \(keep).")
        self.keep = keep
        self.generator = RandomGenerator(seed: seed)
    }

    /// The layer as it is written.
    public var description: String { "Dropout(keep: \(keep))" }

    /// A leaf that does nothing when predicting.
    public var structure: LayerStructure { .leaf("dropout", .elementwise, .identity) }

    /// Takes a generator of its own from the network's.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        self.generator = generator.split()
        return inputShape
    }

    /// The input itself.
    public func predict(_ input: Tensor) -> Tensor { input }

    /// The input times a new random mask.
    public mutating func forward(_ input: Tensor) -> Tensor {
        var mask = Tensor(uniform: input.shape, using: &generator)
        for i in mask.scalars.indices { mask.scalars[i] = mask.scalars[i] < keep ? 1 / keep : 0 }
        self.mask = mask
        return input * mask
    }

    /// dX = dY times the same mask.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        outputGradient * requireForward(mask, outputShape: mask?.shape ?? [], outputGradient)
    }

    /// Visits the random generator's state in four parts of 16 bits, so that a saved network goes on with the same
    /// masks.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) {
        visit("generator", &generator.parts)
    }
}

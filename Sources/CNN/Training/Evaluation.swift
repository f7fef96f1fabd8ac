extension Layer {
    /// The outputs for all inputs, `[m, …]`, worked out `batchSize` at a time to save memory.
    public func predictions(for inputs: Tensor, batchSize: Int = 256) -> Tensor {
        require(batchSize >= 1 && inputs.rank >= 1 && inputs.shape[0] >= 1, "Predictions need at least one input.")
        let starts = stride(from: 0, to: inputs.shape[0], by: batchSize)
        return Tensor(
            concatenating: starts.map { predict(inputs.sliced($0..<min($0 + batchSize, inputs.shape[0]))) }, axis: 0)
    }

    /// The part of the examples, 0 to 1, whose largest output is at the place of their largest target.
    public func accuracy(on examples: Examples) -> Scalar {
        ConfusionMatrix(
            predicted: predictions(for: examples.inputs).argmax(), actual: examples.targets.argmax(),
            classes: examples.targets.shape[1]
        ).accuracy
    }
}

/// How often each class was taken for each.
public struct ConfusionMatrix: Equatable, Sendable, CustomStringConvertible {
    /// Row: the actual class, column: the predicted one; `[classes, classes]`.
    public let counts: Tensor

    /// Counts pairs of labels, each from 0 to `classes` − 1.
    public init(predicted: [Int], actual: [Int], classes: Int) {
        require(predicted.count == actual.count, "There must be as many predictions as labels.")
        var counts = Tensor(zeros: [classes, classes])
        for (p, a) in zip(predicted, actual) { counts[a, p] += 1 }
        self.counts = counts
    }

    /// The part of the examples that was right, 0 to 1; nan if there are none.
    public var accuracy: Scalar {
        (0..<counts.shape[0]).reduce(0) { $0 + counts[$1, $1] } / counts.sum()
    }

    /// One row a class, in whole numbers.
    public var description: String { counts.description(decimals: 0) }
}

extension Layer {
    /// The outputs for all inputs, `[m, …]`, worked out `batchSize` at a time to save memory.
    public func predictions(for inputs: Tensor, batchSize: Int = 256) -> Tensor {
        require(batchSize >= 1 && inputs.rank >= 1 && inputs.shape[0] >= 1, "Predictions need at least one input.")
        let starts = stride(from: 0, to: inputs.shape[0], by: batchSize)
        return Tensor(
            concatenating: starts.map { predict(inputs.sliced($0..<min($0 + batchSize, inputs.shape[0]))) }, axis: 0)
    }

    /// The part of the examples, 0 to 1, that are answered right: the largest output is at the position of the largest
    /// target; nan if there are none.
    ///
    /// A single output tells two classes apart, with targets 0 and 1. It answers 1 above 0.5 if the last layer is a
    /// `Sigmoid`, else above 0: it is then the number z before a sigmoid, as `Loss.binaryCrossEntropy` takes it.
    public func accuracy(on examples: Examples) -> Scalar {
        let (outputs, targets) = (predictions(for: examples.inputs), examples.targets)
        require(
            outputs.shape == targets.shape,
            "accuracy(on:) needs targets of the outputs' shape \(outputs.shape), one-hot for classes, but was given \(targets.shape)."
        )
        let right: Int
        let answers: Int
        if outputs.shape.last == 1 {
            require(
                targets.scalars.allSatisfy { $0 == 0 || $0 == 1 },
                "accuracy(on:) of a single output needs targets that are 0 or 1; several classes need an output each.")
            let threshold: Scalar = endsInSigmoid ? 0.5 : 0
            right = zip(outputs.scalars, targets.scalars).count { $0.isNaN ? false : ($0 > threshold) == ($1 == 1) }
            answers = outputs.count
        } else {
            let actual = targets.argmax()
            right = zip(outputs.argmax(), actual).count(where: ==)
            answers = actual.count
        }
        return Scalar(right) / Scalar(answers)
    }

    /// Whether the outputs lie between 0 and 1 because they come from a sigmoid.
    private var endsInSigmoid: Bool {
        switch structure {
        case .chain(let parts): parts.last?.layer.endsInSigmoid ?? false
        case .concatenation(let parts): !parts.isEmpty && parts.allSatisfy { $0.layer.endsInSigmoid }
        case .leaf(let leaf): if case .sigmoid = leaf.prediction { true } else { false }
        case .sum: false
        }
    }
}
